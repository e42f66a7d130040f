package dev.nof1.schema.cli.imports.foreign;

import dev.nof1.schema.sql.OutsideOnly;
import dev.nof1.schema.sql.SqlProblemException;
import dev.nof1.schema.sql.SqlStatement;
import dev.nof1.schema.sql.TransactionControl;
import java.util.List;

/**
 * Section of an imported script, as it will stand in the file.
 *
 * @param text SQL in which MyBatis's marks mean nothing
 * @param outsideTransaction whether it cannot or shall not run in a transaction
 * @param delimiter what ends a statement beside the semicolon; a semicolon where nothing else does
 */
public record Section(String text, boolean outsideTransaction, String delimiter) {
  private static final String SEMICOLON = ";";

  /**
   * Takes over SQL whose statements end with semicolons.
   *
   * @param outside whether the tool runs it outside a transaction
   */
  public static Section of(String sql, boolean outside, Variables variables) {
    return of(sql, outside, SEMICOLON, variables);
  }

  /** Takes over SQL of a tool that has a delimiter of its own. */
  public static Section of(String sql, boolean outside, String delimiter, Variables variables) {
    String own = sql;
    boolean needsOutside = outside;
    try {
      List<StatementSpan> statements = StatementSpan.in(sql, delimiter);
      needsOutside |=
          statements.stream().anyMatch(s -> OutsideOnly.name(s.statement()).isPresent());
      if (isOneTransaction(statements)) {
        own =
            StatementSpan.without(
                sql, List.of(statements.get(0), statements.get(statements.size() - 1)));
      }
    } catch (SqlProblemException e) {
      // The same check names it with its place once the script is written.
    }
    return new Section(variables.convert(MybatisText.of(own)), needsOutside, delimiter);
  }

  /** Checks for a transaction around all statements: that is what a migration is without it. */
  private static boolean isOneTransaction(List<StatementSpan> all) {
    if (all.size() < 2) {
      return false;
    }
    SqlStatement first = all.get(0).statement();
    SqlStatement last = all.get(all.size() - 1).statement();
    return (first.startsWith("BEGIN") || first.startsWith("START", "TRANSACTION"))
        && (last.startsWith("COMMIT") || last.startsWith("END"))
        && all.stream().filter(s -> TransactionControl.isIn(s.statement())).count() == 2;
  }

  /** Checks whether there is no statement in it, so that undoing by it would only forget. */
  public boolean isEmpty() {
    try {
      return StatementSpan.in(text, delimiter).isEmpty();
    } catch (SqlProblemException e) {
      return false;
    }
  }
}
