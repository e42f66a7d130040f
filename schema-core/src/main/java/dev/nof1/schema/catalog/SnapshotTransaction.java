package dev.nof1.schema.catalog;

import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.sql.driver.SqlStates;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The transaction that a snapshot is read in; it ends as if it had never been. */
final class SnapshotTransaction {
  /**
   * Settings of this transaction only, so that nothing has to be set back. Definitions depend on
   * all of the settings but the last two, which are against waiting unseen and against plans that
   * take longer than the query.
   */
  private static final String SETTINGS =
      """
      SELECT set_config('search_path', '', true), set_config('quote_all_identifiers', 'off', true),
             set_config('DateStyle', 'ISO, YMD', true), set_config('IntervalStyle', 'postgres', true),
             set_config('TimeZone', 'UTC', true), set_config('extra_float_digits', '1', true),
             set_config('bytea_output', 'hex', true), set_config('lc_monetary', 'C', true),
             set_config('xmloption', 'content', true), set_config('lock_timeout', '5s', true), set_config('jit', 'off', true)
      """;

  private SnapshotTransaction() {}

  static SchemaSnapshot read(Connection connection, SnapshotOptions options) {
    try {
      refuseTransaction(connection);
      boolean autoCommit = connection.getAutoCommit();
      connection.setAutoCommit(false);
      try {
        return readInTransaction(connection, options);
      } finally {
        connection.rollback();
        connection.setAutoCommit(autoCommit);
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private static SchemaSnapshot readInTransaction(Connection connection, SnapshotOptions options)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // Not by setReadOnly and setTransactionIsolation: those change the session.
      statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    }
    CatalogReader reader = new CatalogReader(connection, options);
    reader.leaveOutChangelogs();
    try (Statement statement = connection.createStatement()) {
      statement.execute(SETTINGS);
    }
    return reader.read();
  }

  /** The driver itself refuses this within a transaction, and sends nothing where all is well. */
  private static void refuseTransaction(Connection connection) throws SQLException {
    boolean readOnly = connection.isReadOnly();
    try {
      connection.setReadOnly(readOnly);
    } catch (SQLException e) {
      throw new DatabaseException(
          "The schema cannot be read on a connection that is in a transaction. The transaction was left as it is. Commit it or roll it back first, or use a connection of its own.",
          e);
    }
  }

  private static DatabaseException failure(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    String next =
        SqlStates.isLockNotGot(state)
            ? "Somebody else changes the schema. Try again when that is done."
            : SqlStates.isConnectionLost(state)
                ? "Try again when the server can be reached."
                : "If others change the schema meanwhile, try again when they are done.";
    return new DatabaseException(
        "The schema could not be read: " + SqlStates.describe(e) + ". Nothing was changed. " + next,
        e);
  }
}
