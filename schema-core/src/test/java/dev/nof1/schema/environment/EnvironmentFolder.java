package dev.nof1.schema.environment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Environment files and a {@code .env} made up for a test, read in made-up surroundings. */
record EnvironmentFolder(Path path) {

  EnvironmentFolder file(String name, String... lines) {
    try {
      Files.writeString(path.resolve(name), String.join("\n", lines));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Environment project(String name, Map<String, String> variables) {
    return project(name, variables, Map.of());
  }

  Environment project(String name, Map<String, String> variables, Map<String, String> properties) {
    return Environment.ofProject(
        path, name, path.resolve(".env"), new Surroundings(variables, properties));
  }

  Environment repository(String name, Map<String, String> variables) {
    return repository(name, variables, Map.of());
  }

  Environment repository(
      String name, Map<String, String> variables, Map<String, String> properties) {
    return Environment.ofRepository(path, name, new Surroundings(variables, properties));
  }
}
