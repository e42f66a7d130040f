package dev.nof1.schema;

import dev.nof1.schema.repository.MigrationSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A repository that a test writes script by script. */
public record ScriptFolder(Path path) {
  static final String CHANGELOG =
      """
      CREATE TABLE ${changelog} (
        ID NUMERIC(20,0) NOT NULL PRIMARY KEY,
        APPLIED_AT VARCHAR(25) NOT NULL,
        DESCRIPTION VARCHAR(255) NOT NULL
      );
      -- //@UNDO
      DROP TABLE ${changelog};
      """;

  /** Starts with script 1, which creates the changelog. */
  public static ScriptFolder withChangelog(Path path) {
    return new ScriptFolder(path).script("1_create_changelog.sql", CHANGELOG);
  }

  public ScriptFolder script(String name, String text) {
    try {
      Files.writeString(path.resolve(name), text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A script that creates a table, and drops it again. */
  public ScriptFolder table(int id, String table) {
    return script(
        id + "_create_" + table + ".sql",
        "CREATE TABLE %s (id int);\n-- //@UNDO\nDROP TABLE %s;\n".formatted(table, table));
  }

  MigrationSource source() {
    return MigrationSource.folder(path);
  }
}
