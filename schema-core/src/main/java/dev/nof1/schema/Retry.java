package dev.nof1.schema;

import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.sql.SqlStates;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/**
 * Tries again what did not get its locks in time, a bounded number of times: whoever waits for a
 * strong lock makes everybody after it wait, so it is better to step back and come again.
 *
 * <p>Pauses grow by two and differ by a quarter, so that two who collide do not do so for ever.
 */
final class Retry {
  /** What is waited for, and who is told. */
  interface Waits {
    /** Who blocked the last try. */
    List<Blocker> blockers();

    /** How long the last try waited for its lock. */
    Duration last();

    /** Tells that it will be tried again. */
    void blocked(int tried, Duration pause, List<Blocker> who);

    /** What is tried, for messages. */
    String what();
  }

  private final Limits limits;
  private final Waits waits;
  private long started = System.nanoTime();
  private Duration pause;
  private Duration waited = Duration.ZERO;
  private int tried = 1;

  Retry(Limits limits, Waits waits) {
    this.limits = limits;
    this.waits = waits;
    this.pause = firstPause();
  }

  Retry(Migrator migrator, Step step) {
    this(migrator.limits, new StepWaits(migrator, step));
  }

  private record StepWaits(Migrator migrator, Step step) implements Waits {
    @Override
    public List<Blocker> blockers() {
      return migrator.watch.blockers();
    }

    @Override
    public Duration last() {
      return migrator.watch.lastWait();
    }

    @Override
    public void blocked(int tried, Duration pause, List<Blocker> who) {
      migrator.listener.blocked(new LockWait(step, tried, migrator.limits.tries(), pause, who));
    }

    @Override
    public String what() {
      return "migration " + step.migration();
    }
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
    if (!SqlStates.isLockNotGot(sqlState)) {
      return false;
    }
    // The work done between waits does not count: what takes long is most worth another try.
    waited = waited.plus(waits.last());
    if (tried >= limits.tries() || waited.plus(now).compareTo(limits.budget()) > 0) {
      return false;
    }
    waits.blocked(tried, now, waits.blockers());
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
        waits.blockers().stream().map(Blocker::toString).collect(Collectors.joining("; and by "));
    return " " + triedWords() + (who.isEmpty() ? "" : " It was last blocked by " + who + ".");
  }

  /** How often it was tried, as a sentence. */
  String triedWords() {
    return "It was tried %s in %d s."
        .formatted(
            tried == 1 ? "once" : tried + " times",
            Duration.ofNanos(System.nanoTime() - started).toSeconds());
  }

  private Duration firstPause() {
    return limits.lockTimeout().dividedBy(10);
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
          "Interrupted while waiting to try %s again. The tries before were rolled back."
              .formatted(waits.what()),
          e);
    }
  }
}
