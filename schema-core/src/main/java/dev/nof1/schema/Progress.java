package dev.nof1.schema;

import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.Migration;
import java.math.BigDecimal;
import java.util.NavigableMap;
import java.util.TreeMap;

/** How far a plan has got, for messages: what stays true when the next step fails. */
final class Progress {
  private final Plan plan;
  private final int done;

  Progress(Plan plan, int done) {
    this.plan = plan;
    this.done = done;
  }

  /** How many migrations are applied now. */
  int appliedNow() {
    return applied().size();
  }

  /** What the database is left at. */
  String stands() {
    NavigableMap<BigDecimal, Migration> applied = applied();
    String at = applied.isEmpty() ? "at base" : "at " + applied.lastEntry().getValue();
    return switch (done) {
      case 0 -> "the database is as it was, " + at + ".";
      case 1 -> "the migration before it stays done, and the database is " + at + ".";
      default -> "the " + done + " migrations before it stay done, and the database is " + at + ".";
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
    return "It runs outside a transaction: %s, and the failed one may have left something behind. It is not recorded; %s Make the script pass over what is done, or take that back by hand."
        .formatted(before, stands());
  }

  /** What it leaves behind when only the changelog's row could not be written. */
  String allDoneButNotRecorded(int statements) {
    return "It runs outside a transaction: all %d statements have taken effect and stay, but it is not recorded; %s"
        .formatted(statements, stands());
  }

  /** Only failures ask, so it is worked out when they do. */
  private NavigableMap<BigDecimal, Migration> applied() {
    NavigableMap<BigDecimal, Migration> applied = new TreeMap<>();
    for (MigrationStatus m : plan.before().migrations()) {
      if (m.state() != State.PENDING) {
        applied.put(m.migration().id(), m.migration());
      }
    }
    for (Step step : plan.steps().subList(0, done)) {
      if (step.direction() == Direction.UP) {
        applied.put(step.migration().id(), step.migration());
      } else {
        applied.remove(step.migration().id());
      }
    }
    return applied;
  }
}
