package dev.nof1.schema.cli.server;

import dev.nof1.schema.cli.io.ExitCode;
import dev.nof1.schema.cli.workspace.CommandContext;
import dev.nof1.schema.cli.workspace.Database;
import dev.nof1.schema.cli.workspace.Workspace;
import dev.nof1.schema.postgres.DetachedServer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code schema-cli db stop}. */
@Command(
    name = "stop",
    description = "Stops the server that 'db start' left running; its data stays.",
    footer = {"", "Examples:", "  schema-cli db stop", "  schema-cli db stop --quiet"})
final class DbStopCommand implements Callable<Integer> {
  private final CommandContext context;

  DbStopCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Workspace workspace = DevelopmentServer.workspace(context);
    boolean stopped =
        DetachedServer.stop(Database.serverFolder(workspace), Database.serverSettings(workspace));
    context
        .console()
        .result(
            stopped
                ? "The server is stopped; its data stays in %s."
                    .formatted(Database.serverFolder(workspace))
                : "Nothing to do: no server was left running.");
    return ExitCode.DONE;
  }
}
