package dev.nof1.schema.rows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Query that makes rows for one table, of which those are taken that meet its conditions. The rows
 * are numbered, and all that is chosen follows from a row's number and the seed.
 */
final class Candidates {
  /** One in so many values of a column that may be null is null. */
  private static final int NULLS = 6;

  private static final String NUMBER = "nof1_number";

  private final FillTable table;
  private final ValueExpressions values;
  private final long seed;

  /** Rows of the tables that foreign keys refer to, by oid. */
  private final Map<Long, Long> targets;

  /** Values out of the conditions, by number of the column; empty in a first try. */
  private final Map<Integer, List<String>> candidates;

  private final Map<Integer, String> expressions = new HashMap<>();
  private final List<String> joins = new ArrayList<>();
  private final List<String> filters = new ArrayList<>();
  private long combinations = 1;

  Candidates(
      FillTable table,
      ValueExpressions values,
      long seed,
      Map<Long, Long> targets,
      Map<Integer, List<String>> candidates) {
    this.table = table;
    this.values = values;
    this.seed = seed;
    this.targets = targets;
    this.candidates = candidates;
  }

  /**
   * Writes the statement that inserts rows.
   *
   * @param first number of the first row
   * @param made how many are made
   * @param taken how many are taken at most
   * @throws UnfillableException if one of its columns cannot be given a value
   */
  String insert(long first, long made, long taken) throws UnfillableException {
    for (ForeignKey key : table.foreignKeys()) {
      refer(key);
    }
    for (FillColumn column : table.columns()) {
      if (!expressions.containsKey(column.number()) && column.generated().isEmpty()) {
        expressions.put(column.number(), value(column));
      }
    }
    for (ForeignKey key : table.foreignKeys()) {
      referToItself(key);
    }
    table.conditions().forEach(c -> filters.add("(" + c.sql() + ") IS NOT FALSE"));
    String names = table.given().stream().map(FillColumn::quoted).collect(Collectors.joining(", "));
    return """
        INSERT INTO %s %s
        SELECT %s FROM (SELECT made.*%s FROM (
          SELECT x AS %s%s FROM generate_series(%d::bigint, %d::bigint) numbers (x)%s) made) made
        %sORDER BY %s LIMIT %d%s"""
        .formatted(
            table.name(),
            names.isEmpty() ? "" : "(" + names + ")",
            names,
            generated(),
            NUMBER,
            columns(),
            first,
            first + made - 1,
            String.join("", joins),
            filters.isEmpty() ? "" : "WHERE " + String.join(" AND ", filters) + " ",
            NUMBER,
            taken,
            table.passesConflicts() ? "\nON CONFLICT DO NOTHING" : "");
  }

  private String columns() {
    return table.columns().stream()
        .filter(c -> c.generated().isEmpty())
        .map(c -> ",\n    " + expressions.get(c.number()) + " AS " + c.quoted())
        .collect(Collectors.joining());
  }

  private String generated() {
    return table.columns().stream()
        .filter(c -> c.generated().isPresent())
        .map(c -> ", (" + c.generated().orElseThrow() + ") AS " + c.quoted())
        .collect(Collectors.joining());
  }

