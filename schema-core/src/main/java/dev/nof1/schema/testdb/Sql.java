package dev.nof1.schema.testdb;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The few things said to a server about its databases. Names are our own, so they need no quoting.
 */
final class Sql {
  private Sql() {}

  static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first column of each row. */
  static List<String> query(Connection connection, String sql, String... parameters)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        query.setString(i + 1, parameters[i]);
      }
      List<String> values = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          values.add(row.getString(1));
        }
      }
      return values;
    }
  }

  /** Takes a lock that is this session's until it ends or gives it back; never waits. */
  static boolean tryLock(Connection connection, String name) throws SQLException {
    return advisory(connection, "pg_try_advisory_lock", name);
  }

  static void unlock(Connection connection, String name) throws SQLException {
    advisory(connection, "pg_advisory_unlock", name);
  }

  private static boolean advisory(Connection connection, String function, String name)
      throws SQLException {
    long key = ByteBuffer.wrap(TemplateSpec.digest("nof1-schema test databases " + name)).getLong();
    return query(connection, "SELECT " + function + "(" + key + ")").equals(List.of("t"));
  }

  static boolean exists(Connection connection, String database) throws SQLException {
    return !query(connection, "SELECT 1 FROM pg_database WHERE datname = ?", database).isEmpty();
  }
}
