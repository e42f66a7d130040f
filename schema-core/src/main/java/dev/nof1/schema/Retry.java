package dev.nof1.schema;

import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.sql.SqlStates;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/**
 * Tries again what did not get its locks in time, a bounded number of times: whoever waits for a
 * strong lock makes everybody after it wait, so it is better to step back and come again.
 *
 * <p>Pauses grow by two and differ by a quarter, so that two who collide do not do so for ever.
 */
final class Retry {
  private final Migrator migrator;
  private final Step step;
  private long started = System.nanoTime();
  private Duration pause;
  private Duration waited = Duration.ZERO;
  private int tried = 1;

  Retry(Migrator migrator, Step step) {
    this.migrator = migrator;
    this.step = step;
    this.pause = firstPause();
  }

  /** What comes now stands for itself, so that what was tried before it does not count. */
  void begin() {
    started = System.nanoTime();
    pause = firstPause();
    waited = Duration.ZERO;
    tried = 1;
  }

  /**
   * Whether it may be tried again; then the listener was told and the pause is over. Called when
   * nothing of the failed try is left, in no transaction.
   */
  boolean again(String sqlState) {
    Duration now = jittered();
    Limits limits = migrator.limits;
    if (!SqlStates.isLockNotGot(sqlState)) {
      return false;
    }
    // The work done between waits does not count: what takes long is most worth another try.
    waited = waited.plus(migrator.watch.lastWait());
    if (tried >= limits.tries() || waited.plus(now).compareTo(limits.budget()) > 0) {
      return false;
    }
    migrator.listener.blocked(
        new LockWait(step, tried, limits.tries(), now, migrator.watch.blockers()));
    sleep(now);
    waited = waited.plus(now);
    tried++;
    Duration longest = Duration.ofMillis((long) (limits.lockTimeout().toMillis() * 2.4));
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(longest) < 0 ? doubled : longest;
    return true;
  }

  /** What a failure says of it; nothing where it was not about locks. */
  String givenUp(String sqlState) {
    if (!SqlStates.isLockNotGot(sqlState)) {
      return "";
    }
    String who =
        migrator.watch.blockers().stream()
            .map(Blocker::toString)
            .collect(Collectors.joining("; and by "));
    return " It was tried %s in %d s.%s"
        .formatted(
            tried == 1 ? "once" : tried + " times",
            Duration.ofNanos(System.nanoTime() - started).toSeconds(),
            who.isEmpty() ? "" : " It was last blocked by " + who + ".");
  }

  private Duration firstPause() {
    return migrator.limits.lockTimeout().dividedBy(10);
  }

  private Duration jittered() {
    double factor = 0.75 + ThreadLocalRandom.current().nextDouble() / 2;
    return Duration.ofMillis((long) (pause.toMillis() * factor));
  }

  private void sleep(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabaseException(
          "Interrupted while waiting to try migration %s again. The tries before were rolled back."
              .formatted(step.migration()),
          e);
    }
  }
}
