package dev.nof1.schema.cli.imports.foreign;

import dev.nof1.schema.sql.Delimiter;
import dev.nof1.schema.sql.SqlProblemException;
import dev.nof1.schema.sql.SqlReader;
import dev.nof1.schema.sql.SqlStatement;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Statement with its place in a text.
 *
 * @param from offset of its first character
 * @param to offset behind its semicolon, or behind the statement where there is none
 */
public record StatementSpan(SqlStatement statement, int from, int to) {

  /**
   * Splits a text.
   *
   * @throws SqlProblemException where no statement can be found
   */
  public static List<StatementSpan> in(String text, String delimiter) {
    List<StatementSpan> spans = new ArrayList<>();
    try (SqlReader reader =
        new SqlReader(new StringReader(text), new Delimiter(delimiter, false), 1)) {
      int line = 1;
      int start = 0;
      for (SqlStatement s = reader.next(); s != null; s = reader.next()) {
        for (; line < s.line(); line++) {
          start = text.indexOf('\n', start) + 1;
        }
        int from = text.offsetByCodePoints(start, s.column() - 1);
        spans.add(new StatementSpan(s, from, behind(text, from + s.text().length())));
      }
      return spans;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int behind(String text, int end) {
    int at = end;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at < text.length() && text.charAt(at) == ';' ? at + 1 : end;
  }

  /** Returns the text without some of its statements. */
  public static String without(String text, List<StatementSpan> some) {
    StringBuilder rest = new StringBuilder();
    int at = 0;
    for (StatementSpan span : some) {
      rest.append(text, at, span.from());
      at = span.to();
    }
    return rest.append(text.substring(at)).toString();
  }
}
