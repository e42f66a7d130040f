package dev.nof1.schema.junit.contract;

import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.junit.server.Configuration;
import dev.nof1.schema.repository.file.ClasspathResource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * File that declares a schema.
 *
 * @param name as people write it
 * @param sql its text
 */
record SchemaFile(String name, String sql) {
  private static final String USUAL = "schema.sql";

  /**
   * Finder of the file.
   *
   * @param migrations the folder of the migrations, if it has one
   * @param classLoader the one to ask
   */
  record Finder(Optional<String> migrations, ClassLoader classLoader) {

    /** Reads the named one, or the usual one if there is one. */
    Optional<SchemaFile> find(Optional<String> named) {
      if (named.isPresent()) {
        return Optional.of(
            read(named.get())
                .orElseThrow(
                    () ->
                        new ConfigurationException(
                            "There is no file %s, which schemaFile() names. Write classpath:folder/file.sql, or a file relative to %s."
                                .formatted(named.get(), Path.of("").toAbsolutePath()))));
      }
      return migrations.flatMap(folder -> read(beside(folder)));
    }

    private static String beside(String folder) {
      if (folder.startsWith(Configuration.CLASSPATH)) {
        String path = folder.replaceFirst("/+$", "");
        int slash = path.lastIndexOf('/');
        return (slash < 0 ? Configuration.CLASSPATH : path.substring(0, slash + 1)) + USUAL;
      }
      return Path.of(folder).toAbsolutePath().normalize().resolveSibling(USUAL).toString();
    }

    private Optional<SchemaFile> read(String name) {
      try {
        if (name.startsWith(Configuration.CLASSPATH)) {
          String resource = name.substring(Configuration.CLASSPATH.length());
          try (InputStream in = ClasspathResource.open(resource, classLoader).orElse(null)) {
            return in == null
                ? Optional.empty()
                : Optional.of(
                    new SchemaFile(name, new String(in.readAllBytes(), StandardCharsets.UTF_8)));
          }
        }
        Path file = Path.of(name);
        return Files.isRegularFile(file)
            ? Optional.of(new SchemaFile(name, Files.readString(file)))
            : Optional.empty();
      } catch (IOException e) {
        throw new ConfigurationException(
            "The file %s cannot be read: %s.".formatted(name, e.getMessage()), e);
      }
    }
  }
}
