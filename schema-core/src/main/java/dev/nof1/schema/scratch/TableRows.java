package dev.nof1.schema.scratch;

import dev.nof1.schema.catalog.ObjectKind;
import dev.nof1.schema.catalog.SchemaObject;
import dev.nof1.schema.catalog.SchemaSnapshot;
import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.sql.driver.SqlStates;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import javax.sql.DataSource;

/** The rows that scripts write, compared between databases whose tables are the same. */
final class TableRows {
  private TableRows() {}

  /**
   * Result of a comparison of rows.
   *
   * @param differences tables and sequences, in words
   * @param nondeterministic columns, qualified
   */
  record Comparison(List<String> differences, List<String> nondeterministic) {}

  /** Tables with rows of their own, and sequences, by their quoted names. */
  static List<String> withRows(SchemaSnapshot snapshot) {
    return snapshot.objects().stream()
        .filter(o -> o.kind() == ObjectKind.TABLE || o.kind() == ObjectKind.SEQUENCE)
        .map(SchemaObject::name)
        .toList();
  }

  /**
   * Compares the rows of a third database with those of two that the same scripts made; where those
   * two differ from each other, nothing follows for the third.
   */
  static Comparison compare(
      DataSource first, DataSource again, DataSource other, List<String> tables) {
    List<String> differences = new ArrayList<>();
    List<String> nondeterministic = new ArrayList<>();
    try (Connection a = first.getConnection();
        Connection b = again.getConnection();
        Connection c = other.getConnection()) {
      for (String table : tables) {
        List<String> columns = columns(b, table);
        if (columns.isEmpty() || !columns.equals(columns(c, table))) {
          // The schema differs, and the comparison of schemas reports it.
          continue;
        }
        List<String> steady = new ArrayList<>();
        for (String column : columns) {
          boolean same = sum(a, table, List.of(column)).equals(sum(b, table, List.of(column)));
          if (same) {
            steady.add(column);
          } else {
            nondeterministic.add(table + "." + column);
          }
        }
        if (!sum(b, table, steady).equals(sum(c, table, steady))) {
          differences.add("changed rows of " + table);
        }
      }
    } catch (SQLException e) {
      throw new DatabaseException(
          "The scratch databases cannot be compared: " + SqlStates.describe(e) + ".", e);
    }
    return new Comparison(differences, nondeterministic);
  }

  private static List<String> columns(Connection connection, String table) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped AND attname <> 'log_cnt' ORDER BY attnum")) {
      query.setString(1, table);
      List<String> columns = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          columns.add(Objects.requireNonNull(row.getString(1)));
        }
      }
      return columns;
    }
  }

  /** Counts the rows, and sums up their values, whatever their order. */
  private static String sum(Connection connection, String table, List<String> columns)
      throws SQLException {
    StringJoiner texts = new StringJoiner(", ", "ROW(", ")::text");
    columns.forEach(column -> texts.add(column + "::text"));
    String sql =
        "SELECT count(*) || ' ' || coalesce(md5(string_agg(r, E'\\n' ORDER BY r COLLATE \"C\")), '') FROM (SELECT %s AS r FROM ONLY %s) AS rows"
            .formatted(texts, table);
    try (PreparedStatement query = connection.prepareStatement(sql);
        ResultSet row = query.executeQuery()) {
      row.next();
      return Objects.requireNonNull(row.getString(1));
    }
  }
}
