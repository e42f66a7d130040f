package dev.nof1.schema.cli.server;

import dev.nof1.schema.cli.SchemaCli;
import dev.nof1.schema.cli.io.Console;
import dev.nof1.schema.cli.io.Invocation;
import dev.nof1.schema.cli.workspace.Database;
import dev.nof1.schema.cli.workspace.Workspace;
import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.postgres.DetachedServer;
import dev.nof1.schema.postgres.EmbeddedServer;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code schema-cli db}: the embedded development server; its subcommands do the work. */
@Command(
    name = "db",
    description = "Starts, stops and opens the embedded development server.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DbStartCommand.class,
      DbStopCommand.class,
      DbUrlCommand.class,
      DbPsqlCommand.class
    },
    footer = {"", "Examples:", "  schema-cli db start", "  schema-cli db psql"})
public final class DbCommand implements Runnable {
  @ParentCommand private SchemaCli cli;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Name what to do: 'db start', 'db stop', 'db url' or 'db psql'.");
  }

  Console console() {
    return cli.console();
  }

  Invocation invocation() {
    return cli.invocation();
  }

  /** Where the development server's data is. */
  Workspace workspace() {
    Workspace workspace = cli.workspace();
    if (!workspace.environment().embedded()) {
      throw new ConfigurationException(
          "The environment '%s' has a server of its own, which is not this program's to start, stop or open. 'db' is for environments of the project itself that say embedded=true, while neither NOF1_DB_HOST nor MIGRATIONS_URL names a server; not for --path. To use that server for another repository: 'db start --port=5433' without --path, and as the repository's url what 'db url --with-password' prints."
              .formatted(workspace.environment().name()));
    }
    return workspace;
  }

  static Optional<EmbeddedServer> running(Workspace workspace) {
    return DetachedServer.find(
        Database.serverFolder(workspace), Database.serverSettings(workspace));
  }
}
