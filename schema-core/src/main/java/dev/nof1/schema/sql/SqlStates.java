package dev.nof1.schema.sql;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What an SQLSTATE tells.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL Error
 *     Codes</a>
 */
public final class SqlStates {
  private SqlStates() {}

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
    return e.getSQLState() == null ? said : said + " [" + e.getSQLState() + "]";
  }

  /**
   * Whether the connection is gone: by the network, or because the server ended it.
   *
   * @param sqlState an SQLSTATE, or an empty text
   * @return true for classes 08 and 57P
   */
  public static boolean isConnectionLost(String sqlState) {
    return sqlState.startsWith("08") || sqlState.startsWith("57P");
  }

  /**
   * Whether the server lacked something: disk, memory, connections.
   *
   * @param sqlState an SQLSTATE, or an empty text
   * @return true for class 53
   */
  public static boolean isOutOfResources(String sqlState) {
    return sqlState.startsWith("53");
  }

  /**
   * Whether a lock could not be had: it took too long, or two waited for each other.
   *
   * @param sqlState an SQLSTATE, or an empty text
   * @return true for lock_not_available and deadlock_detected
   */
  public static boolean isLockNotGot(String sqlState) {
    return sqlState.equals("55P03") || sqlState.equals("40P01");
  }

  /**
   * Whether no connection came about: unreachable, refused, or no such database.
   *
   * @param e what was caught
   * @return true for classes 08, 28, 3D and 57P
   */
  public static boolean isConnectFailure(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    return isConnectionLost(state) || state.startsWith("28") || state.startsWith("3D");
  }
}
