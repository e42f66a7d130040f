package dev.nof1.schema.cli;

import dev.nof1.schema.Status;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code schema-cli current}. */
@Command(
    name = "current",
    description = "Shows the newest applied migration, or 'base'.",
    footer = {"", "Examples:", "  schema-cli current", "  schema-cli current --format json"})
final class CurrentCommand implements Callable<Integer>, Question {
  @ParentCommand private SchemaCli cli;
  @Mixin private OutputFormat format;

  @Override
  public Integer call() {
    try (Database database = cli.workspace().open()) {
      Status status = database.migrations().status();
      if (format.json()) {
        StatusJson.writeCurrent(database.environment(), status, cli.console().out());
        return ExitCode.DONE;
      }
      cli.console()
          .result(status.current().map(m -> m.version() + " " + m.description()).orElse("base"));
    }
    return ExitCode.DONE;
  }
}
