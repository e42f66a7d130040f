package dev.nof1.schema.run;

import dev.nof1.schema.error.CompletedStep;
import dev.nof1.schema.plan.Plan;
import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.Migration;
import java.math.BigDecimal;
import java.util.List;
import java.util.NavigableMap;

/** Progress of a plan, for messages: what stays true when the next step fails. */
final class Progress {
  private final Plan plan;
  private final int done;
  private final int stay;

  private Progress(Plan plan, int done, int stay) {
    this.plan = plan;
    this.done = done;
    this.stay = stay;
  }

  /** Each step is done, and stays, before the next. */
  static Progress stepByStep(Plan plan, int done) {
    return new Progress(plan, done, done);
  }

  /** All steps are one transaction, so that none stays done. */
  static Progress together(Plan plan, int done) {
    return new Progress(plan, done, 0);
  }

  /** The steps that are done and stay. */
  List<CompletedStep> completed() {
    return plan.steps().subList(0, stay).stream()
        .map(s -> new CompletedStep(s.migration().id(), s.direction() == Direction.DOWN))
        .toList();
  }

  /** Counts the migrations that are applied now. */
  int appliedNow() {
    return plan.applied(done).size();
  }

  /** Describes the version at which the run leaves the database. */
  String stands() {
    NavigableMap<BigDecimal, Migration> applied = plan.applied(stay);
    String at = applied.isEmpty() ? "at base" : "at " + applied.lastEntry().getValue();
    return switch (stay) {
      case 0 -> "the database is as it was, " + at + ".";
      case 1 -> "the migration before it stays done, and the database is " + at + ".";
      default -> "the " + stay + " migrations before it stay done, and the database is " + at + ".";
    };
  }

  /**
   * Describes the version at which the changelog is, where a script's statements stay without its
   * row.
   */
  private String recorded() {
    return stands().replaceFirst("^the database is as it was", "the changelog is as it was");
  }

  /**
   * Describes the state that a script outside a transaction leaves behind when one of its
   * statements fails.
   */
  String partlyDone(int statements) {
    String before =
        switch (statements) {
          case 0 -> "no statement before the failed one has run";
          case 1 -> "the statement before the failed one has taken effect and stays";
          default ->
              "the " + statements + " statements before the failed one have taken effect and stay";
        };
    return "It runs outside a transaction: %s, and the failed one may have left something behind. It is not recorded; %s"
        .formatted(before, recorded());
  }

  /**
   * Describes the state that a script leaves behind when only the changelog's row could not be
   * written.
   */
  String allDoneButNotRecorded(int statements) {
    String what =
        switch (statements) {
          case 0 -> "it has no statement, and it";
          case 1 -> "its statement has taken effect and stays, but it";
          default -> "all " + statements + " statements have taken effect and stay, but it";
        };
    return "It runs outside a transaction: %s is not recorded; %s".formatted(what, recorded());
  }
}
