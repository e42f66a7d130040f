package dev.nof1.schema.junit;

import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.sql.SqlStates;
import dev.nof1.schema.testdb.Clone;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A database that many tests read. */
final class SharedDatabase {
  private SharedDatabase() {}

  /** Has the server refuse to write (SQLSTATE 25006), in every session that begins from now on. */
  static Clone readOnly(Clone clone) {
    try (Connection connection =
            clone.server().dataSource(clone.server().maintenanceDatabase()).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "ALTER DATABASE " + clone.name() + " SET default_transaction_read_only = on");
      // Opened before, it would still write.
      clone.takeConnection().ifPresent(SharedDatabase::close);
      return clone;
    } catch (SQLException e) {
      throw new DatabaseException(
          "The shared database %s could not be made read-only: %s."
              .formatted(clone.name(), SqlStates.describe(e)),
          e);
    }
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // It was never used.
    }
  }
}
