package dev.nof1.schema.sql.driver;

import java.sql.SQLException;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * Meanings of SQLSTATEs.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL Error
 *     Codes</a>
 */
public final class SqlStates {
  private static final String IDLE_IN_TRANSACTION = "25P03";
  private static final String TRANSACTION_TIMEOUT = "25P04";

  private static final String INVALID_VALUE = "22023";

  private SqlStates() {}

  /**
   * Reads the SQLSTATE of an exception.
   *
   * @param e what was caught
   * @return five characters, or an empty text where the driver gave none
   */
  public static String of(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }

  /**
   * The message and the SQLSTATE in brackets.
   *
   * @param e what was caught
   * @return such as {@code permission denied for table t [42501]}
   */
  public static String describe(SQLException e) {
    return describe(e.getMessage(), e);
  }

  static String describe(@Nullable String message, SQLException e) {
    String said = message == null ? e.getClass().getSimpleName() : message;
    return e.getSQLState() == null ? said : said + " [" + e.getSQLState() + "]" + zone(said, e);
  }

  /**
   * The driver sends the JVM's time zone when it connects, and the refusal is recognised by the
   * setting's name: the rest of the message is in the server's language.
   */
  private static String zone(String said, SQLException e) {
    if (!INVALID_VALUE.equals(e.getSQLState()) || !said.contains("\"TimeZone\"")) {
      return "";
    }
    return said.contains("\"" + TimeZone.getDefault().getID() + "\"")
        ? " (it is this JVM's time zone, which the driver sends and the server does not know: start the JVM with -Duser.timezone=UTC, or with TZ=UTC)"
        : " (the server does not know the zone that session_time_zone names; SELECT name FROM pg_timezone_names lists those that it does)";
  }

  /**
   * Checks whether the connection is gone: by the network, or because the server ended it.
   *
   * @param sqlState an SQLSTATE, or an empty text
   * @return true for classes 08 and 57P, and for the time limits of a transaction
   */
  public static boolean isConnectionLost(String sqlState) {
    return sqlState.startsWith("08")
        || sqlState.startsWith("57P")
        || sqlState.equals(IDLE_IN_TRANSACTION)
        || sqlState.equals(TRANSACTION_TIMEOUT);
  }

  /**
   * Checks whether the server lacked something: disk, memory, connections.
   *
   * @param sqlState an SQLSTATE, or an empty text
   * @return true for class 53
   */
  public static boolean isOutOfResources(String sqlState) {
    return sqlState.startsWith("53");
  }

  /**
   * Checks whether a session did not get a lock: it waited too long, or two sessions waited for
   * each other.
   *
   * @param sqlState an SQLSTATE, or an empty text
   * @return true for lock_not_available and deadlock_detected
   */
  public static boolean isLockNotGot(String sqlState) {
    return sqlState.equals("55P03") || sqlState.equals("40P01");
  }

  /**
   * Checks whether no connection came about: unreachable, refused, or no such database.
   *
   * @param e what was caught
   * @return true for classes 08, 28, 3D and 57P
   */
  public static boolean isConnectFailure(SQLException e) {
    String state = of(e);
    return isConnectionLost(state) || state.startsWith("28") || state.startsWith("3D");
  }
}
