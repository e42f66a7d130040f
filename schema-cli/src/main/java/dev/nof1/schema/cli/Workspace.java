package dev.nof1.schema.cli;

import dev.nof1.schema.OfflineMigrations;
import dev.nof1.schema.environment.Environment;
import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.repository.MigrationSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * Which repository and which environment a command is about.
 *
 * @param environment what its file says
 * @param scripts the folder of the scripts; none where those that come with the program are used
 * @param data the folder of the embedded server's data
 * @param console where progress is told
 */
record Workspace(Environment environment, Optional<Path> scripts, Path data, Console console) {
  private static final String MIGRATIONS = "schema-core/src/main/resources/nof1/migrations";

  static Workspace of(RepositoryOptions options, Invocation invocation, Console console) {
    Path working = invocation.workingDirectory();
    if (options.path != null) {
      Path repository = working.resolve(options.path);
      refuseUnlessFolder(repository);
      return new Workspace(
          Environment.ofRepository(
              working.resolve(
                  options.environmentFolder == null
                      ? repository.resolve("environments")
                      : options.environmentFolder),
              options.environment,
              invocation.surroundings()),
          Optional.of(
              working.resolve(
                  options.scriptFolder == null
                      ? repository.resolve("scripts")
                      : options.scriptFolder)),
          repository.resolve(".nof1"),
          console);
    }
    Path home = invocation.home();
    Path environments =
        options.environmentFolder == null
            ? BundledEnvironments.orFolder(home.resolve("env"))
            : working.resolve(options.environmentFolder);
    return new Workspace(
        Environment.ofProject(
            environments, options.environment, home.resolve(".env"), invocation.surroundings()),
        options.scriptFolder == null
            ? invocation.checkout().map(checkout -> checkout.resolve(MIGRATIONS))
            : Optional.of(working.resolve(options.scriptFolder)),
        home.resolve(".nof1"),
        console);
  }

  MigrationSource source() {
    return scripts.map(MigrationSource::folder).orElseGet(MigrationSource::nof1);
  }

  /** Where new scripts go. */
  Path scriptFolder() {
    return scripts.orElseThrow(
        () ->
            new ConfigurationException(
                "The migrations in use come with the program and cannot be added to. Name a repository of your own with --path, or work in a checkout of this project."));
  }

  /** The system's clock in the environment's {@code time_zone}. */
  Clock clock() {
    return Clock.system(environment.timeZone());
  }

  /** The same migrations, for what needs no database. */
  OfflineMigrations offline() {
    return OfflineMigrations.of(
        source(), Database.settings(environment), environment.changelog(), clock());
  }

  Database open() {
    return Database.open(this);
  }

  private static void refuseUnlessFolder(Path repository) {
    if (!Files.isDirectory(repository)) {
      throw new ConfigurationException(
          "%s is not a folder, so it is no MyBatis Migrations repository. Check --path."
              .formatted(repository.normalize()));
    }
  }
}
