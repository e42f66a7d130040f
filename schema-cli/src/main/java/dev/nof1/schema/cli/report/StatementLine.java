package dev.nof1.schema.cli.report;

import dev.nof1.schema.plan.Step;
import dev.nof1.schema.sql.SqlStatement;

/** A statement in one line: its place in the script and how it begins. */
public final class StatementLine {
  private static final int WIDTH = 100;

  private StatementLine() {}

  public static String of(Step step, SqlStatement s) {
    String place = "%s:%d:%d".formatted(step.migration().fileName(), s.line(), s.column());
    return s.text().isEmpty() ? place : place + "  " + beginning(s.text());
  }

  private static String beginning(String text) {
    String line = text.lines().findFirst().orElse("").stripTrailing();
    boolean whole = line.length() == text.stripTrailing().length();
    if (line.codePointCount(0, line.length()) > WIDTH) {
      line = line.substring(0, line.offsetByCodePoints(0, WIDTH)).stripTrailing();
      whole = false;
    }
    return whole ? line : line + " …";
  }
}
