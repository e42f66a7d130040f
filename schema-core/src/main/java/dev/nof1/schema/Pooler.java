package dev.nof1.schema;

import dev.nof1.schema.error.DatabaseException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.jdbc.PgConnection;

/**
 * Finds out whether a pooler between here and the server gives each transaction to another server
 * session (PgBouncer: {@code pool_mode=transaction}), where neither the migration lock nor settings
 * can hold.
 *
 * <p>The process that the driver was told of when it connected is the pooler's invention, never the
 * one that answers; without that nothing more is asked. A pooler in session mode does the same, so
 * a second connection tells the two apart: two clients meet on one server process, or one of them
 * changes its own, only if they do not own them.
 */
final class Pooler {
  private static final int PATIENCE_MILLIS = 3000;
  private static final int ROUNDS = 3;

  private Pooler() {}

  /**
   * Refuses such a pooler.
   *
   * @throws DatabaseException if there is one; nothing was changed
   */
  static void refuse(DataSource dataSource, Connection connection) throws SQLException {
    int process = process(connection);
    if (!connection.isWrapperFor(PgConnection.class)
        || connection.unwrap(PgConnection.class).getBackendPID() == process) {
      return;
    }
    if (changes(dataSource, connection, process)) {
      throw new DatabaseException(
          "The connection goes through a pooler in transaction mode (PgBouncer or one like it), which gives each transaction to another server session. The lock that keeps other migrators out would not hold there, and settings of scripts would reach other clients. Nothing was changed. For migrations connect to the server itself, or to a pool with pool_mode=session.");
    }
  }

  private static boolean changes(DataSource dataSource, Connection first, int process)
      throws SQLException {
    for (int i = 0; i < ROUNDS; i++) {
      if (process(first) != process) {
        return true;
      }
    }
    try (Connection second = dataSource.getConnection()) {
      if (second.unwrap(PgConnection.class) == first.unwrap(PgConnection.class)) {
        return false;
      }
      boolean autoCommit = second.getAutoCommit();
      // A pool in session mode that has but one session lets the second client wait for it.
      int network = second.getNetworkTimeout();
      second.setNetworkTimeout(Runnable::run, PATIENCE_MILLIS);
      second.setAutoCommit(false);
      // Keeps its server process until the transaction ends.
      boolean met = process(second) == process || process(first) != process;
      second.rollback();
      // The one that was given back last is the first to be given away.
      met = met || process(first) != process;
      second.setAutoCommit(autoCommit);
      second.setNetworkTimeout(Runnable::run, network);
      return met;
    } catch (SQLException e) {
      return false;
    }
  }

  private static int process(Connection connection) throws SQLException {
    try (Statement query = connection.createStatement();
        ResultSet row = query.executeQuery("SELECT pg_backend_pid()")) {
      row.next();
      return row.getInt(1);
    }
  }
}
