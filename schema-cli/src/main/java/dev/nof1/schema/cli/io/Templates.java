package dev.nof1.schema.cli.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Templates of new files; they come with the program. */
public final class Templates {
  private static final String FOLDER = "/nof1/templates/";
  private static final String COMPLETION = "/nof1/completion/";

  private Templates() {}

  public static String migration(String description) {
    return read("migration.sql").replace("${description}", description);
  }

  public static String read(String name) {
    return resource(FOLDER + name);
  }

  /** The part of a completion script that is not made from the commands. */
  public static String completion(String name) {
    return resource(COMPLETION + name);
  }

  private static String resource(String name) {
    try (InputStream in = Templates.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("The program's own file " + name + " is missing.");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
