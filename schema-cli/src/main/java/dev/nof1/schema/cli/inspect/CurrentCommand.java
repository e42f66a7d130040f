package dev.nof1.schema.cli.inspect;

import dev.nof1.schema.cli.io.ExitCode;
import dev.nof1.schema.cli.io.OutputFormat;
import dev.nof1.schema.cli.io.Question;
import dev.nof1.schema.cli.report.StatusJson;
import dev.nof1.schema.cli.workspace.CommandContext;
import dev.nof1.schema.cli.workspace.Inquiry;
import dev.nof1.schema.plan.State;
import dev.nof1.schema.plan.Status;
import dev.nof1.schema.repository.Migration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code schema-cli current}. */
@Command(
    name = "current",
    description = "Shows the newest applied migration, or 'base'.",
    footer = {"", "Examples:", "  schema-cli current", "  schema-cli current --format json"})
public final class CurrentCommand implements Callable<Integer>, Question {
  private final CommandContext context;
  @Mixin private OutputFormat format;

  public CurrentCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (Inquiry inquiry = Inquiry.of(context.workspace())) {
      Status status = inquiry.status();
      if (format.json()) {
        StatusJson.writeCurrent(inquiry.environment(), status, context.console().out());
        return ExitCode.DONE;
      }
      List<Migration> missing = status.in(State.MISSING);
      if (!missing.isEmpty()) {
        context
            .console()
            .warn(
                "applied, but without a script here: %s."
                    .formatted(
                        missing.stream()
                            .map(Migration::toString)
                            .collect(Collectors.joining(", "))));
      }
      context
          .console()
          .result(status.current().map(m -> m.version() + " " + m.description()).orElse("base"));
    }
    return ExitCode.DONE;
  }
}
