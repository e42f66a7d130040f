package dev.nof1.schema.testdb;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/**
 * The server's connections, of which a small server has few: whoever needs one comes before those
 * that are open in advance, and tries again for a while where the server has none left (53300).
 * Safe for use by several threads.
 */
final class Slots {
  /** Number of connections below which those opened in advance would be what tests lack. */
  private static final int FEW = 48;

  /** Time for the backends of closed connections to end, and for other tests to finish. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final long PAUSE_MILLIS = 20;

  /**
   * Query for the number of connections that this role may have, without the few that are reserved
   * for superusers.
   */
  private static final String LIMIT =
      """
      SELECT least(
        current_setting('max_connections')::int
          - current_setting('superuser_reserved_connections')::int
          - coalesce(current_setting('reserved_connections', true)::int, 0),
        CASE WHEN rolsuper OR rolconnlimit < 0 THEN NULL ELSE rolconnlimit END)
      FROM pg_roles WHERE rolname = current_user
      """;

  private final Runnable closeIdle;
  private final AtomicBoolean few = new AtomicBoolean();

  /**
   * Slots for one user of a server.
   *
   * @param closeIdle closes what is open in advance
   */
  Slots(Runnable closeIdle) {
    this.closeIdle = closeIdle;
  }

  /** Finds out how many there are. */
  void count(Connection admin) throws SQLException {
    if (Integer.parseInt(Sql.query(admin, LIMIT).get(0)) < FEW) {
      few.set(true);
    }
  }

  /** Checks whether a connection may be open that no test has asked for. */
  boolean allowIdle() {
    return !few.get();
  }

  /**
   * Opens a connection. Where the server has none left, closes those that are open in advance, for
   * good, and tries again for two seconds.
   */
  Connection open(Clone.Opener opener) throws SQLException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return opener.open();
      } catch (SQLException e) {
        if (!isFull(e)) {
          throw e;
        }
        lacking();
        if (System.nanoTime() > deadline) {
          throw explained(e);
        }
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new SQLException("Interrupted while waiting for a free connection.", "57014", e);
      }
    }
  }

  Connection open(DataSource source) throws SQLException {
    return open(source::getConnection);
  }

  /** Closes what is open in advance, and lets nobody open more. */
  void lacking() {
    few.set(true);
    closeIdle.run();
  }

  static boolean isFull(SQLException e) {
    return "53300".equals(e.getSQLState());
  }

  private static SQLException explained(SQLException e) {
    return new SQLException(
        e.getMessage()
            + ". No connection that was opened in advance is among those in use. Run fewer tests at"
            + " once, close connections sooner, or raise max_connections",
        e.getSQLState(),
        e);
  }
}
