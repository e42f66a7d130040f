package dev.nof1.schema.maven;

import dev.nof1.schema.cli.io.Invocation;
import dev.nof1.schema.cli.io.StatedEnvironment;
import dev.nof1.schema.environment.Surroundings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/**
 * Goal that is about a repository and an environment. Maven fills in its parameters and calls it
 * once, so it is used by one thread.
 */
abstract class RepositoryMojo extends AbstractMojo {
  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  private MavenProject project;

  @Parameter(defaultValue = "${session}", readonly = true, required = true)
  private MavenSession session;

  @Inject private SettingsDecrypter decrypter;

  /** Environment: a file NAME.properties in env/ or environments/. */
  @Parameter(property = "schema.env", defaultValue = Environments.DEFAULT)
  private String env = Environments.DEFAULT;

  /** Keys of an environment file, such as url and username, which count instead of a file. */
  @Parameter private @Nullable Map<String, String> environment;

  /** Id of a server in settings.xml, whose username and password are used for the connection. */
  @Parameter(property = "schema.server")
  private @Nullable String server;

  /**
   * Folder of the repository, relative to the project's, or nof1: for the migrations that come with
   * the plugin. Default: the project's own folder, or the nearest one above it that is a
   * repository.
   */
  @Parameter(property = RepositoryChoice.PATH)
  private @Nullable String path;

  /** Folder of the environment files, where it is not the repository's. */
  @Parameter(property = "schema.envpath")
  private @Nullable String envpath;

  /** Folder of the scripts, where it is not the repository's. */
  @Parameter(property = "schema.scriptpath")
  private @Nullable String scriptpath;

  /**
   * Folder of jars with JDBC drivers, script engines and loaders; default: the repository's
   * drivers/.
   */
  @Parameter(property = "schema.driverpath")
  private @Nullable String driverpath;

  /** Folder of the hooks, where it is not the repository's hooks/. */
  @Parameter(property = "schema.hookpath")
  private @Nullable String hookpath;

  /** Does nothing. */
  @Parameter(property = "schema.skip", defaultValue = "false")
  private boolean skip;

  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("Skipped, because skip is set.");
      return;
    }
    RepositoryChoice choice = RepositoryChoice.of(project, session, path, scriptpath);
    if (!choice.concerns()) {
      getLog().info("Nothing to do: " + choice.reason());
      return;
    }
    run(choice);
  }

  /** Does what the goal is for, with the repository of this project. */
  abstract void run(RepositoryChoice choice) throws MojoExecutionException, MojoFailureException;

  MavenProject project() {
    return project;
  }

  MavenSession session() {
    return session;
  }

  String env() {
    return env;
  }

  Optional<Path> envpath() {
    return Optional.ofNullable(envpath).map(Path::of);
  }

  Optional<Path> scriptpath() {
    return Optional.ofNullable(scriptpath).map(Path::of);
  }

  /** Adds the options that name repository and environment. */
  Arguments repository(Arguments arguments, RepositoryChoice choice) {
    return arguments
        .option("--env", env)
        .option("--path", choice.path().orElse(null))
        .option("--envpath", envpath)
        .option("--scriptpath", scriptpath)
        .option("--driverpath", driverpath)
        .option("--hookpath", hookpath);
  }

  /**
   * Circumstances in which the goal runs: the project's folder, and the environment of the build.
   */
  Invocation invocation(RepositoryChoice choice) throws MojoExecutionException {
    Surroundings around =
        BuildSurroundings.of(
            session, ServerCredentials.of(server, session.getSettings(), decrypter));
    Optional<StatedEnvironment> stated =
        Environments.stated(project, environment, env, choice, envpath);
    return new Invocation(around, choice.folder(), Optional.empty(), stated);
  }
}
