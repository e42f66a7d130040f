package dev.nof1.schema;

import dev.nof1.schema.sql.SqlStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Looks after the indexes that a script builds outside a transaction: a build that fails leaves an
 * index that is there but not valid (PostgreSQL: <a
 * href="https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY">Building
 * Indexes Concurrently</a>).
 */
final class IndexWatch {
  private final List<String> builds = new ArrayList<>();

  static boolean isBuild(SqlStatement s) {
    return s.startsWith("CREATE", "INDEX") || s.startsWith("CREATE", "UNIQUE", "INDEX");
  }

  void watch(SqlStatement s) {
    if (isBuild(s)) {
      builds.add(s.text().toLowerCase(Locale.ROOT));
    }
  }

  /** Indexes that are not valid and that the script has named. */
  List<String> invalid(Connection connection) throws SQLException {
    List<String> invalid = new ArrayList<>();
    if (builds.isEmpty()) {
      return invalid;
    }
    try (Statement query = connection.createStatement();
        ResultSet row =
            query.executeQuery(
                "SELECT indexrelid::regclass::text, relname FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE NOT indisvalid")) {
      while (row.next()) {
        String name = row.getString(2).toLowerCase(Locale.ROOT);
        if (builds.stream().anyMatch(build -> build.contains(name))) {
          invalid.add(row.getString(1));
        }
      }
    }
    return invalid;
  }

  /** What to do about them, for a message; nothing where the connection can no longer be asked. */
  String left(Connection connection) {
    try {
      if (connection.isClosed() || !connection.getAutoCommit()) {
        return "";
      }
      StringBuilder advice = new StringBuilder();
      for (String index : invalid(connection)) {
        advice.append(
            " It left the invalid index %1$s behind: DROP INDEX CONCURRENTLY %1$s first."
                .formatted(index));
      }
      return advice.toString();
    } catch (SQLException e) {
      return "";
    }
  }
}
