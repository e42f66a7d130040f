package dev.nof1.schema.cli.workspace;

import dev.nof1.schema.OfflineMigrations;
import dev.nof1.schema.cli.io.Console;
import dev.nof1.schema.cli.io.Invocation;
import dev.nof1.schema.environment.Environment;
import dev.nof1.schema.environment.Surroundings;
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
 * @param location where the repository lies
 * @param console where progress is reported
 * @param extensions what the repository brings beside scripts
 */
public record Workspace(
    Environment environment, RepositoryLocation location, Console console, Extensions extensions) {
  private static final String SCHEMA_FILE = "schema.sql";

  public static Workspace of(RepositoryOptions options, Invocation invocation, Console console) {
    RepositoryLocation location = RepositorySearch.of(options, invocation);
    Surroundings around = invocation.surroundings();
    Environment environment =
        location.isNof1()
            ? Environment.ofProject(
                location.environments(),
                options.environment,
                location.base().resolve(".env"),
                around)
            : ofRepository(location, options, invocation);
    return new Workspace(
        environment, location, console, Extensions.of(options, invocation, location, environment));
  }

  private static Environment ofRepository(
      RepositoryLocation location, RepositoryOptions options, Invocation invocation) {
    Surroundings around = invocation.surroundings();
    return invocation
        .environment()
        .map(
            stated ->
                Environment.ofSettings(
                    options.environment, stated.place(), stated.settings(), around))
        .orElseGet(
            () -> Environment.ofRepository(location.environments(), options.environment, around));
  }

  /** Names the repository for people. */
  public String name() {
    return location.toString();
  }

  /** Folder of the scripts; none where those that come with the program are used. */
  public Optional<Path> scripts() {
    return location.scripts();
  }

  /** File that declares the schema at head, beside the folder of the scripts, if it is there. */
  public Optional<Path> schemaFile() {
    return scripts()
        .map(folder -> folder.toAbsolutePath().normalize().resolveSibling(SCHEMA_FILE))
        .filter(Files::isRegularFile);
  }

  public MigrationSource source() {
    return extensions
        .source()
        .orElseGet(() -> scripts().map(MigrationSource::folder).orElseGet(MigrationSource::nof1));
  }

  /** Folder for new scripts. */
  public Path scriptFolder() {
    return scripts()
        .orElseThrow(
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

  /** Names the repository and the database that a command is about to change. */
  public void announce() {
    console.note(
        "Repository %s, environment %s: %s."
            .formatted(location, environment.name(), Database.address(this)));
  }

  /** Opens the database for a change, and names it before. */
  public Database open() {
    announce();
    return Database.open(this);
  }
}
