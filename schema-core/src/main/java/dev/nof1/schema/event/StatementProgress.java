package dev.nof1.schema.event;

import dev.nof1.schema.plan.Step;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * Progress of a long statement of a migration.
 *
 * @param step the migration, and which way
 * @param line where the statement starts in its script
 * @param elapsed how long it has been running
 * @param command what the server says it does, such as {@code CREATE INDEX}; empty where it reports
 *     nothing
 * @param phase the part of it, in the server's words, such as {@code building index: scanning
 *     table}
 * @param done how much of the phase is done: blocks, tuples or bytes
 * @param total how much there is; 0 where that is not known
 * @param blockers the sessions it waits for now
 */
public record StatementProgress(
    Step step,
    int line,
    Duration elapsed,
    String command,
    String phase,
    long done,
    long total,
    List<Blocker> blockers) {

  /**
   * Keeps a copy.
   *
   * @param step the migration
   * @param line where the statement starts
   * @param elapsed how long it has been running
   * @param command what the server does
   * @param phase the part of it
   * @param done how much is done
   * @param total how much there is
   * @param blockers the sessions it waits for
   */
  public StatementProgress {
    blockers = List.copyOf(blockers);
  }

  /**
   * Computes how much of the phase is done.
   *
   * @return from 0 to 100; empty where that is not known
   */
  public OptionalInt percent() {
    return total <= 0
        ? OptionalInt.empty()
        : OptionalInt.of((int) Math.min(100, Math.max(0, done * 100.0 / total)));
  }
}
