package dev.nof1.schema.cli.report;

import dev.nof1.schema.cli.io.Console;
import dev.nof1.schema.cli.io.Mark;
import dev.nof1.schema.plan.State;
import dev.nof1.schema.plan.Status;
import java.util.ArrayList;
import java.util.List;

/** State of a database in one sentence: the last line of a change and of a status. */
public final class StatusSummary {
  private StatusSummary() {}

  public static String of(Status status) {
    return of(status, words(status));
  }

  /**
   * Prints the sentence as a line of the result, in which what is to be done about the database has
   * its colour.
   *
   * @param console where to
   * @param before words to begin the line with
   * @param status the state
   */
  public static void print(Console console, String before, Status status) {
    console.result(before + of(status, console.colored(mark(status), words(status))));
  }

  private static String of(Status status, String words) {
    return "%s is %s, %s."
        .formatted(
            status.database(), status.current().map(m -> "at " + m).orElse("at base"), words);
  }

  private static Mark mark(Status status) {
    if (!status.in(State.MISSING).isEmpty() || !status.squashed().unapplied().isEmpty()) {
      return Mark.FAILED;
    }
    return status.in(State.PENDING).isEmpty() ? Mark.APPLIED : Mark.PENDING;
  }

  /**
   * Describes what keeps the database from head, or says that it is at head: no less and no more
   * than the scripts.
   */
  public static String words(Status status) {
    List<String> parts = new ArrayList<>();
    add(parts, status.in(State.PENDING).size(), "pending");
    add(parts, status.squashed().unapplied().size(), "never applied");
    add(parts, status.in(State.MISSING).size(), "applied without a script here");
    return parts.isEmpty() ? "head" : String.join(", ", parts);
  }

  private static void add(List<String> parts, int count, String what) {
    if (count > 0) {
      parts.add(count + " " + what);
    }
  }
}
