package dev.nof1.schema.rows;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;

/** Tries statements in an open transaction, which goes on whatever becomes of them. */
final class Trials {
  private final Connection connection;

  Trials(Connection connection) {
    this.connection = connection;
  }

  /** Checks whether the server computes an expression. */
  boolean accepts(String expression) {
    return isTrue("SELECT true FROM (SELECT %s OFFSET 0) made".formatted(expression));
  }

  /** Checks whether a query of one row and column gives true. */
  boolean isTrue(String query) {
    try {
      return tried(
          statement -> {
            try (ResultSet row = statement.executeQuery(query)) {
              row.next();
              return row.getBoolean(1);
            }
          });
    } catch (SQLException e) {
      return false;
    }
  }

  /**
   * Runs a statement that leaves nothing when it fails, its deferred constraints included.
   *
   * @return how many rows it changed
   */
  int run(String sql) throws SQLException {
    return tried(
        statement -> {
          statement.execute(sql);
          int changed = Math.max(0, statement.getUpdateCount());
          if (changed > 0) {
            statement.execute("SET CONSTRAINTS ALL IMMEDIATE");
            statement.execute("SET CONSTRAINTS ALL DEFERRED");
          }
          return changed;
        });
  }

  private interface Work<T> {
    T on(Statement statement) throws SQLException;
  }

  private <T> T tried(Work<T> work) throws SQLException {
    Savepoint before = connection.setSavepoint();
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      T result = work.on(statement);
      connection.releaseSavepoint(before);
      return result;
    } catch (SQLException e) {
      connection.rollback(before);
      throw e;
    }
  }
}
