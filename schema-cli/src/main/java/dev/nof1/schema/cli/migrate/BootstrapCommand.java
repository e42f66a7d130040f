package dev.nof1.schema.cli.migrate;

import dev.nof1.schema.cli.SchemaCli;
import dev.nof1.schema.cli.io.Console;
import dev.nof1.schema.cli.io.ExitCode;
import dev.nof1.schema.cli.workspace.Database;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code schema-cli bootstrap}. */
@Command(
    name = "bootstrap",
    description =
        "Runs bootstrap.sql, which makes what was there before the first migration; in one transaction, and only where there is no changelog yet.",
    footer = {
      "",
      "Examples:",
      "  schema-cli bootstrap",
      "  schema-cli bootstrap --force    where migrations are applied already, too"
    })
public final class BootstrapCommand implements Callable<Integer> {
  @ParentCommand private SchemaCli cli;

  @Option(names = "--force", description = "Runs it where there is a changelog already, too.")
  private boolean force;

  @Override
  public Integer call() {
    Console console = cli.console();
    try (Database database = cli.workspace().open()) {
      boolean ran = Change.migrations(cli, database).bootstrap(force);
      console.result(
          ran
              ? "Ran bootstrap.sql."
              : "Not run: there is a changelog already, so the time of bootstrap.sql is over. '--force' runs it nevertheless.");
    }
    return ExitCode.DONE;
  }
}
