package dev.nof1.schema.sql;

/** A line of a script as a message shows it. */
public final class Excerpt {
  private static final int WIDTH = 100;

  private Excerpt() {}

  /**
   * The line alone.
   *
   * @param line the line
   * @return it, indented, cut to the width of a terminal, ended by a line feed
   */
  public static String of(String line) {
    return "    " + shown(line, 0) + "\n";
  }

  /**
   * The line with a caret below a place in it.
   *
   * @param line the line
   * @param offset the place, in UTF-16 units, from 0
   * @return two lines, indented, cut on both sides so that the caret stays on a terminal
   */
  public static String of(String line, int offset) {
    int from = Math.max(0, Math.min(offset - WIDTH / 2, line.length() - WIDTH));
    return "    " + shown(line, from) + "\n    " + " ".repeat(Math.max(0, offset - from)) + "^\n";
  }

  private static String shown(String line, int from) {
    return line.substring(from, Math.min(line.length(), from + WIDTH))
        .replace('\t', ' ')
        .stripTrailing();
  }
}
