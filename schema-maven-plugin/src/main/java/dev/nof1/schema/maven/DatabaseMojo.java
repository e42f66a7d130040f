package dev.nof1.schema.maven;

import dev.nof1.schema.cli.io.Console;
import dev.nof1.schema.cli.workspace.RepositoryOptions;
import dev.nof1.schema.cli.workspace.Workspace;
import dev.nof1.schema.error.SchemaException;
import dev.nof1.schema.postgres.ServerSettings;
import dev.nof1.schema.scratch.MigratedServer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Gives a database to the plugins that run after it: an embedded server with all migrations of the
 * project applied, which is there until the build ends. Its address is set as properties of the
 * project.
 */
@Mojo(name = "database", defaultPhase = LifecyclePhase.INITIALIZE, threadSafe = true)
public final class DatabaseMojo extends RepositoryMojo {
  /** First part of the properties' names: PREFIX.url, PREFIX.user and PREFIX.password. */
  @Parameter(property = "schema.prefix", defaultValue = "schema.database")
  private String prefix = "schema.database";

  /**
   * Version of PostgreSQL among those on the plugin's class path, such as 18. Default: the newest.
   */
  @Parameter(property = "schema.postgres")
  private @Nullable String postgres;

  /** Constructs a goal whose parameters Maven fills in. */
  public DatabaseMojo() {}

  @Override
  void run(RepositoryChoice choice) throws MojoExecutionException, MojoFailureException {
    try {
      give(start(choice));
    } catch (SchemaException e) {
      throw new MojoFailureException(String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw new MojoExecutionException(String.valueOf(e.getMessage()));
    }
  }

  private MigratedServer start(RepositoryChoice choice) throws MojoExecutionException {
    Log log = getLog();
    RepositoryOptions options = new RepositoryOptions();
    options.environment = env();
    options.path = choice.path().map(Path::of).orElse(null);
    options.environmentFolder = envpath().orElse(null);
    options.scriptFolder = scriptpath().orElse(null);
    PrintWriter lines = new PrintWriter(new LineWriter(log::info));
    Workspace workspace = Workspace.of(options, invocation(choice), new Console(lines, lines));
    workspace.environment().warnings().forEach(log::warn);
    ServerSettings settings = ServerSettings.defaults().withProgress(log::info);
    return MigratedServer.start(
        workspace.source(),
        workspace.settings(),
        workspace.environment().changelog(),
        postgres == null ? settings : settings.withVersion(postgres));
  }

  private void give(MigratedServer server) {
    BuildEnd.close(session(), server::close);
    Properties properties = project().getProperties();
    properties.setProperty(prefix + ".url", server.url());
    properties.setProperty(prefix + ".user", server.user());
    properties.setProperty(prefix + ".password", server.password());
    getLog()
        .info(
            "%s.url is a migrated database, on %s until the build ends.".formatted(prefix, server));
  }
}
