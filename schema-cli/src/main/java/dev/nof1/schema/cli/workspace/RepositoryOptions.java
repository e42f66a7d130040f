package dev.nof1.schema.cli.workspace;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command takes, before or after its name. */
public final class RepositoryOptions {

  @Option(
      names = "--env",
      scope = ScopeType.INHERIT,
      paramLabel = "NAME",
      defaultValue = "development",
      description = "The environment: a file NAME.properties (default: ${DEFAULT-VALUE}).")
  public String environment = "development";

  @Option(
      names = "--path",
      scope = ScopeType.INHERIT,
      paramLabel = "REPO",
      description =
          "The MyBatis Migrations repository: a folder with environments/ and scripts/, or a Maven project; nof1: for the one that comes with the program (default: SCHEMA_CLI_PATH, this folder, or the nearest one above it that is a repository).")
  public @Nullable Path path;

  @Option(
      names = "--envpath",
      scope = ScopeType.INHERIT,
      paramLabel = "DIR",
      description = "The folder of the environment files, where it is not the repository's.")
  public @Nullable Path environmentFolder;

  @Option(
      names = "--scriptpath",
      scope = ScopeType.INHERIT,
      paramLabel = "DIR",
      description = "The folder of the scripts, where it is not the repository's.")
  public @Nullable Path scriptFolder;

  @Option(
      names = "--driverpath",
      scope = ScopeType.INHERIT,
      paramLabel = "DIR",
      description =
          "The folder of jars with JDBC drivers, script engines and loaders, where it is not the repository's drivers/.")
  @Nullable Path driverFolder;

  @Option(
      names = "--hookpath",
      scope = ScopeType.INHERIT,
      paramLabel = "DIR",
      description = "The folder of the hooks, where it is not the repository's hooks/.")
  @Nullable Path hookFolder;

  @Option(
      names = "--trace",
      scope = ScopeType.INHERIT,
      description = "Says of a failure also where in the program it arose.")
  public boolean trace;

  /** Copy of the options that names another repository, and where its files are. */
  RepositoryOptions at(Path repository, Path environments, Path scripts) {
    RepositoryOptions copy = new RepositoryOptions();
    copy.environment = environment;
    copy.path = repository;
    copy.environmentFolder = environments;
    copy.scriptFolder = scripts;
    copy.driverFolder = driverFolder;
    copy.hookFolder = hookFolder;
    copy.trace = trace;
    return copy;
  }
}
