package dev.nof1.schema.cli.imports.liquibase;

import dev.nof1.schema.cli.imports.foreign.Section;
import java.util.Optional;

/**
 * Changeset, by the three names that Liquibase knows it by.
 *
 * @param comment what it does, in words; empty where its author has not said
 */
record ChangeSet(
    String path, String id, String author, String comment, Section up, Optional<Section> undo) {

  /** Name as Liquibase's own messages have it. */
  String name() {
    return path + "::" + id + "::" + author;
  }

  /** Path without what depends on where Liquibase was started. */
  static String plain(String path) {
    return path.replace('\\', '/').replaceFirst("^classpath:", "").replaceFirst("^(?:\\./|/)+", "");
  }

  /** Checks whether two paths can be of one file, seen from two folders. */
  static boolean isSamePath(String one, String other) {
    String a = plain(one);
    String b = plain(other);
    return a.equals(b) || a.endsWith("/" + b) || b.endsWith("/" + a);
  }
}
