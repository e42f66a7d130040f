package dev.nof1.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * How long a statement of a migration may wait, and how often it is tried.
 *
 * @param lockTimeout the longest wait for one lock, above zero
 * @param tries how often what waited too long is tried, from 1
 * @param statementTimeout the longest time for one statement; zero for no limit
 */
record Limits(Duration lockTimeout, int tries, Duration statementTimeout) {
  static final Limits DEFAULT = new Limits(Duration.ofSeconds(5), 10, Duration.ZERO);

  /** Two minutes for five seconds and ten tries: as long again for the pauses, and a little. */
  private static final double WITH_PAUSES = 2.4;

  Limits {
    require(lockTimeout.toMillis() > 0, "The lock timeout must be above zero", lockTimeout);
    require(tries > 0, "The number of tries must be above zero", tries);
    require(!statementTimeout.isNegative(), "The statement timeout is negative", statementTimeout);
  }

  Limits withLockTimeout(Duration timeout) {
    return new Limits(timeout, tries, statementTimeout);
  }

  Limits withTries(int number) {
    return new Limits(lockTimeout, number, statementTimeout);
  }

  Limits withStatementTimeout(Duration timeout) {
    return new Limits(lockTimeout, tries, timeout);
  }

  /** After this time nothing is tried once more; no more than the server takes for a timeout. */
  Duration budget() {
    double wanted = (double) lockTimeout.toMillis() * tries * WITH_PAUSES;
    return Duration.ofMillis((long) Math.min(wanted, Integer.MAX_VALUE));
  }

  /** Puts back what a session had before. */
  interface Restored extends AutoCloseable {
    @Override
    void close() throws SQLException;
  }

  /**
   * Sets them for a session.
   *
   * @param connection in auto-commit mode, now and when they are put back
   */
  Restored apply(Connection connection) throws SQLException {
    String lock;
    String statement;
    try (Statement query = connection.createStatement();
        ResultSet row =
            query.executeQuery(
                "SELECT current_setting('lock_timeout'), current_setting('statement_timeout')")) {
      row.next();
      lock = row.getString(1);
      statement = row.getString(2);
    }
    boolean limited = !statementTimeout.isZero();
    set(
        connection,
        milliseconds(lockTimeout),
        limited ? milliseconds(statementTimeout) : statement);
    return () -> {
      if (!connection.isClosed()) {
        set(connection, lock, statement);
      }
    };
  }

  /**
   * Sets the longest wait for a lock for a transaction, which begins with that or has begun.
   *
   * @param connection not in auto-commit mode
   */
  void applyToTransaction(Connection connection) throws SQLException {
    try (Statement set = connection.createStatement()) {
      set.execute("SET LOCAL lock_timeout = '" + milliseconds(lockTimeout) + "'");
    }
  }

  /**
   * Lets one statement wait for as long as all tries together may: a CONCURRENTLY that waits for
   * old transactions keeps nobody from reading and writing, and its work would be lost. What a
   * script has set itself is left alone.
   */
  Restored patient(Connection connection) throws SQLException {
    swap(connection, lockTimeout, budget());
    return () -> {
      if (!connection.isClosed()) {
        swap(connection, budget(), lockTimeout);
      }
    };
  }

  private static void swap(Connection connection, Duration from, Duration to) throws SQLException {
    try (PreparedStatement set =
        connection.prepareStatement(
            "SELECT set_config(name, ?, false) FROM pg_settings WHERE name = 'lock_timeout' AND setting = ?")) {
      set.setString(1, Long.toString(to.toMillis()));
      set.setString(2, Long.toString(from.toMillis()));
      set.executeQuery().close();
    }
  }

  private static void set(Connection connection, String lock, String statement)
      throws SQLException {
    try (PreparedStatement set =
        connection.prepareStatement(
            "SELECT set_config('lock_timeout', ?, false), set_config('statement_timeout', ?, false)")) {
      set.setString(1, lock);
      set.setString(2, statement);
      set.executeQuery().close();
    }
  }

  private static String milliseconds(Duration duration) {
    return Math.min(duration.toMillis(), Integer.MAX_VALUE) + "ms";
  }

  private static void require(boolean met, String what, Object given) {
    if (!met) {
      throw new IllegalArgumentException(what + ": " + given + ".");
    }
  }
}
