package dev.nof1.schema.cli.workspace;

import dev.nof1.schema.cli.io.Invocation;
import dev.nof1.schema.environment.Environment;
import dev.nof1.schema.environment.MigrationsHome;
import dev.nof1.schema.environment.Surroundings;
import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.error.FileTrouble;
import dev.nof1.schema.hook.HookFiles;
import dev.nof1.schema.repository.LoaderFactory;
import dev.nof1.schema.repository.MigrationSource;
import dev.nof1.schema.repository.RepositoryPaths;
import dev.nof1.schema.repository.ScriptSettings;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Extensions that a repository brings beside its scripts: hooks, and jars with script engines,
 * loaders of migrations and drivers. Jars are looked for in {@code drivers/} (or {@code
 * --driverpath}), {@code driver_path}, and where the stock tool has them, {@code
 * $MIGRATIONS_HOME/lib}.
 */
public final class Extensions {
  private final RepositoryPaths paths;
  private final boolean isRepository;
  private final Environment environment;
  private final Surroundings around;
  private final Path working;
  private @Nullable ClassLoader classLoader;

  private Extensions(
      RepositoryPaths paths,
      boolean isRepository,
      Environment environment,
      Surroundings around,
      Path working) {
    this.paths = paths;
    this.isRepository = isRepository;
    this.environment = environment;
    this.around = around;
    this.working = working;
  }

  static Extensions of(
      RepositoryOptions options,
      Invocation invocation,
      RepositoryLocation location,
      Environment environment) {
    Path working = invocation.workingDirectory();
    if (options.driverFolder != null && !Files.isDirectory(working.resolve(options.driverFolder))) {
      throw new ConfigurationException(
          "%s is not a folder, so there are no jars to read. Nothing was run. Check --driverpath."
              .formatted(working.resolve(options.driverFolder).normalize()));
    }
    Path base = location.base();
    RepositoryPaths paths =
        new RepositoryPaths(
            base,
            location.environments(),
            location.scripts().orElse(base.resolve("scripts")),
            working.resolve(
                options.driverFolder == null ? base.resolve("drivers") : options.driverFolder),
            working.resolve(
                options.hookFolder == null ? base.resolve("hooks") : options.hookFolder));
    return new Extensions(
        paths, !location.isNof1(), environment, invocation.surroundings(), working);
  }

  /** The migrations of a {@code FileMigrationLoaderFactory}, where a jar brings one. */
  public Optional<MigrationSource> source() {
    return isRepository
        ? LoaderFactory.find(
            classLoader(),
            paths,
            paths.environments().resolve(environment.name() + ".properties"),
            environment.changelog())
        : Optional.empty();
  }

  /** The hooks that the environment names; each line they print goes to {@code output}. */
  HookFiles hooks(ScriptSettings settings, Consumer<String> output) {
    return new HookFiles(
        environment.hooks(),
        paths,
        settings,
        environment.hooks().isEmpty() ? Extensions.class.getClassLoader() : classLoader(),
        output);
  }

  /** The folder in which a jar is looked for first, for messages. */
  Path drivers() {
    return environment.driverPath().map(working::resolve).orElse(paths.drivers()).normalize();
  }

  /**
   * The program's class loader, or, where there are jars, one that asks the program's first; it
   * lasts for the command.
   */
  public ClassLoader classLoader() {
    ClassLoader known = classLoader;
    if (known == null) {
      known = Extensions.class.getClassLoader();
      List<URL> jars = jars();
      if (!jars.isEmpty()) {
        known = new URLClassLoader(jars.toArray(URL[]::new), known);
      }
      classLoader = known;
    }
    return known;
  }

  private List<URL> jars() {
    List<URL> jars = new ArrayList<>();
    // Where both have a class, the stock tool takes that of driver_path.
    environment.driverPath().ifPresent(folder -> addJars(working.resolve(folder), jars));
    addJars(paths.drivers(), jars);
    MigrationsHome.folder(around)
        .ifPresent(home -> addJars(working.resolve(home).resolve("lib"), jars));
    return jars;
  }

  private static void addJars(Path folder, List<URL> jars) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path jar : files.filter(Extensions::isJar).sorted().toList()) {
        jars.add(url(jar));
      }
    } catch (IOException e) {
      throw new ConfigurationException(
          "The folder of the jars, %s, cannot be read: %s."
              .formatted(folder, FileTrouble.reason(e)),
          e);
    }
  }

  /** A hidden file is none, such as {@code ._driver.jar} of macOS. */
  private static boolean isJar(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".jar") && !name.startsWith(".");
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new ConfigurationException("The jar " + jar + " has no URL: " + e.getMessage(), e);
    }
  }
}
