package dev.nof1.schema.cli.server;

import dev.nof1.schema.cli.io.ExitCode;
import dev.nof1.schema.cli.workspace.CommandContext;
import dev.nof1.schema.cli.workspace.Database;
import dev.nof1.schema.cli.workspace.Workspace;
import dev.nof1.schema.postgres.NamedDatabase;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code schema-cli create-db}. */
@Command(
    name = "create-db",
    description = {
      "Creates the environment's database, empty, if it is not there.",
      "Connects to the database 'postgres' or 'template1' as the environment's user."
    },
    footer = {"", "Examples:", "  schema-cli create-db", "  schema-cli create-db --env=production"})
public final class CreateDbCommand implements Callable<Integer> {
  private final CommandContext context;

  public CreateDbCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Workspace workspace = context.workspace();
    workspace.announce();
    try (Database database = Database.find(workspace)) {
      NamedDatabase named = database.named();
      context
          .console()
          .result(
              named.create()
                  ? "Created the database %s.".formatted(named.name())
                  : "Nothing to do: the database %s exists.".formatted(named.name()));
    }
    return ExitCode.DONE;
  }
}
