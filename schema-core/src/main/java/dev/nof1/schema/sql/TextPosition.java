package dev.nof1.schema.sql;

/**
 * A place in a script, from the place in one of its statements that a server names.
 *
 * @param line in the script, from 1
 * @param column in characters, from 1
 * @param text that line of the statement
 * @param offset of the place in that text, in UTF-16 units, from 0
 */
public record TextPosition(int line, int column, String text, int offset) {

  /**
   * Finds the place.
   *
   * @param statement what was sent
   * @param position what the server said: characters of the statement, from 1; 0 for the statement
   *     itself
   * @return line, column and the text of that line
   */
  public static TextPosition of(SqlStatement statement, int position) {
    String text = statement.text();
    int characters = text.codePointCount(0, text.length());
    int offset = text.offsetByCodePoints(0, Math.max(0, Math.min(position, characters) - 1));
    int lineStart = text.lastIndexOf('\n', offset - 1) + 1;
    int lineEnd = text.indexOf('\n', offset);
    String line = text.substring(lineStart, lineEnd < 0 ? text.length() : lineEnd).stripTrailing();
    int linesBefore = (int) text.substring(0, lineStart).chars().filter(c -> c == '\n').count();
    int column = text.codePointCount(lineStart, Math.max(lineStart, offset)) + 1;
    int indent = lineStart == 0 ? statement.column() - 1 : 0;
    return new TextPosition(
        statement.line() + linesBefore, indent + column, line, offset - lineStart);
  }
}
