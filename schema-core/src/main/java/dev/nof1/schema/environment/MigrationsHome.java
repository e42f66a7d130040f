package dev.nof1.schema.environment;

import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.error.FileTrouble;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * MyBatis's settings for all repositories of a user: {@code migration.properties} in the folder
 * that {@code MIGRATIONS_HOME} names, or else the system property {@code migrationsHome}. Its keys
 * are {@code idpattern}, {@code color} and {@code new_command.template}. Immutable.
 */
public final class MigrationsHome {
  private static final String FILE = "migration.properties";

  private final @Nullable Path folder;
  private final Properties properties;

  private MigrationsHome(@Nullable Path folder, Properties properties) {
    this.folder = folder;
    this.properties = properties;
  }

  /**
   * Reads the settings; without a folder or a file there are none.
   *
   * @param around what the process was started with
   * @return the settings
   * @throws ConfigurationException if the file is there, but cannot be read
   */
  public static MigrationsHome of(Surroundings around) {
    Path folder = folder(around).orElse(null);
    Properties properties = new Properties();
    if (folder == null) {
      return new MigrationsHome(null, properties);
    }
    try (InputStream in = Files.newInputStream(folder.resolve(FILE))) {
      properties.load(in);
    } catch (NoSuchFileException e) {
      // MyBatis does without it, too.
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigurationException(
          "%s cannot be read: %s. Fix it, or unset MIGRATIONS_HOME."
              .formatted(folder.resolve(FILE), FileTrouble.reason(e)),
          e);
    }
    return new MigrationsHome(folder, properties);
  }

  /**
   * Finds the folder.
   *
   * @param around what the process was started with
   * @return it, whether it is there or not; empty where none is named
   */
  public static Optional<Path> folder(Surroundings around) {
    return Stream.of(
            around.variables().get("MIGRATIONS_HOME"),
            around.properties().get("migrationsHome"),
            around.properties().get("migrationHome"))
        .filter(name -> name != null && !name.isEmpty())
        .findFirst()
        .map(Path::of);
  }

  /**
   * Gives a setting.
   *
   * @param key such as {@code idpattern}
   * @return its value, if it has one
   */
  public Optional<String> setting(String key) {
    return Optional.ofNullable(properties.getProperty(key)).filter(value -> !value.isBlank());
  }

  /**
   * Finds the template of {@code new}.
   *
   * @return a file, which need not exist; empty where none is set
   */
  public Optional<Path> newTemplate() {
    return folder == null ? Optional.empty() : setting("new_command.template").map(folder::resolve);
  }
}
