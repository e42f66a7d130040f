package dev.nof1.schema.cli.inspect;

import dev.nof1.schema.cli.io.Console;
import dev.nof1.schema.cli.io.ExitCode;
import dev.nof1.schema.cli.io.Mark;
import dev.nof1.schema.cli.io.OutputFormat;
import dev.nof1.schema.cli.io.Question;
import dev.nof1.schema.cli.report.StatusJson;
import dev.nof1.schema.cli.report.StatusSummary;
import dev.nof1.schema.cli.workspace.CommandContext;
import dev.nof1.schema.cli.workspace.Inquiry;
import dev.nof1.schema.plan.MigrationStatus;
import dev.nof1.schema.plan.State;
import dev.nof1.schema.plan.Status;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code schema-cli status}. */
@Command(
    name = "status",
    description = "Shows each migration and whether it is applied.",
    footer = {
      "",
      "Examples:",
      "  schema-cli status",
      "  schema-cli status --format json",
      "  schema-cli status --exit-code"
    })
public final class StatusCommand implements Callable<Integer>, Question {
  private final CommandContext context;
  @Mixin private OutputFormat format;

  @Option(
      names = "--exit-code",
      description =
          "Exit with 1 when something is pending or unfinished, with 3 when that could not be found out.")
  private boolean exitCode;

  public StatusCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (Inquiry inquiry = Inquiry.of(context.workspace())) {
      Status status = inquiry.status();
      if (format.json()) {
        StatusJson.write(inquiry.environment(), status, context.console().out());
      } else {
        print(inquiry, status);
      }
      boolean clean =
          status.in(State.PENDING).isEmpty()
              && status.unfinished().isEmpty()
              && status.squashed().unapplied().isEmpty();
      return exitCode && !clean ? ExitCode.FAILED : ExitCode.DONE;
    }
  }

  private void print(Inquiry inquiry, Status status) {
    Console console = context.console();
    int width =
        status.migrations().stream()
            .mapToInt(m -> m.migration().version().length())
            .max()
            .orElse(2);
    String row = "%-" + Math.max(2, width) + "s  %-19s  %s";
    console.result("Environment %s: %s".formatted(inquiry.environment(), inquiry.description()));
    console.result(Mark.NONE, row.formatted("ID", "Applied at", "Description"));
    for (MigrationStatus m : status.migrations()) {
      console.result(mark(m), row.formatted(m.migration().version(), when(m), describe(m)));
    }
    StatusSummary.print(console, "", status);
    status.squashed().unapplied().forEach(u -> console.result(Mark.FAILED, u.words()));
    status
        .unfinished()
        .ifPresent(
            run ->
                console.result(
                    Mark.FAILED,
                    run.words()
                        + " If no migrator is running right now, 'schema-cli repair' shows how to go on; until then nothing else is run."));
  }

  private static Mark mark(MigrationStatus m) {
    return switch (m.state()) {
      case APPLIED -> Mark.APPLIED;
      case PENDING -> m.outOfOrder() ? Mark.FAILED : Mark.PENDING;
      case MISSING -> Mark.FAILED;
    };
  }

  private static String when(MigrationStatus m) {
    return m.state() == State.PENDING ? "...pending..." : m.appliedAt().orElse("applied");
  }

  private static String describe(MigrationStatus m) {
    String note =
        switch (m.state()) {
          case APPLIED -> "";
          case MISSING -> "  (its script is missing)";
          case PENDING -> m.outOfOrder() ? "  (out of order: 'pending' applies it)" : "";
        };
    return m.migration().description() + note;
  }
}
