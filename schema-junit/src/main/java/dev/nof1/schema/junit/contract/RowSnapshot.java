package dev.nof1.schema.junit.contract;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Rows of all tables, as text.
 *
 * @param tables by qualified name
 */
record RowSnapshot(Map<String, Table> tables) {
  static final RowSnapshot NONE = new RowSnapshot(Map.of());

  /** Rows of one table that a message shows; more say nothing new. */
  private static final int SHOWN = 10;

  /** Tables; without pages a table has no rows, which is cheaper to know. */
  private static final String TABLES =
      """
      SELECT format('%I.%I', n.nspname, c.relname),
             ARRAY(SELECT format('%I', a.attname) FROM pg_attribute a
                   WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                   ORDER BY a.attnum),
             pg_relation_size(c.oid) > 0
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND c.oid IS DISTINCT FROM to_regclass(?)
            AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
      """;

  /**
   * Table with its rows.
   *
   * @param columns their names, as in SQL
   * @param rows a value for each of the columns; the text null where there is none
   */
  record Table(List<String> columns, List<List<String>> rows) {}

  static RowSnapshot read(Connection connection, String changelog) throws SQLException {
    Map<String, Table> tables = new TreeMap<>();
    Map<String, List<String>> filled = new TreeMap<>();
    try (PreparedStatement query = connection.prepareStatement(TABLES)) {
      query.setString(1, changelog);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          List<String> columns = List.of((String[]) row.getArray(2).getArray());
          tables.put(row.getString(1), new Table(columns, List.of()));
          if (row.getBoolean(3) && !columns.isEmpty()) {
            filled.put(row.getString(1), columns);
          }
        }
      }
    }
    for (Map.Entry<String, List<String>> table : filled.entrySet()) {
      List<List<String>> rows = rows(connection, table.getKey(), table.getValue());
      tables.put(table.getKey(), new Table(table.getValue(), rows));
    }
    return new RowSnapshot(tables);
  }

  private static List<List<String>> rows(Connection connection, String table, List<String> columns)
      throws SQLException {
    String texts = columns.stream().map(c -> c + "::text").collect(Collectors.joining(", "));
    List<List<String>> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT " + texts + " FROM ONLY " + table)) {
      while (row.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= columns.size(); i++) {
          String value = row.getString(i);
          values.add(value == null ? "NULL" : "'" + value + "'");
        }
        rows.add(values);
      }
    }
    return rows;
  }

  /**
   * Describes which rows are gone, and which have come: of tables and columns that are there both
   * times, because other proofs report a table or column that is gone.
   */
  String compare(RowSnapshot after) {
    StringBuilder text = new StringBuilder();
    tables.forEach(
        (name, before) -> {
          Table now = after.tables.get(name);
          if (now != null) {
            List<String> common = new ArrayList<>(before.columns);
            common.retainAll(now.columns);
            List<String> gone = shown(before, common);
            List<String> come = shown(now, common);
            List<String> kept = new ArrayList<>(come);
            gone.removeIf(kept::remove);
            shown(before, common).forEach(come::remove);
            append(text, "removed from " + name + ": ", gone);
            append(text, "added to " + name + ": ", come);
          }
        });
    return text.toString();
  }

  private static List<String> shown(Table table, List<String> columns) {
    List<Integer> places = columns.stream().map(table.columns::indexOf).toList();
    List<String> shown = new ArrayList<>();
    for (List<String> row : table.rows) {
      StringJoiner values = new StringJoiner(", ");
      for (int i = 0; i < places.size(); i++) {
        values.add(columns.get(i) + " = " + row.get(places.get(i)));
      }
      shown.add(values.toString());
    }
    shown.sort(null);
    return shown;
  }

  private static void append(StringBuilder text, String what, List<String> rows) {
    rows.stream().limit(SHOWN).forEach(row -> text.append(what).append(row).append('\n'));
    if (rows.size() > SHOWN) {
      text.append(what).append(rows.size() - SHOWN).append(" more\n");
    }
  }
}
