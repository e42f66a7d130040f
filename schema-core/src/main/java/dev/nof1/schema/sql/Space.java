package dev.nof1.schema.sql;

/**
 * Definition of space in a script: the only one, for the lexer and for the patterns of directives.
 * If the two differed, a line could be a comment to one and SQL to the other.
 */
public final class Space {
  /**
   * Class of these characters, as a part of a {@link java.util.regex.Pattern}: the server's white
   * space, and a byte order mark, which is left in the middle where files with one are joined.
   */
  public static final String ONE = "[ \t-\r\uFEFF]";

  private Space() {}

  /** Checks whether a character separates two words. */
  static boolean is(int c) {
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xFEFF;
  }

  /**
   * A line as its author sees it: every character that looks like a blank is one (Unicode has
   * twenty), and what cannot be seen is left out.
   *
   * @param line a line of a script
   * @return the line with no other space than blanks
   */
  public static String asSeen(String line) {
    StringBuilder seen = new StringBuilder(line.length());
    line.codePoints()
        .filter(c -> Character.getType(c) != Character.FORMAT)
        .map(c -> isBlank(c) ? ' ' : c)
        .forEach(seen::appendCodePoint);
    return seen.toString();
  }

  /**
   * Names the first character of a line that looks like a blank, or cannot be seen at all.
   *
   * @param line a line of a script
   * @return such as {@code U+00A0}; empty if there is none but blanks and tabs
   */
  public static String oddIn(String line) {
    return line.codePoints()
        .filter(c -> c != ' ' && c != '\t')
        .filter(c -> isBlank(c) || Character.getType(c) == Character.FORMAT)
        .mapToObj("U+%04X"::formatted)
        .map(code -> code.equals("U+FEFF") ? "a byte order mark, U+FEFF" : code)
        .findFirst()
        .orElse("");
  }

  private static boolean isBlank(int c) {
    return Character.isSpaceChar(c) || Character.isISOControl(c);
  }
}
