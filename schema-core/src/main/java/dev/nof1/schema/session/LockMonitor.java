package dev.nof1.schema.session;

import dev.nof1.schema.event.Blocker;
import dev.nof1.schema.event.MigrationListener;
import dev.nof1.schema.event.StatementProgress;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.sql.driver.ChangedSettings;
import dev.nof1.schema.sql.driver.SessionPremise;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the migrating session from a second connection, taken only once a statement takes long:
 * who blocks it can be seen only while it waits.
 *
 * <p>One daemon thread a run. Where no second connection is to be had there is nothing to see, and
 * nothing else is lost.
 */
public final class LockMonitor implements AutoCloseable {
  private static final Duration LONGEST_INTERVAL = Duration.ofMillis(500);
  private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(10);
  private static final long PATIENCE_AT_END = 500;

  private final DataSource dataSource;
  private final int process;
  private final MigrationListener listener;
  private final UnaryOperator<String> masked;
  private final long intervalMillis;
  private final Thread thread = new Thread(this::watch, "nof1-schema-watch");
  private volatile @Nullable Busy busy;
  private volatile List<Blocker> blockers = List.of();
  private final Duration lockTimeout;
  private final AtomicLong blockedMillis = new AtomicLong();
  private Duration last = Duration.ZERO;
  private volatile boolean closed;

  private record Busy(Step step, int line, long since) {}

  /**
   * Begins to watch.
   *
   * @param masked takes secrets out of what others run
   */
  public LockMonitor(
      DataSource dataSource,
      Connection watched,
      Limits limits,
      MigrationListener listener,
      UnaryOperator<String> masked)
      throws SQLException {
    this.masked = masked;
    this.dataSource = dataSource;
    this.process = BackendProcess.of(watched);
    this.listener = listener;
    this.lockTimeout = limits.lockTimeout();
    // Several looks before a lock's time is over.
    long wanted = limits.lockTimeout().toMillis() / 5;
    this.intervalMillis =
        Math.max(SHORTEST_INTERVAL.toMillis(), Math.min(wanted, LONGEST_INTERVAL.toMillis()));
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * A statement is about to run.
   *
   * @param line where it starts; 0 for what is none of the migration's, and no progress of it
   */
  public void busy(Step step, int line) {
    blockers = List.of();
    blockedMillis.set(0);
    busy = new Busy(step, line, System.nanoTime());
  }

  public void idle() {
    Busy now = busy;
    if (now != null) {
      last = elapsed(now);
    }
    busy = null;
  }

  /**
   * Measures how long the last statement, which did not get its lock, waited for the lock at its
   * end: as long as the limit, or, where its script allows more, as long as the monitor saw it
   * wait.
   */
  public Duration lastWait() {
    Duration seen = Duration.ofMillis(blockedMillis.get());
    Duration usual = last.compareTo(lockTimeout) < 0 ? last : lockTimeout;
    return seen.compareTo(usual) > 0 ? seen : usual;
  }

  /** The sessions that blocked the last statement when the monitor last asked. */
  public List<Blocker> blockers() {
    return blockers;
  }

  /** Waits a moment for the second connection to be given back. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(PATIENCE_AT_END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch() {
    while (sleep()) {
      Busy now = busy;
      if (now != null && elapsed(now).toMillis() >= intervalMillis) {
        try (Connection second = dataSource.getConnection()) {
          look(second);
        } catch (SQLException | RuntimeException e) {
          // Not to be had, or lost: what is watched goes on without.
        }
        return;
      }
    }
  }

  private void look(Connection second) throws SQLException {
    if (process == BackendProcess.of(second)) {
      // A data source of a single connection: to ask it would be to take part in the migration.
      return;
    }
    boolean autoCommit = second.getAutoCommit();
    second.setAutoCommit(true);
    try (ChangedSettings session = SessionPremise.begin(second, SessionPremise.UTC)) {
      Activity activity = Activity.of(second, process, masked);
      do {
        Busy now = busy;
        if (now != null && elapsed(now).toMillis() >= intervalMillis) {
          report(now, activity);
        }
      } while (sleep());
    }
    second.setAutoCommit(autoCommit);
  }

  private void report(Busy now, Activity activity) throws SQLException {
    List<Blocker> seen = activity.blockers();
    Activity.Stage stage = activity.stage();
    if (!now.equals(busy)) {
      return;
    }
    // An empty answer may come between the end of the wait and that of the statement.
    if (!seen.isEmpty()) {
      blockers = seen;
      blockedMillis.addAndGet(intervalMillis);
    }
    if (now.line() == 0) {
      return;
    }
    listener.working(
        new StatementProgress(
            now.step(),
            now.line(),
            elapsed(now),
            stage.command(),
            stage.phase(),
            stage.done(),
            stage.total(),
            seen));
  }

  private static Duration elapsed(Busy busy) {
    return Duration.ofNanos(System.nanoTime() - busy.since());
  }

  private boolean sleep() {
    try {
      if (!closed) {
        Thread.sleep(intervalMillis);
      }
    } catch (InterruptedException e) {
      // Closed; what is left to do is to give the connection back, undisturbed.
    }
    return !closed;
  }
}
