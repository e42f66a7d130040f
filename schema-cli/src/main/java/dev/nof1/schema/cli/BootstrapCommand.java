package dev.nof1.schema.cli;

import dev.nof1.schema.MigrationListener;
import dev.nof1.schema.changelog.LockHolder;
import dev.nof1.schema.hook.Hooks;
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
final class BootstrapCommand implements Callable<Integer> {
  @ParentCommand private SchemaCli cli;

  @Option(names = "--force", description = "Runs it where there is a changelog already, too.")
  private boolean force;

  @Override
  public Integer call() {
    Console console = cli.console();
    try (Database database = cli.workspace().open()) {
      boolean ran = database.migrations(listener(console), Hooks.NONE).bootstrap(force);
      console.result(
          ran
              ? "Ran bootstrap.sql."
              : "Not run: there is a changelog already, so the time of bootstrap.sql is over. '--force' runs it nevertheless.");
    }
    return ExitCode.DONE;
  }

  private static MigrationListener listener(Console console) {
    return new MigrationListener() {
      @Override
      public void waiting(LockHolder holder) {
        console.note("Waiting for another migrator: " + holder + ".");
      }

      @Override
      public void notice(String text) {
        console.note(text);
      }
    };
  }
}
