package dev.nof1.schema.cli.report;

import dev.nof1.schema.plan.State;
import dev.nof1.schema.plan.Status;
import java.util.ArrayList;
import java.util.List;

/** State of a database in one sentence: the last line of a change and of a status. */
public final class StatusSummary {
  private StatusSummary() {}

  public static String of(Status status) {
    return "%s is %s, %s."
        .formatted(
            status.database(),
            status.current().map(m -> "at " + m).orElse("at base"),
            words(status));
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
