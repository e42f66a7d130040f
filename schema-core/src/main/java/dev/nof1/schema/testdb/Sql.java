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

  /**
   * Takes a lock that is this session's until it ends or gives it back; never waits.
   *
   * <p>Such a lock belongs to one database, and others who use this server may be connected to
   * another one. Their locks are seen all the same: where two take one at once, both give it back,
   * so whoever tries again does so after a pause of random length.
   */
  static boolean tryLock(Connection connection, String name) throws SQLException {
    long key = key(name);
    if (!query(connection, "SELECT pg_try_advisory_lock(" + key + ")").equals(List.of("t"))) {
      return false;
    }
    boolean alone = holders(connection, key) == 1;
    if (!alone) {
      unlock(connection, name);
    }
    return alone;
  }

  static void unlock(Connection connection, String name) throws SQLException {
    query(connection, "SELECT pg_advisory_unlock(" + key(name) + ")");
  }

  /**
   * Counts the holders of a lock in all databases. A 64-bit key is shown as two halves (PostgreSQL:
   * pg_locks).
   */
  private static int holders(Connection connection, long key) throws SQLException {
    return query(
            connection,
            "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1"
                + " AND classid::bigint = "
                + (key >>> 32)
                + " AND objid::bigint = "
                + (key & 0xFFFFFFFFL))
        .size();
  }

  private static long key(String name) {
    return ByteBuffer.wrap(TemplateSpec.digest("nof1-schema test databases " + name)).getLong();
  }

  static boolean exists(Connection connection, String database) throws SQLException {
    return !query(connection, "SELECT 1 FROM pg_database WHERE datname = ?", database).isEmpty();
  }
}
