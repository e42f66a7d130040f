package dev.nof1.schema.rows;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Reads from the catalogs what has to be known to fill tables. */
final class FillCatalog {
  /** Queries by the names of their files: most are asked for each table. */
  private static final Map<String, String> QUERIES = new ConcurrentHashMap<>();

  private final Connection connection;

  FillCatalog(Connection connection) {
    this.connection = connection;
  }

  private interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Lists the tables that hold rows, but for those named, by schema and name. */
  List<FillTable> tables(Set<String> except) throws SQLException {
    List<FillTable> tables = new ArrayList<>();
    for (TableRow table : all("tables", TableRow::of)) {
      if (!except.contains(table.plain)) {
        tables.add(table(table));
      }
    }
    return tables;
  }

  private record TableRow(
      long oid,
      String name,
      String plain,
      Optional<String> bound,
      boolean conflicts,
      Set<Long> ancestors) {
    static TableRow of(ResultSet row) throws SQLException {
      return new TableRow(
          row.getLong("oid"),
          row.getString("name"),
          row.getString("plain"),
          Optional.ofNullable(row.getString("bound")),
          row.getBoolean("conflicts"),
          new HashSet<>(longs(row, "ancestors")));
    }
  }

  private FillTable table(TableRow table) throws SQLException {
    List<FillColumn> columns = all("columns", FillCatalog::column, table.oid);
    List<Condition> conditions =
        new ArrayList<>(all("checks", FillCatalog::condition, table.oid, table.oid));
    table.bound.ifPresent(bound -> conditions.add(condition(bound, columns)));
    for (FillColumn column : columns) {
      if (column.notNull() && column.generated().isPresent()) {
        String value = column.generated().get();
        conditions.add(condition("(" + value + ") IS NOT NULL", columns));
      }
    }
    return new FillTable(
        table.oid,
        table.name,
        table.ancestors,
        table.conflicts,
        columns,
        conditions,
        all("foreign_keys", FillCatalog::foreignKey, table.oid));
  }

  private static Condition condition(String sql, List<FillColumn> columns) {
    Set<String> names = ConditionText.of(sql).names();
    return new Condition(
        columns.stream().filter(c -> names.contains(c.name())).map(FillColumn::number).toList(),
        sql);
  }

  private static FillColumn column(ResultSet row) throws SQLException {
    return new FillColumn(
        row.getInt("attnum"),
        row.getString("attname"),
        row.getLong("type"),
        row.getInt("typmod"),
        row.getString("storage"),
        row.getBoolean("not_null"),
        row.getBoolean("counted"),
        Optional.ofNullable(row.getString("generated")));
  }

  private static Condition condition(ResultSet row) throws SQLException {
    String column = row.getString("of_column");
    String sql = row.getString("condition");
    return new Condition(
        ints(row, "columns"),
        column == null ? sql : ConditionText.of(sql).with(SqlNames.quoted(column)));
  }

  private static ForeignKey foreignKey(ResultSet row) throws SQLException {
    return new ForeignKey(
        row.getString("conname"),
        row.getLong("target"),
        row.getString("target_name"),
        ints(row, "columns"),
        Arrays.asList((String[]) row.getArray("keys").getArray()));
  }

  /** Reads all types, by oid. */
  Map<Long, ValueType> types() throws SQLException {
    Map<Long, ValueType> types = new HashMap<>();
    all("types", row -> types.put(row.getLong("oid"), type(row)));
    return types;
  }

  private static ValueType type(ResultSet row) throws SQLException {
    long range = row.getLong("range_of");
    return new ValueType(
        row.getString("nspname"),
        row.getString("typname"),
        row.getString("typtype").charAt(0),
        row.getString("typcategory").charAt(0),
        row.getString("name"),
        row.getLong("base"),
        row.getInt("base_typmod"),
        row.getBoolean("is_array") ? row.getLong("element") : 0,
        range == 0 ? row.getLong("multirange_of") : range,
        longs(row, "parts"),
        ints(row, "part_typmods"));
  }

  private <T> List<T> all(String query, Reader<T> reader, long... parameters) throws SQLException {
    List<T> rows = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(QUERIES.computeIfAbsent(query, FillCatalog::read))) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setLong(i + 1, parameters[i]);
      }
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          rows.add(reader.read(row));
        }
      }
    }
    return rows;
  }

  private static List<Long> longs(ResultSet row, String column) throws SQLException {
    List<Long> numbers = new ArrayList<>();
    for (Object number : elements(row, column)) {
      numbers.add(((Number) number).longValue());
    }
    return numbers;
  }

  private static List<Integer> ints(ResultSet row, String column) throws SQLException {
    return longs(row, column).stream().map(Long::intValue).toList();
  }

  private static Object[] elements(ResultSet row, String column) throws SQLException {
    Array array = row.getArray(column);
    return array == null ? new Object[0] : (Object[]) array.getArray();
  }

  private static String read(String query) {
    try (InputStream file = FillCatalog.class.getResourceAsStream(query + ".sql")) {
      if (file == null) {
        throw new IllegalStateException("There is no query " + query);
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
