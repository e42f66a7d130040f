package dev.nof1.schema.cli;

import dev.nof1.schema.State;
import dev.nof1.schema.Status;

/** Where a database stands, in one sentence: the last line of a change and of a status. */
final class Standing {
  private Standing() {}

  static String of(Status status) {
    return "%s is %s, %s."
        .formatted(
            status.database(),
            status.current().map(m -> "at " + m).orElse("at base"),
            pending(status));
  }

  private static String pending(Status status) {
    int pending = status.in(State.PENDING).size();
    int never = status.unapplied().size();
    String words = pending == 0 ? "head" : pending + " pending";
    if (never == 0) {
      return words;
    }
    return (pending == 0 ? "" : words + ", ") + never + " never applied";
  }
}
