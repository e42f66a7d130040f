package dev.nof1.schema.cli.imports.foreign;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Part of a file of SQL that another tool has written: what stands behind a comment that names the
 * migration.
 *
 * @param heading the comment, matched
 * @param sql what follows it, up to the next such comment
 */
public record HeadedSql(MatchResult heading, String sql) {

  /** Splits a text at comments of this form; what stands before the first is left out. */
  public static List<HeadedSql> in(String text, Pattern form) {
    List<HeadedSql> parts = new ArrayList<>();
    MatchResult heading = null;
    int from = 0;
    for (Lexeme lexeme : Lexeme.in(text)) {
      if (lexeme.kind() != Lexeme.Kind.COMMENT) {
        continue;
      }
      Matcher matcher = form.matcher(text.substring(lexeme.from(), lexeme.to()).strip());
      if (matcher.matches()) {
        if (heading != null) {
          parts.add(new HeadedSql(heading, text.substring(from, lexeme.from())));
        }
        heading = matcher.toMatchResult();
        from = lexeme.to();
      }
    }
    if (heading != null) {
      parts.add(new HeadedSql(heading, text.substring(from)));
    }
    return parts;
  }
}
