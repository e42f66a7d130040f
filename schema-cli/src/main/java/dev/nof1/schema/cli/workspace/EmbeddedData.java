package dev.nof1.schema.cli.workspace;

import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.error.FileTrouble;
import dev.nof1.schema.postgres.EmbeddedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Data of the embedded server of a repository.
 *
 * @param repository the repository's folder
 */
record EmbeddedData(Path repository) {
  private static final String FOLDER = ".nof1";

  /** Folder of the server. */
  Path server() {
    return repository.resolve(FOLDER).resolve("postgres");
  }

  /** Checks whether there is any data; a server would have to create it where there is none. */
  boolean isThere() {
    return EmbeddedServer.hasData(server());
  }

  /** Keeps data and password out of version control, whatever the repository's own files say. */
  void keepFromGit() {
    Path file = repository.resolve(FOLDER).resolve(".gitignore");
    try {
      if (!Files.exists(file)) {
        Files.writeString(file, "*\n");
      }
    } catch (IOException e) {
      throw new ConfigurationException(
          "%s cannot be written: %s.".formatted(file, FileTrouble.reason(e)), e);
    }
  }
}
