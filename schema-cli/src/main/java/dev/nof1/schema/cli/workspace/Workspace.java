package dev.nof1.schema.cli.workspace;

import dev.nof1.schema.OfflineMigrations;
import dev.nof1.schema.cli.io.Console;
import dev.nof1.schema.cli.io.Invocation;
import dev.nof1.schema.environment.Environment;
import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.hook.HookFiles;
import dev.nof1.schema.repository.MigrationSource;
import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.sql.Delimiter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Workspace of a command: its repository and its environment.
 *
 * @param environment what its file says
 * @param scripts the folder of the scripts; none where those that come with the program are used
 * @param data the folder of the embedded server's data
 * @param console where progress is reported
 * @param extensions what the repository brings beside scripts
 */
public record Workspace(
    Environment environment,
    Optional<Path> scripts,
    Path data,
    Console console,
    Extensions extensions) {
  private static final String MIGRATIONS = "schema-core/src/main/resources/nof1/migrations";

  public static Workspace of(RepositoryOptions options, Invocation invocation, Console console) {
    Path working = invocation.workingDirectory();
    if (options.path != null) {
      Path repository = working.resolve(options.path);
      refuseUnlessFolder(repository);
      Path environments =
          working.resolve(
              options.environmentFolder == null
                  ? repository.resolve("environments")
                  : options.environmentFolder);
      Path scripts =
          working.resolve(
              options.scriptFolder == null ? repository.resolve("scripts") : options.scriptFolder);
      Environment environment =
          Environment.ofRepository(environments, options.environment, invocation.surroundings());
      return new Workspace(
          environment,
          Optional.of(scripts),
          repository.resolve(".nof1"),
          console,
          Extensions.of(options, invocation, repository, environments, scripts, environment));
    }
    Path home = invocation.home();
    Path environments =
        options.environmentFolder == null
            ? BundledEnvironments.orFolder(home.resolve("env"))
            : working.resolve(options.environmentFolder);
    Environment environment =
        Environment.ofProject(
            environments, options.environment, home.resolve(".env"), invocation.surroundings());
    Optional<Path> scripts =
        options.scriptFolder == null
            ? invocation.checkout().map(checkout -> checkout.resolve(MIGRATIONS))
            : Optional.of(working.resolve(options.scriptFolder));
    return new Workspace(
        environment,
        scripts,
        home.resolve(".nof1"),
        console,
        Extensions.of(
            options,
            invocation,
            home,
            environments,
            scripts.orElse(home.resolve("scripts")),
            environment));
  }

  public MigrationSource source() {
    return extensions
        .source()
        .orElseGet(() -> scripts.map(MigrationSource::folder).orElseGet(MigrationSource::nof1));
  }

  /** Folder for new scripts. */
  public Path scriptFolder() {
    return scripts.orElseThrow(
        () ->
            new ConfigurationException(
                "The migrations in use come with the program and cannot be added to. Name a repository of your own with --path, or work in a checkout of this project."));
  }

  /** The system's clock in the environment's {@code time_zone}. */
  public Clock clock() {
    return Clock.system(environment.timeZone());
  }

  /** Gives the migrations for work that needs no database. */
  public OfflineMigrations offline() {
    return OfflineMigrations.of(source(), settings(), environment.changelog(), clock());
  }

  /** Settings by which this environment has scripts read. */
  public ScriptSettings settings() {
    var said = environment.scriptOptions();
    // A script that is sent in one piece has no delimiter but the server's own.
    Delimiter delimiter =
        said.sendFullScript()
            ? Delimiter.SEMICOLON
            : new Delimiter(said.delimiter(), said.fullLineDelimiter());
    return new ScriptSettings(said.charset(), delimiter, environment.variables())
        .withSessionTimeZone(environment.sessionTimeZone())
        .withSecrets(environment.secretVariables());
  }

  /** The hooks that the environment names; what they print is reported as progress. */
  public HookFiles hooks() {
    return hooks(console::note);
  }

  /** The hooks that the environment names; each line they print goes to {@code output}. */
  public HookFiles hooks(Consumer<String> output) {
    return extensions.hooks(settings(), output);
  }

  public Database open() {
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
