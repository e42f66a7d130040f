package dev.nof1.schema.cli.author;

import dev.nof1.schema.cli.io.Templates;
import dev.nof1.schema.cli.workspace.RepositoryLayout;
import dev.nof1.schema.cli.workspace.RepositoryOptions;
import dev.nof1.schema.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Folders and files of a repository that is to be made.
 *
 * @param base its folder
 * @param environment the environment file
 * @param scripts the folder of the scripts
 * @param folders to create
 * @param files to create, with their texts
 * @param empty folders that must be empty or not there, but for files such as .git
 */
record NewRepository(
    Path base,
    Path environment,
    Path scripts,
    List<Path> folders,
    Map<Path, String> files,
    List<Path> empty) {

  static NewRepository of(
      Path base, RepositoryLayout layout, RepositoryOptions options, Path working, String id) {
    Path scripts =
        options.scriptFolder == null ? layout.scripts(base) : working.resolve(options.scriptFolder);
    Path environments =
        options.environmentFolder == null
            ? layout.environments(base)
            : working.resolve(options.environmentFolder);
    Path environment = environments.resolve(options.environment + ".properties");
    List<Path> folders = new ArrayList<>(List.of(environments, scripts));
    Map<Path, String> files = new LinkedHashMap<>();
    if (layout == RepositoryLayout.MYBATIS) {
      folders.add(base.resolve("drivers"));
      folders.add(base.resolve("hooks"));
      files.put(base.resolve("README.md"), Templates.read("README.md"));
    }
    files.put(environment, Templates.read("environment.properties"));
    files.put(scripts.resolve("bootstrap.sql"), Templates.read("bootstrap.sql"));
    files.put(scripts.resolve(id + "_create_changelog.sql"), Templates.read("changelog.sql"));
    return new NewRepository(
        base,
        environment,
        scripts,
        folders,
        files,
        // A Maven project is there before its migrations are.
        List.of(layout == RepositoryLayout.MAVEN ? scripts : base));
  }

  /** Refuses to write where something is; files of folders that options name may be elsewhere. */
  void refuseUnlessEmpty() throws IOException {
    for (Path folder : empty) {
      List<String> there = new ArrayList<>();
      if (Files.exists(folder)) {
        try (Stream<Path> entries = Files.list(folder)) {
          entries
              .map(entry -> entry.getFileName().toString())
              .filter(name -> !name.startsWith("."))
              .sorted()
              .limit(3)
              .forEach(there::add);
        }
      }
      refuse(folder, there);
    }
    refuse(
        base,
        files.keySet().stream()
            .filter(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS))
            .map(Path::toString)
            .toList());
  }

  private static void refuse(Path folder, List<String> there) {
    if (!there.isEmpty()) {
      throw new ConfigurationException(
          "%s is not empty (%s). Nothing was created. Name a folder that is empty or not there yet."
              .formatted(folder, String.join(", ", there)));
    }
  }
}
