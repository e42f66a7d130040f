package dev.nof1.schema.maven;

import dev.nof1.schema.cli.io.StatedEnvironment;
import dev.nof1.schema.cli.workspace.RepositoryLayout;
import java.io.File;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** Environments of a project: its POM's, or the files in its folder. */
final class Environments {
  static final String DEFAULT = "development";

  private Environments() {}

  /**
   * Finds the environment that the POM states. A project without any environment file has an empty
   * one, so that a goal that needs no database needs no file.
   *
   * @return empty where a file is to be read
   */
  static Optional<StatedEnvironment> stated(
      MavenProject project,
      @Nullable Map<String, String> environment,
      String name,
      RepositoryChoice choice,
      @Nullable String envpath) {
    if (environment != null && !environment.isEmpty()) {
      return Optional.of(new StatedEnvironment(place(project), values(environment)));
    }
    boolean hasFiles =
        !choice.isOwn()
            || envpath != null
            || RepositoryLayout.hasEnvironments(environments(choice.folder()));
    return hasFiles || !name.equals(DEFAULT)
        ? Optional.empty()
        : Optional.of(new StatedEnvironment(place(project), Map.of()));
  }

  private static Path environments(Path folder) {
    return RepositoryLayout.ofNamed(folder).environments(folder);
  }

  /** Leaves out what is empty in the POM, which Maven gives as null. */
  private static Map<String, String> values(Map<String, @Nullable String> environment) {
    Map<String, String> values = new HashMap<>();
    environment.forEach(
        (key, value) -> {
          if (value != null) {
            values.put(key, value);
          }
        });
    return values;
  }

  private static String place(MavenProject project) {
    @Nullable File pom = project.getFile();
    return "The <environment> of " + (pom == null ? "the POM" : pom);
  }
}
