package dev.nof1.schema.cli.records;

import dev.nof1.schema.cli.io.Confirmation;
import dev.nof1.schema.cli.io.Console;
import dev.nof1.schema.cli.io.ExitCode;
import dev.nof1.schema.cli.report.StatusSummary;
import dev.nof1.schema.cli.workspace.CommandContext;
import dev.nof1.schema.cli.workspace.Database;
import dev.nof1.schema.records.Records;
import dev.nof1.schema.records.Stamp;
import dev.nof1.schema.repository.Migration;
import java.util.List;
import java.util.stream.Collectors;

/** Shows what would be recorded, asks, and records it: stamp and baseline share it. */
final class StampRecording {
  /** Most rows that are listed; more are counted. */
  private static final int LISTED = 10;

  private StampRecording() {}

  static int run(
      CommandContext context, Database database, Records records, Stamp stamp, Confirmation c) {
    Console console = context.console();
    if (stamp.isEmpty()) {
      StatusSummary.print(console, "Nothing to do: ", database.migrations().status());
      return ExitCode.DONE;
    }
    if (stamp.creates()) {
      console.note("Would create the changelog table.");
    }
    say(console, "Would record as applied, without running", stamp.recorded());
    say(console, "Would forget, without undoing", stamp.forgotten());
    if (!c.given(context.invocation(), console, "Record this?")) {
      return ExitCode.FAILED;
    }
    records.apply(stamp);
    console.note("Recorded.");
    StatusSummary.print(console, "", database.migrations().status());
    return ExitCode.DONE;
  }

  private static void say(Console console, String what, List<Migration> migrations) {
    if (!migrations.isEmpty()) {
      console.note(
          "%s (%d): %s%s"
              .formatted(
                  what,
                  migrations.size(),
                  migrations.stream()
                      .limit(LISTED)
                      .map(Migration::toString)
                      .collect(Collectors.joining(", ")),
                  migrations.size() > LISTED ? ", …" : ""));
    }
  }
}
