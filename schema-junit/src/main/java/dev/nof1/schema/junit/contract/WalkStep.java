package dev.nof1.schema.junit.contract;

import dev.nof1.schema.catalog.Difference;
import dev.nof1.schema.repository.Migration;
import java.util.List;
import java.util.Optional;

/**
 * Facts of applying a migration, undoing it and applying it again.
 *
 * @param notReached why it was not even applied
 * @param up why it could not be applied
 * @param down why it could not be undone
 * @param again why it could not be applied again
 * @param trace what undoing has left
 * @param rows which rows undoing has not given back; empty if all, or if no proof asks
 */
record WalkStep(
    Optional<Violation> notReached,
    Optional<Violation> up,
    Optional<Violation> down,
    Optional<Violation> again,
    List<Difference> trace,
    String rows) {
  /** Step of a migration that was applied and is not to be undone. */
  static final WalkStep APPLIED = failed(Optional.empty(), Optional.empty(), Optional.empty());

  static WalkStep notReached(Violation violation) {
    return failed(Optional.of(violation), Optional.empty(), Optional.empty());
  }

  static WalkStep upFailed(Violation violation) {
    return failed(Optional.empty(), Optional.of(violation), Optional.empty());
  }

  static WalkStep downFailed(Violation violation) {
    return failed(Optional.empty(), Optional.empty(), Optional.of(violation));
  }

  private static WalkStep failed(
      Optional<Violation> notReached, Optional<Violation> up, Optional<Violation> down) {
    return new WalkStep(notReached, up, down, Optional.empty(), List.of(), "");
  }

  static WalkStep undone(List<Difference> trace, String rows, Optional<Violation> again) {
    return new WalkStep(Optional.empty(), Optional.empty(), Optional.empty(), again, trace, rows);
  }

  /** Returns why there is nothing that undoing could be judged by. */
  Optional<Violation> inTheWay() {
    return notReached.or(() -> up).or(() -> down);
  }

  /** Returns what is wrong with the schema once the migration is undone. */
  Optional<Violation> traceOf(Migration migration) {
    return trace.isEmpty()
        ? Optional.empty()
        : Optional.of(new Violation(Titles.TRACE, migration.toString(), traceText()));
  }

  String traceText() {
    return "Once it is undone, the schema is not as before:\n"
        + Violation.indented(Difference.text(trace));
  }
}
