package dev.nof1.schema.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** One statement on a connection of its own. */
final class Query {
  private Query() {}

  static String text(PostgresServer server, String sql) throws SQLException {
    return text(server.dataSource(server.maintenanceDatabase()), sql);
  }

  static String text(DataSource database, String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  static void run(PostgresServer server, String sql) throws SQLException {
    run(server.dataSource(server.maintenanceDatabase()), sql);
  }

  static void run(DataSource database, String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
