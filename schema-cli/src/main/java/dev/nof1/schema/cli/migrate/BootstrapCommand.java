package dev.nof1.schema.cli.migrate;

import dev.nof1.schema.cli.io.Console;
import dev.nof1.schema.cli.io.ExitCode;
import dev.nof1.schema.cli.report.ConsoleListener;
import dev.nof1.schema.cli.workspace.CommandContext;
import dev.nof1.schema.cli.workspace.Database;
import dev.nof1.schema.hook.Hooks;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
  private final CommandContext context;

  @Option(names = "--force", description = "Runs it where there is a changelog already, too.")
  private boolean force;

  public BootstrapCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Console console = context.console();
    try (Database database = context.workspace().open()) {
      boolean ran =
          database
              .migrations(ConsoleListener.of(context.invocation(), console), Hooks.NONE)
              .bootstrap(force);
      console.result(
          ran
              ? "Ran bootstrap.sql."
              : "Not run: there is a changelog already, so the time of bootstrap.sql is over. '--force' runs it nevertheless.");
    }
    return ExitCode.DONE;
  }
}
