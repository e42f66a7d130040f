package dev.nof1.schema.cli.server;

import dev.nof1.schema.cli.io.ExitCode;
import dev.nof1.schema.cli.io.Question;
import dev.nof1.schema.cli.workspace.CommandContext;
import dev.nof1.schema.cli.workspace.Database;
import dev.nof1.schema.cli.workspace.Workspace;
import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.postgres.EmbeddedServer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code schema-cli db url}. */
@Command(
    name = "url",
    description = "Prints the address of the server that 'db start' left running.",
    footer = {
      "",
      "Examples:",
      "  schema-cli db url                        for Java",
      "  pg_dump \"$(schema-cli db url --psql --with-password)\""
    })
final class DbUrlCommand implements Callable<Integer>, Question {
  private final CommandContext context;

  @Option(names = "--psql", description = "As PostgreSQL's own programs want it.")
  private boolean libpq;

  @Option(
      names = "--with-password",
      description = "With the password in it, which is left out otherwise.")
  private boolean withPassword;

  DbUrlCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Workspace workspace = DevelopmentServer.workspace(context);
    EmbeddedServer server =
        DevelopmentServer.running(workspace)
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "No server was left running, so it has no address. Start it with 'schema-cli db start'."));
    String name = Database.on(server, workspace).named().name();
    // Neither user nor password holds anything that a URL would have to escape.
    String password = server.password();
    context
        .console()
        .result(
            libpq
                ? "postgresql://%s%s@%s:%d/%s"
                    .formatted(
                        server.user(),
                        withPassword ? ":" + password : "",
                        server.host(),
                        server.port(),
                        name)
                : "%s?user=%s%s"
                    .formatted(
                        server.jdbcUrl(name),
                        server.user(),
                        withPassword ? "&password=" + password : ""));
    return ExitCode.DONE;
  }
}
