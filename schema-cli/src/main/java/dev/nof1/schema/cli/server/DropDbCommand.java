package dev.nof1.schema.cli.server;

import dev.nof1.schema.cli.SchemaCli;
import dev.nof1.schema.cli.io.Confirmation;
import dev.nof1.schema.cli.io.Console;
import dev.nof1.schema.cli.io.ExitCode;
import dev.nof1.schema.cli.workspace.Database;
import dev.nof1.schema.postgres.NamedDatabase;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

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
  @ParentCommand private SchemaCli cli;

  @Mixin private Confirmation confirmation;

  @Option(names = "--force", description = "End the sessions that are connected to it.")
  private boolean force;

  @Override
  public Integer call() {
    Console console = cli.console();
    try (Database database = Database.find(cli.workspace())) {
      NamedDatabase named = database.named();
      if (!confirmation.given(
          cli.invocation(),
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
