package dev.nof1.schema;

import dev.nof1.schema.repository.Migration;
import java.math.BigDecimal;
import java.util.NavigableMap;

/** How far a plan has got, for messages: what stays true when the next step fails. */
final class Progress {
  private final Plan plan;
  private final int done;
  private final boolean together;

  /**
   * Counts.
   *
   * @param together whether all migrations are one transaction, so that none stays done
   */
  Progress(Plan plan, int done, boolean together) {
    this.plan = plan;
    this.together = together;
    this.done = done;
  }

  /** How many migrations are applied now. */
  int appliedNow() {
    return plan.applied(done).size();
  }

  /** What the database is left at. */
  String stands() {
    int stay = together ? 0 : done;
    NavigableMap<BigDecimal, Migration> applied = plan.applied(stay);
    String at = applied.isEmpty() ? "at base" : "at " + applied.lastEntry().getValue();
    return switch (stay) {
      case 0 -> "the database is as it was, " + at + ".";
      case 1 -> "the migration before it stays done, and the database is " + at + ".";
      default -> "the " + stay + " migrations before it stay done, and the database is " + at + ".";
    };
  }

  /** What a script outside a transaction leaves behind when one of its statements fails. */
  String partlyDone(int statements) {
    String before =
        switch (statements) {
          case 0 -> "no statement before the failed one has run";
          case 1 -> "the statement before the failed one has taken effect and stays";
          default ->
              "the " + statements + " statements before the failed one have taken effect and stay";
        };
    return "It runs outside a transaction: %s, and the failed one may have left something behind. It is not recorded; %s"
        .formatted(before, stands());
  }

  /** What it leaves behind when only the changelog's row could not be written. */
  String allDoneButNotRecorded(int statements) {
    return "It runs outside a transaction: all %d statements have taken effect and stay, but it is not recorded; %s"
        .formatted(statements, stands());
  }
}
