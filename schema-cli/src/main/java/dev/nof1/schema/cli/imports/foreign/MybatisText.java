package dev.nof1.schema.cli.imports.foreign;

import dev.nof1.schema.sql.Space;
import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text in which nothing is a mark to MyBatis's reader that was none to the other tool. MyBatis
 * reads its directives line by line, wherever a line stands, and makes every line end a line feed;
 * so a comment is reworded, and a string is written with escapes that give the same string.
 */
final class MybatisText {
  /** Names of directives, slips of the undo marker among them. */
  private static final Pattern NAME =
      Pattern.compile(
          "(?i)@ *(?:(?:.?.?NDO|U.?.?DO|UN.?.?O|UND.?.?|.?UNDO.?|[UNDO]{4})(?![a-z])|DELIMITER|NO[_ -]|IRREV|LOSSY|REPLACES|ACCEPT|RENAMED)");

  private static final Pattern BARE = Pattern.compile("(?i)^ *(?:--|//) *// *[a-z_-]+ *$");
  private static final Pattern WORD = Pattern.compile("(?<![\\w.])@UNDO(?!\\w)");

  private MybatisText() {}

  /** Returns a text that gives the same statements when MyBatis has read it. */
  static String of(String sql) {
    BitSet marked = marked(sql);
    if (marked.isEmpty() && sql.indexOf('\r') < 0) {
      return sql;
    }
    StringBuilder safe = new StringBuilder();
    int at = 0;
    for (Lexeme lexeme : Lexeme.in(sql)) {
      safe.append(sql, at, lexeme.from());
      String text = sql.substring(lexeme.from(), lexeme.to());
      int mark = marked.nextSetBit(lexeme.from());
      boolean isMarked = mark >= 0 && mark < lexeme.to();
      safe.append(
          switch (lexeme.kind()) {
            case COMMENT -> isMarked ? reworded(text) : text;
            case STRING, ESCAPES, DOLLAR ->
                isMarked || text.indexOf('\r') >= 0 ? escaped(lexeme.kind(), text) : text;
            case OTHER -> text;
          });
      at = lexeme.to();
    }
    return safe.append(sql.substring(at)).toString().replace("\r\n", "\n").replace('\r', '\n');
  }

  /** Rewords a comment, which nobody but a reader of marks can tell from what it was. */
  static String reworded(String comment) {
    return comment.replace("@", "(at)").replaceAll("//(?=[ \\t]*\\w)", "/ /");
  }

  private static BitSet marked(String sql) {
    BitSet marked = new BitSet();
    int from = 0;
    while (from < sql.length()) {
      int to = from;
      while (to < sql.length() && sql.charAt(to) != '\n' && sql.charAt(to) != '\r') {
        to++;
      }
      if (isMark(sql.substring(from, to))) {
        marked.set(from, to);
      }
      from = to + 1;
    }
    return marked;
  }

  /** Checks for a directive, or a slip of one, in a line that has something like a comment. */
  private static boolean isMark(String line) {
    if (line.indexOf('@') < 0 && !line.contains("//")) {
      return false;
    }
    String seen = Space.asSeen(line);
    if (BARE.matcher(seen).matches() || WORD.matcher(seen).find()) {
      return true;
    }
    Matcher name = NAME.matcher(seen);
    while (name.find()) {
      int at = name.start();
      while (at > 0 && " /*-".indexOf(seen.charAt(at - 1)) >= 0) {
        at--;
      }
      if (!seen.substring(at, name.start()).isBlank() || (at > 0 && seen.charAt(at - 1) == '#')) {
        return true;
      }
    }
    return false;
  }

  /** Writes a string with escapes: E'…', in which no line is a mark and each return is written. */
  private static String escaped(Lexeme.Kind kind, String lexeme) {
    String content =
        switch (kind) {
          case DOLLAR -> Lexeme.contentOfDollar(lexeme).replace("\\", "\\\\").replace("'", "''");
          case STRING -> pieces(lexeme, false).replace("\\", "\\\\");
          default -> pieces(lexeme.substring(1), true);
        };
    return "E'" + content.replace("\r", "\\r").replace("@", "\\x40").replace("//", "/\\x2F") + "'";
  }

  /** Joins the pieces of a string that goes on in another line; what stands for a quote stays. */
  private static String pieces(String quoted, boolean escapes) {
    StringBuilder content = new StringBuilder();
    int i = 1;
    while (i < quoted.length()) {
      if (quoted.startsWith("''", i)) {
        content.append("''");
        i += 2;
      } else if (escapes && quoted.charAt(i) == '\\') {
        content.append(quoted, i, Math.min(i + 2, quoted.length()));
        i += 2;
      } else if (quoted.charAt(i) == '\'') {
        int next = quoted.indexOf('\'', i + 1);
        i = next < 0 ? quoted.length() : next + 1;
      } else {
        content.append(quoted.charAt(i++));
      }
    }
    return content.toString();
  }
}
