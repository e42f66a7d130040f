package dev.nof1.schema.cli.server;

import dev.nof1.schema.cli.io.ExitCode;
import dev.nof1.schema.cli.workspace.CommandContext;
import dev.nof1.schema.cli.workspace.Database;
import dev.nof1.schema.cli.workspace.Workspace;
import dev.nof1.schema.postgres.DetachedServer;
import dev.nof1.schema.postgres.EmbeddedServer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code schema-cli db start}. */
@Command(
    name = "start",
    description = "Starts the embedded server and leaves it running; other commands then use it.",
    footer = {"", "Examples:", "  schema-cli db start", "  schema-cli db start --port=5433"})
final class DbStartCommand implements Callable<Integer> {
  private final CommandContext context;
  @Spec private CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "Where it listens on 127.0.0.1 (default: any port that is free).")
  private int port;

  DbStartCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (port < 0 || port > 65535) {
      throw new ParameterException(
          spec.commandLine(), "'%d' is not a port: give 1 to 65535.".formatted(port));
    }
    Workspace workspace = DevelopmentServer.workspace(context);
    workspace.announce();
    boolean before = DevelopmentServer.running(workspace).isPresent();
    EmbeddedServer server =
        DetachedServer.start(
            Database.serverFolder(workspace), Database.serverSettings(workspace), port);
    try (Database database = Database.onCreated(server, workspace)) {
      context
          .console()
          .result(
              "%s %s, with the database %s."
                  .formatted(
                      server, before ? "is running already" : "runs", database.named().name()));
    }
    context.console().note("Its data is in %s.".formatted(Database.serverFolder(workspace)));
    context.console().note("'schema-cli db stop' ends it; 'db url' and 'db psql' lead to it.");
    return ExitCode.DONE;
  }
}
