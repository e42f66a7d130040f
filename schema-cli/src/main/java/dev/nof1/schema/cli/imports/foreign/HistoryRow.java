package dev.nof1.schema.cli.imports.foreign;

import dev.nof1.schema.error.DatabaseException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Row of a history table.
 *
 * @param values by column; a column without a value is not in it
 */
public record HistoryRow(Map<String, String> values) {

  /**
   * Reads a table.
   *
   * @param table as in SQL
   * @param columns which; the first gives the order
   */
  static List<HistoryRow> all(
      Connection connection, String table, List<String> columns, String tool) throws SQLException {
    String found = found(connection, table);
    if (found == null) {
      throw new DatabaseException(
          "There is no table %s in %s, so it is not known what %s has applied there. Nothing was recorded. Name the table with --history-table, or check the database (--env)."
              .formatted(table, connection.getCatalog(), tool));
    }
    String names = columns.stream().map(c -> '"' + c + '"').collect(Collectors.joining(", "));
    List<HistoryRow> rows = new ArrayList<>();
    // The server has quoted the name.
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT %s FROM %s ORDER BY 1".formatted(names, found))) {
      while (row.next()) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
          String value = row.getString(i + 1);
          if (value != null) {
            values.put(columns.get(i), value);
          }
        }
        rows.add(new HistoryRow(values));
      }
    }
    return rows;
  }

  private static @Nullable String found(Connection connection, String table) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement("SELECT to_regclass(?)::text")) {
      query.setString(1, table);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? row.getString(1) : null;
      }
    }
  }

  /** Value of a column; empty where there is none. */
  public String get(String column) {
    return values.getOrDefault(column, "");
  }
}
