package dev.nof1.schema.session;

import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.error.MigrationFailedException;
import dev.nof1.schema.event.Blocker;
import dev.nof1.schema.sql.driver.SqlStates;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Tries again what did not get its locks in time, a bounded number of times: whoever waits for a
 * strong lock makes everybody after it wait, so it is better to step back and come again.
 *
 * <p>Pauses grow by two and differ by a quarter, so that two who collide do not do so for ever.
 */
public final class Retry {
  /**
   * The wait for one thing.
   *
   * @param what names what is tried, for messages
   * @param blockers gives the sessions that blocked the last try
   * @param last gives how long the last try waited for its lock
   * @param listener hears that it will be tried again
   */
  public record Waits(
      String what, Supplier<List<Blocker>> blockers, Supplier<Duration> last, Blocked listener) {}

  /** Hears that something will be tried again. */
  public interface Blocked {
    /**
     * Called before the pause.
     *
     * @param tried how often it was tried, from 1
     * @param pause how long until the next try
     * @param who which sessions blocked it, as far as that can be seen
     */
    void blocked(int tried, Duration pause, List<Blocker> who);
  }

  private final Limits limits;
  private final Waits waits;
  private long started = System.nanoTime();
  private Duration pause;
  private Duration waited = Duration.ZERO;
  private int tried = 1;

  public Retry(Limits limits, Waits waits) {
    this.limits = limits;
    this.waits = waits;
    this.pause = firstPause();
  }

  /** Begins a piece of work that stands for itself, so that earlier tries do not count. */
  public void begin() {
    started = System.nanoTime();
    pause = firstPause();
    waited = Duration.ZERO;
    tried = 1;
  }

  /**
   * Decides whether the work is retried; if so, reports the retry to the listener and waits for the
   * pause. Called when nothing of the failed try is left, in no transaction.
   */
  public boolean again(String sqlState) {
    Duration now = jittered();
    if (!SqlStates.isLockNotGot(sqlState)) {
      return false;
    }
    // The work done between waits does not count: what takes long is most worth another try.
    waited = waited.plus(waits.last().get());
    if (tried >= limits.tries() || waited.plus(now).compareTo(limits.budget()) > 0) {
      return false;
    }
    waits.listener().blocked(tried, now, waits.blockers().get());
    sleep(now);
    waited = waited.plus(now);
    tried++;
    Duration longest = Duration.ofMillis((long) (limits.lockTimeout().toMillis() * 2.4));
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(longest) < 0 ? doubled : longest;
    return true;
  }

  /**
   * Runs something until it succeeds or must not be tried again.
   *
   * @param work leaves nothing when it fails
   * @throws MigrationFailedException the last failure
   */
  public void untilDone(Runnable work) {
    while (true) {
      try {
        work.run();
        return;
      } catch (MigrationFailedException e) {
        if (!again(e.sqlState())) {
          throw e;
        }
      }
    }
  }

  /**
   * Describes the retries for the message of a failure; empty where the failure was not about
   * locks.
   */
  public String givenUp(String sqlState) {
    if (!SqlStates.isLockNotGot(sqlState)) {
      return "";
    }
    String who =
        waits.blockers().get().stream()
            .map(Blocker::toString)
            .collect(Collectors.joining("; and by "));
    return " " + triedWords() + (who.isEmpty() ? "" : " It was last blocked by " + who + ".");
  }

  /** Says how often the work was tried, as a sentence. */
  public String triedWords() {
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
