package dev.nof1.schema.cli.compare;

import dev.nof1.schema.catalog.Difference;
import dev.nof1.schema.cli.io.Console;
import dev.nof1.schema.cli.io.Mark;
import dev.nof1.schema.plan.MigrationStatus;
import dev.nof1.schema.plan.State;
import dev.nof1.schema.plan.Status;
import dev.nof1.schema.repository.Migration;
import dev.nof1.schema.scratch.Drift;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Drift as text, for people. */
final class DriftText {
  private DriftText() {}

  static void print(Drift drift, @Nullable Path target, Console console) {
    String what = target == null ? "its migrations give" : target + " declares";
    String who = drift.status().map(DriftText::place).orElse("What the migrations give");
    List<Difference> sure = drift.differences();
    if (!sure.isEmpty()) {
      console.note(
          target == null
              ? "(added: only the database has it; removed: only the migrations give it; changed: from theirs to its)"
              : "(added: only the migrations give it; removed: only the file declares it; changed: from its to theirs)");
      lines(sure, "", console);
    }
    if (!drift.inconclusive().isEmpty()) {
      console.result(
          drift.expectedMajor() == drift.actualMajor()
              ? "Perhaps different, because it cannot be compared:"
              : "Perhaps different, perhaps only written differently by PostgreSQL %d and %d:"
                  .formatted(drift.expectedMajor(), drift.actualMajor()));
      lines(drift.inconclusive(), "  ", console);
    }
    String verdict =
        drift.none()
            ? "%s is what %s.".formatted(who, what)
            : sure.isEmpty()
                ? "It is inconclusive whether %s is what %s; otherwise nothing differs."
                    .formatted(who, what)
                : "%s is not what %s: %s."
                    .formatted(
                        who,
                        what,
                        sure.size() == 1 ? "1 difference" : sure.size() + " differences");
    console.result(verdict);
    drift.status().ifPresent(status -> pending(status, console));
    if (!drift.ignored().isEmpty()) {
      console.note(
          "Note: not compared, because check_ignore names it (%d): %s."
              .formatted(drift.ignored().size(), String.join(", ", drift.ignored())));
    }
    if (drift.expectedMajor() != drift.actualMajor()) {
      console.note(
          "Note: the database is on PostgreSQL %d, the scratch database on %d. What the two may write differently by themselves is not counted as a difference."
              .formatted(drift.actualMajor(), drift.expectedMajor()));
    }
  }

  private static void lines(List<Difference> differences, String indent, Console console) {
    for (Difference difference : differences) {
      List<String> text = difference.toString().lines().toList();
      console.result(mark(difference.change()), indent + text.get(0));
      text.stream()
          .skip(1)
          .forEach(line -> console.result(console.colored(ofValue(line), indent + line)));
    }
  }

  private static Mark mark(Difference.Change change) {
    return switch (change) {
      case ADDED -> Mark.ADDED;
      case REMOVED -> Mark.REMOVED;
      case CHANGED -> Mark.CHANGED;
    };
  }

  /** Lines of long values have signs already. */
  private static Mark ofValue(String line) {
    return line.startsWith("  +") ? Mark.ADDED : Mark.REMOVED;
  }

  private static String place(Status status) {
    String without =
        names(status.migrations().stream().filter(MigrationStatus::outOfOrder).toList());
    return status.database()
        + status.current().map(m -> " (at " + m.version()).orElse(" (at base")
        + (without.isEmpty() ? ")" : ", without " + without + ")");
  }

  private static void pending(Status status, Console console) {
    List<Migration> pending = status.in(State.PENDING);
    if (!pending.isEmpty()) {
      console.result(
          "Pending, and so not compared (%d): %s"
              .formatted(
                  pending.size(),
                  pending.stream().map(Migration::toString).collect(Collectors.joining(", "))));
    }
  }

  private static String names(List<MigrationStatus> migrations) {
    return migrations.stream().map(m -> m.migration().version()).collect(Collectors.joining(", "));
  }
}