  /** Takes a row of the table that the key refers to, another for each number. */
  private void refer(ForeignKey key) {
    long rows = targets.getOrDefault(key.target(), 0L);
    if (rows == 0) {
      key.columns().stream()
          .filter(c -> !table.column(c).notNull())
          .forEach(c -> expressions.putIfAbsent(c, "NULL::" + table.column(c).storage()));
      return;
    }
    String alias = "target" + joins.size();
    List<String> shared = new ArrayList<>();
    for (int i = 0; i < key.columns().size(); i++) {
      String assigned = expressions.get(key.columns().get(i));
      if (assigned != null) {
        shared.add("t." + SqlNames.quoted(key.keys().get(i)) + " = " + assigned);
      }
    }
    if (shared.size() == key.columns().size()) {
      filters.add(
          "(%s OR EXISTS (SELECT FROM %s t WHERE %s))"
              .formatted(anyNull(key), key.targetName(), same(key)));
      return;
    }
    String keys =
        key.keys().stream().map(k -> "t." + SqlNames.quoted(k)).collect(Collectors.joining(", "));
    if (shared.isEmpty()) {
      joins.add(
          "\n    LEFT JOIN (SELECT row_number() OVER (ORDER BY %1$s) - 1 AS place, %1$s FROM %2$s t) %3$s ON %3$s.place = ((x / %4$d) + x %% %4$d) %% %5$d"
              .formatted(keys, key.targetName(), alias, combinations, rows));
      combinations = Math.min(combinations * rows, Integer.MAX_VALUE);
    } else {
      joins.add(
          "\n    LEFT JOIN LATERAL (SELECT %s FROM %s t WHERE %s ORDER BY md5(t::text || x) LIMIT 1) %s ON true"
              .formatted(keys, key.targetName(), String.join(" AND ", shared), alias));
    }
    boolean nullable = key.columns().stream().noneMatch(c -> table.column(c).notNull());
    for (int i = 0; i < key.columns().size(); i++) {
      String value = alias + "." + SqlNames.quoted(key.keys().get(i));
      expressions.putIfAbsent(
          key.columns().get(i), nullable ? sometimesNull(key.name(), value) : value);
    }
  }

  private String anyNull(ForeignKey key) {
    return key.columns().stream()
        .map(c -> table.column(c).quoted() + " IS NULL")
        .collect(Collectors.joining(" OR "));
  }

  private String same(ForeignKey key) {
    List<String> same = new ArrayList<>();
    for (int i = 0; i < key.columns().size(); i++) {
      same.add(
          "t.%s = made.%s"
              .formatted(
                  SqlNames.quoted(key.keys().get(i)), table.column(key.columns().get(i)).quoted()));
    }
    return String.join(" AND ", same);
  }

  /** A row that must refer to one of its own table refers to itself. */
  private void referToItself(ForeignKey key) {
    if (key.refersTo(table)
        && !key.isOptional(table)
        && targets.getOrDefault(key.target(), 0L) == 0) {
      for (int i = 0; i < key.columns().size(); i++) {
        String name = key.keys().get(i);
        Optional<FillColumn> own =
            table.columns().stream().filter(c -> c.name().equals(name)).findFirst();
        int column = key.columns().get(i);
        own.ifPresent(c -> expressions.put(column, expressions.getOrDefault(c.number(), "NULL")));
      }
    }
  }

  private String value(FillColumn column) throws UnfillableException {
    if (column.counted()) {
      return "x::" + column.storage();
    }
    // Later columns get more, as the end of something is behind its begin.
    String number = "(x + %d)".formatted(column.number());
    Optional<String> made = values.beneathDomain(column.type(), column.typmod(), number);
    List<String> known = candidates.getOrDefault(column.number(), List.of());
    if (made.isEmpty() && known.isEmpty()) {
      if (column.notNull()) {
        throw new UnfillableException(
            "no value of the type %s of its column %s is known"
                .formatted(column.storage(), column.name()));
      }
      return "NULL::" + column.storage();
    }
    String value = made.orElse("NULL::" + column.storage());
    if (!known.isEmpty()) {
      value =
          "CASE WHEN %s %% 4 < 3 THEN (ARRAY[%s])[1 + %s %% %d] ELSE %s END"
              .formatted(
                  dice("from/" + column.name()),
                  String.join(", ", known),
                  dice("which/" + column.name()),
                  known.size(),
                  value);
    }
    return column.notNull() ? value : sometimesNull(column.name(), value);
  }

  private String sometimesNull(String name, String value) {
    return "CASE WHEN %s %% %d = 0 THEN NULL ELSE %s END"
        .formatted(dice("null/" + name), NULLS, value);
  }

  /** An expression for a number that looks random: the same for one row, seed and name. */
  private String dice(String name) {
    return "('x' || substr(md5(%s || x), 1, 7))::bit(28)::int"
        .formatted(SqlNames.literal(seed + "/" + name + "/"));
  }
}
