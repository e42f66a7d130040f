package dev.nof1.schema.session;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Limits of a migration's statements: how long each may wait, and how often it is tried.
 *
 * @param lockTimeout the longest wait for one lock, above zero
 * @param tries how often what waited too long is tried, from 1
 * @param statementTimeout the longest time for one statement; zero for no limit, of a transaction
 *     neither; null for the limits that the session has
 */
public record Limits(Duration lockTimeout, int tries, @Nullable Duration statementTimeout) {
  public static final Limits DEFAULT = new Limits(Duration.ofSeconds(5), 10, null);

  /** The server has {@code transaction_timeout} from this version on. */
  private static final int TRANSACTION_TIMEOUT_SINCE = 17;

  /** Two minutes for five seconds and ten tries: as long again for the pauses, and a little. */
  private static final double WITH_PAUSES = 2.4;

  public Limits {
    require(lockTimeout.toMillis() > 0, "The lock timeout must be above zero", lockTimeout);
    require(tries > 0, "The number of tries must be above zero", tries);
    if (statementTimeout != null) {
      require(
          !statementTimeout.isNegative(), "The statement timeout is negative", statementTimeout);
    }
  }

  public Limits withLockTimeout(Duration timeout) {
    return new Limits(timeout, tries, statementTimeout);
  }

  public Limits withTries(int number) {
    return new Limits(lockTimeout, number, statementTimeout);
  }

  public Limits withStatementTimeout(Duration timeout) {
    return new Limits(lockTimeout, tries, timeout);
  }

  /** After this time nothing is tried once more; no more than the server takes for a timeout. */
  public Duration budget() {
    double wanted = (double) lockTimeout.toMillis() * tries * WITH_PAUSES;
    return Duration.ofMillis((long) Math.min(wanted, Integer.MAX_VALUE));
  }

  /** Puts back what a session had before. */
  public interface Restored extends AutoCloseable {
    @Override
    void close() throws SQLException;
  }

  /**
   * The settings of a session that has these limits.
   *
   * @param connection to the server that they are for
   */
  public Map<String, String> settings(Connection connection) throws SQLException {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("lock_timeout", milliseconds(lockTimeout));
    if (statementTimeout != null) {
      settings.put("statement_timeout", milliseconds(statementTimeout));
      if (statementTimeout.isZero()
          && connection.getMetaData().getDatabaseMajorVersion() >= TRANSACTION_TIMEOUT_SINCE) {
        settings.put("transaction_timeout", "0");
      }
    }
    return settings;
  }

  /**
   * Sets the longest wait for a lock for a transaction, which begins with that or has begun.
   *
   * @param connection not in auto-commit mode
   */
  public void applyToTransaction(Connection connection) throws SQLException {
    try (Statement set = connection.createStatement()) {
      set.execute("SET LOCAL lock_timeout = '" + milliseconds(lockTimeout) + "'");
    }
  }

  /**
   * Lets one statement wait for as long as all tries together may: a CONCURRENTLY that waits for
   * old transactions keeps nobody from reading and writing, and its work would be lost. What a
   * script has set itself is left alone.
   */
  public Restored patient(Connection connection) throws SQLException {
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

  private static String milliseconds(Duration duration) {
    return Math.min(duration.toMillis(), Integer.MAX_VALUE) + "ms";
  }

  private static void require(boolean met, String what, Object given) {
    if (!met) {
      throw new IllegalArgumentException(what + ": " + given + ".");
    }
  }
}
