package dev.nof1.schema.sql;

/**
 * A place in a script, from the place in one of its statements that a server names.
 *
 * @param line in the script, from 1
 * @param column in characters, from 1
 * @param excerpt that line with a caret below the place, both indented
 */
record TextPosition(int line, int column, String excerpt) {
  private static final int WIDTH = 100;

  /**
   * Finds the place.
   *
   * @param position what the server said: characters of the statement, from 1; 0 for the statement
   *     itself
   */
  static TextPosition of(SqlStatement statement, int position) {
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
        statement.line() + linesBefore, indent + column, excerpt(line, offset - lineStart));
  }

  /** A long line is cut on both sides, so that the caret stays on a terminal. */
  private static String excerpt(String line, int offset) {
    int from = Math.max(0, Math.min(offset - WIDTH / 2, line.length() - WIDTH));
    String shown = line.substring(from, Math.min(line.length(), from + WIDTH)).replace('\t', ' ');
    return "    " + shown + "\n    " + " ".repeat(Math.max(0, offset - from)) + "^\n";
  }
}
