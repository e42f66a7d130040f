package dev.nof1.schema.session;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.jdbc.PgConnection;

/**
 * Process of the server that a connection belongs to. PostgreSQL's own driver knows without asking;
 * one that wraps it and does not give it out, or another one, has to ask.
 */
public final class BackendProcess {
  private BackendProcess() {}

  /**
   * Finds the number of the process, from the driver where the driver knows it.
   *
   * @param connection whose process is meant
   * @return the process id of its backend, or of what a pooler pretends
   * @throws SQLException if the server cannot be asked
   */
  public static int of(Connection connection) throws SQLException {
    return isKnown(connection)
        ? connection.unwrap(PgConnection.class).getBackendPID()
        : asked(connection);
  }

  /** Checks whether the driver knows the process. */
  static boolean isKnown(Connection connection) {
    try {
      return connection.isWrapperFor(PgConnection.class);
    } catch (SQLException | AbstractMethodError e) {
      // A driver that was written before there was such a question.
      return false;
    }
  }

  /** The one that answers now. */
  static int asked(Connection connection) throws SQLException {
    try (Statement query = connection.createStatement();
        ResultSet row = query.executeQuery("SELECT pg_backend_pid()")) {
      row.next();
      return row.getInt(1);
    }
  }
}
