package dev.nof1.schema.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What new files start as; they come with the program. */
final class Templates {
  private static final String FOLDER = "/nof1/templates/";

  private Templates() {}

  static String migration(String description) {
    return read("migration.sql").replace("${description}", description);
  }

  static String read(String name) {
    try (InputStream in = Templates.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException("The program's own template " + name + " is missing.");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
