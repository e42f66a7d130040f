package dev.nof1.schema.cli.server;

import dev.nof1.schema.cli.workspace.CommandContext;
import dev.nof1.schema.cli.workspace.Database;
import dev.nof1.schema.cli.workspace.Workspace;
import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.postgres.DetachedServer;
import dev.nof1.schema.postgres.EmbeddedServer;
import java.util.Optional;

/** Embedded server of the development environment, which {@code db} starts, stops and opens. */
final class DevelopmentServer {
  private DevelopmentServer() {}

  /**
   * Workspace that holds the data of the server.
   *
   * @throws ConfigurationException if the environment has a server of its own
   */
  static Workspace workspace(CommandContext context) {
    Workspace workspace = context.workspace();
    if (!workspace.environment().embedded()) {
      throw new ConfigurationException(
          "The environment '%s' has a server of its own, which is not this program's to start, stop or open. 'db' is for environments that say embedded=true, while neither MIGRATIONS_URL nor, for the nof1 migrations, NOF1_DB_HOST names a server."
              .formatted(workspace.environment().name()));
    }
    return workspace;
  }

  /** Server that {@code db start} left running. */
  static Optional<EmbeddedServer> running(Workspace workspace) {
    return DetachedServer.find(
        Database.serverFolder(workspace), Database.serverSettings(workspace));
  }
}
