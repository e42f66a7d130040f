package dev.nof1.schema.junit;

import dev.nof1.schema.catalog.Difference;
import java.util.List;
import java.util.Optional;

/**
 * What came of applying a migration, undoing it and applying it again.
 *
 * @param notReached why it was not even applied
 * @param up why it could not be applied
 * @param down why it could not be undone
 * @param again why it could not be applied again
 * @param trace what undoing has left
 * @param rows which rows undoing has not given back; empty if all, or if nobody looked
 */
record Examined(
    Optional<Cause> notReached,
    Optional<Cause> up,
    Optional<Cause> down,
    Optional<Cause> again,
    List<Difference> trace,
    String rows) {
  private static final Examined NOTHING =
      new Examined(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of(), "");

  /** It was applied, and is not to be undone. */
  static Examined applied() {
    return NOTHING;
  }

  static Examined notReached(Cause cause) {
    return failed(Optional.of(cause), Optional.empty(), Optional.empty());
  }

  static Examined upFailed(Cause cause) {
    return failed(Optional.empty(), Optional.of(cause), Optional.empty());
  }

  static Examined downFailed(Cause cause) {
    return failed(Optional.empty(), Optional.empty(), Optional.of(cause));
  }

  private static Examined failed(
      Optional<Cause> notReached, Optional<Cause> up, Optional<Cause> down) {
    return new Examined(notReached, up, down, Optional.empty(), List.of(), "");
  }

  static Examined undone(List<Difference> trace, String rows, Optional<Cause> again) {
    return new Examined(Optional.empty(), Optional.empty(), Optional.empty(), again, trace, rows);
  }

  /** Why there is nothing that undoing could be judged by. */
  Optional<Cause> inTheWay() {
    return notReached.or(() -> up).or(() -> down);
  }
}
