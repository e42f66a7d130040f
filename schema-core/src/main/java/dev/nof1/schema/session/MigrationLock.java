package dev.nof1.schema.session;

import dev.nof1.schema.changelog.LockKey;
import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.event.LockHolder;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * Lets one migrator at a time change a database: a session-level advisory lock on the very
 * connection that runs the migrations, so that it is free only when that session is (PostgreSQL: <a
 * href="https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS">Advisory
 * Locks</a>).
 *
 * <p>It is polled outside transactions: a session that <em>waits</em> for a lock holds a snapshot,
 * and CREATE INDEX CONCURRENTLY in the holder would wait for that, for ever.
 */
public final class MigrationLock implements AutoCloseable {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
  private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(5);

  private final Connection connection;
  private final long key;

  private MigrationLock(Connection connection, long key) {
    this.connection = connection;
    this.key = key;
  }

  /**
   * Waits until the lock is ours.
   *
   * @param connection the connection that will migrate, in auto-commit mode
   * @param changelog the name of the changelog: databases with several have a lock for each
   * @param patience how long to wait; zero tries once
   * @param waiting receives the holder of the lock, when the wait begins and every few seconds
   *     after
   * @return the lock; close it on the same thread
   * @throws DatabaseException if it was not free in time; nothing was changed
   * @throws SQLException if the server cannot be asked
   */
  public static MigrationLock acquire(
      Connection connection, String changelog, Duration patience, Consumer<LockHolder> waiting)
      throws SQLException {
    MigrationLock lock = new MigrationLock(connection, LockKey.of(changelog));
    long started = System.nanoTime();
    long nextReport = started;
    Duration pause = FIRST_PAUSE;
    while (!lock.call("SELECT pg_try_advisory_lock(?)")) {
      long now = System.nanoTime();
      Optional<LockHolder> holder = lock.holder();
      if (now - started >= patience.toNanos()) {
        throw new DatabaseException(
            "Another migrator has held the lock for %d s or more: %s. Nothing was changed. Wait for it and try again; if it hangs, end it with SELECT pg_terminate_backend(%s)."
                .formatted(
                    patience.toSeconds(),
                    holder.map(LockHolder::toString).orElse("a session that has just ended"),
                    holder.map(h -> Integer.toString(h.pid())).orElse("pid")));
      }
      if (holder.isPresent() && now >= nextReport) {
        waiting.accept(holder.get());
        nextReport = now + BETWEEN_REPORTS.toNanos();
      }
      sleep(pause);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    }
    return lock;
  }

  /** Gives the lock back. A lost connection has given it back already. */
  @Override
  public void close() throws SQLException {
    if (!connection.isClosed() && !call("SELECT pg_advisory_unlock(?)")) {
      throw new DatabaseException(
          "The migration lock was not held any more when it was given back, so another migrator may have run at the same time. A connection pool in transaction mode (PgBouncer) does this: connect to the server itself for migrations.");
    }
  }

  private boolean call(String function) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(function)) {
      query.setLong(1, key);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  private Optional<LockHolder> holder() throws SQLException {
    // A 64-bit key is shown as two halves, with objsubid 1 (PostgreSQL: pg_locks).
    String sql =
        """
        SELECT l.pid, coalesce(a.application_name, ''), coalesce(host(a.client_addr), 'local'),
               coalesce(extract(epoch FROM clock_timestamp() - a.backend_start), 0)::bigint,
               coalesce(a.state, ''), coalesce(extract(epoch FROM clock_timestamp() - a.state_change), 0)::bigint
        FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
        WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
          AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND l.classid::bigint = ? AND l.objid::bigint = ?
        """;
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setLong(1, key >>> 32);
      query.setLong(2, key & 0xFFFFFFFFL);
      try (ResultSet row = query.executeQuery()) {
        return row.next()
            ? Optional.of(
                new LockHolder(
                    row.getInt(1),
                    row.getString(2),
                    row.getString(3),
                    Duration.ofSeconds(row.getLong(4)),
                    row.getString(5),
                    Duration.ofSeconds(row.getLong(6))))
            : Optional.empty();
      }
    }
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause.toMillis() / 2 + ThreadLocalRandom.current().nextLong(pause.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabaseException(
          "Interrupted while waiting for another migrator. Nothing was changed.", e);
    }
  }
}
