package dev.nof1.schema.rows;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fills one table: first with rows that know nothing of its conditions, and where these are not
 * enough with many more that do.
 */
final class TableFill {
  /** Rows that are made in the second try for one that is wanted. */
  private static final int CHOICE = 40;

  private final Connection connection;
  private final Trials trials;
  private final ValueExpressions values;
  private final long seed;

  TableFill(Connection connection, Trials trials, ValueExpressions values, long seed) {
    this.connection = connection;
    this.trials = trials;
    this.values = values;
    this.seed = seed;
  }

  FilledTable fill(FillTable table, int rows) throws SQLException {
    Map<Long, Long> targets = targets(table);
    int filled = 0;
    String problem = "";
    try {
      for (ForeignKey key : table.foreignKeys()) {
        refuseEmptyTarget(table, key, targets);
      }
      try {
        filled = trials.run(candidates(table, targets, Map.of()).insert(0, rows, rows));
      } catch (SQLException e) {
        problem = words(e);
      }
      if (filled < rows && (!table.conditions().isEmpty() || !problem.isEmpty())) {
        Candidates second = candidates(table, targets, known(table));
        filled += trials.run(second.insert(rows, (long) rows * CHOICE, (long) rows - filled));
      }
    } catch (UnfillableException e) {
      problem = String.valueOf(e.getMessage());
    } catch (SQLException e) {
      problem = words(e);
    }
    return new FilledTable(
        table.name(), filled, filled > 0 ? Optional.empty() : Optional.of(reason(table, problem)));
  }

  private static String reason(FillTable table, String problem) {
    if (!problem.isEmpty()) {
      return problem;
    }
    return table.conditions().isEmpty()
        ? "the server took no row: a trigger or a rule drops what is inserted"
        : "no row that was made up meets all of its conditions: "
            + String.join(" AND ", table.conditions().stream().map(Condition::sql).toList());
  }

  private static void refuseEmptyTarget(FillTable table, ForeignKey key, Map<Long, Long> targets)
      throws UnfillableException {
    if (targets.getOrDefault(key.target(), 0L) > 0 || key.isOptional(table)) {
      return;
    }
    boolean ownKey =
        key.refersTo(table)
            && key.keys().stream()
                .allMatch(k -> table.given().stream().anyMatch(c -> c.name().equals(k)));
    if (!ownKey) {
      throw new UnfillableException(
          "%s, to which its rows must refer (%s), has no rows"
              .formatted(key.targetName(), key.name()));
    }
  }

  private Candidates candidates(
      FillTable table, Map<Long, Long> targets, Map<Integer, List<String>> known) {
    return new Candidates(table, values, seed, targets, known);
  }

  private Map<Integer, List<String>> known(FillTable table) {
    CandidateValues candidates = new CandidateValues(trials);
    Map<Integer, List<String>> known = new HashMap<>();
    for (FillColumn column : table.given()) {
      List<Condition> conditions =
          table.conditions().stream().filter(c -> c.columns().contains(column.number())).toList();
      if (!conditions.isEmpty()) {
        known.put(column.number(), candidates.of(column, conditions));
      }
    }
    return known;
  }

  /** Counts the rows of the tables that foreign keys refer to. */
  private Map<Long, Long> targets(FillTable table) throws SQLException {
    Map<Long, Long> rows = new HashMap<>();
    for (ForeignKey key : table.foreignKeys()) {
      rows.put(key.target(), count(key));
    }
    return rows;
  }

  private long count(ForeignKey key) throws SQLException {
    try (Statement query = connection.createStatement();
        ResultSet row = query.executeQuery("SELECT count(*) FROM " + key.targetName())) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Refers to rows that came later than the table's own, where that is left to do. */
  void refer(FillTable table, ForeignKey key) throws SQLException {
    long rows = count(key);
    if (rows == 0) {
      return;
    }
    StringBuilder set = new StringBuilder();
    StringBuilder keys = new StringBuilder();
    for (int i = 0; i < key.columns().size(); i++) {
      String name = SqlNames.quoted(key.keys().get(i));
      set.append(i == 0 ? "" : ", ")
          .append(table.column(key.columns().get(i)).quoted())
          .append(" = f.")
          .append(name);
      keys.append(i == 0 ? "" : ", ").append("t.").append(name);
    }
    try {
      trials.run(
          """
          UPDATE %1$s u SET %2$s
          FROM (SELECT row_number() OVER (ORDER BY %3$s) - 1 AS place, %3$s FROM %4$s t) f,
            (SELECT ctid, row_number() OVER (ORDER BY ctid) AS number FROM ONLY %1$s) r
          WHERE u.ctid = r.ctid AND f.place = r.number %% %5$d AND r.number %% 3 > 0"""
              .formatted(table.name(), set, keys, key.targetName(), rows));
    } catch (SQLException e) {
      // The rows stay without it, as they may.
    }
  }

  private static String words(SQLException e) {
    return String.valueOf(e.getMessage())
        .lines()
        .findFirst()
        .orElse("")
        .replaceFirst("^ERROR: ", "");
  }
}
