package dev.nof1.schema.cli.server;

import dev.nof1.schema.cli.io.Confirmation;
import dev.nof1.schema.cli.io.Console;
import dev.nof1.schema.cli.io.ExitCode;
import dev.nof1.schema.cli.workspace.CommandContext;
import dev.nof1.schema.cli.workspace.Database;
import dev.nof1.schema.cli.workspace.Inquiry;
import dev.nof1.schema.cli.workspace.Workspace;
import dev.nof1.schema.postgres.NamedDatabase;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code schema-cli drop-db}. */
@Command(
    name = "drop-db",
    description = "Drops the environment's database with everything in it.",
    footer = {
      "",
      "Examples:",
      "  schema-cli drop-db          asks first",
      "  schema-cli drop-db --yes --force"
    })
public final class DropDbCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin private Confirmation confirmation;

  @Option(names = "--force", description = "End the sessions that are connected to it.")
  private boolean force;

  public DropDbCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Console console = context.console();
    Workspace workspace = context.workspace();
    workspace.announce();
    try (Inquiry inquiry = Inquiry.of(workspace)) {
      if (inquiry.database().isEmpty()) {
        console.result("Nothing to do: there is no database %s.".formatted(inquiry.embeddedName()));
        return ExitCode.DONE;
      }
      Database database = inquiry.database().get();
      NamedDatabase named = database.named();
      if (!confirmation.given(
          context.invocation(),
          console,
          "Drop the database %s (%s) with everything in it?"
              .formatted(named.name(), database.description()))) {
        return ExitCode.FAILED;
      }
      console.result(
          named.drop(force)
              ? "Dropped the database %s.".formatted(named.name())
              : "Nothing to do: there is no database %s.".formatted(named.name()));
    }
    return ExitCode.DONE;
  }
}
