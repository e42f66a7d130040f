package dev.nof1.schema.cli.workspace;

import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.error.FileTrouble;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Layouts of a repository: where scripts and environments lie below its folder. */
public enum RepositoryLayout {
  /** Layout of MyBatis Migrations: {@code scripts/} and {@code environments/}. */
  MYBATIS("scripts") {
    @Override
    public Path environments(Path repository) {
      return repository.resolve(ENVIRONMENTS);
    }
  },

  /**
   * Layout of a Maven project: scripts among the resources, from where an application reads them,
   * too, and environments in {@code env/} or {@code environments/}, which no artifact contains.
   */
  MAVEN("src/main/resources/db/migrations") {
    @Override
    public Path environments(Path repository) {
      Path env = repository.resolve("env");
      Path environments = repository.resolve(ENVIRONMENTS);
      // Programs of other languages call their own folders env, too.
      return hasEnvironments(env) || !Files.isDirectory(environments) ? env : environments;
    }
  };

  private static final String ENVIRONMENTS = "environments";

  private final String scripts;

  RepositoryLayout(String scripts) {
    this.scripts = scripts;
  }

  /** Folder of the scripts, whether it is there or not. */
  public Path scripts(Path repository) {
    return repository.resolve(scripts);
  }

  /** Folder of the environment files, whether it is there or not. */
  public abstract Path environments(Path repository);

  /**
   * Finds the layout of a folder; empty where the folder is no repository. One with an environment
   * goes before one without, since many projects have folders called {@code scripts} and {@code
   * environments} for something else.
   */
  public static Optional<RepositoryLayout> of(Path folder) {
    return Arrays.stream(values())
        .filter(
            layout ->
                Files.isDirectory(layout.scripts(folder))
                    && hasEnvironments(layout.environments(folder)))
        .findFirst()
        .or(
            () ->
                Optional.of(MYBATIS)
                    .filter(layout -> Files.isDirectory(layout.scripts(folder)))
                    .filter(layout -> Files.isDirectory(layout.environments(folder))));
  }

  /**
   * Layout of a folder that the user has named, which may lack its environments: Maven's where
   * there are its scripts, since many projects have a folder {@code scripts} for something else.
   */
  public static RepositoryLayout ofNamed(Path folder) {
    return of(folder).orElse(Files.isDirectory(MAVEN.scripts(folder)) ? MAVEN : MYBATIS);
  }

  /** Checks whether a folder is there and has an environment file. */
  public static boolean hasEnvironments(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.properties")) {
      return files.iterator().hasNext();
    } catch (IOException e) {
      throw new ConfigurationException(
          "The folder " + folder + " cannot be read: " + FileTrouble.reason(e) + ".", e);
    }
  }
}
