package dev.nof1.schema.changelog;

/** Values as they stand in SQL, for statements that take no parameters. */
final class SqlText {
  private SqlText() {}

  /**
   * A literal that means the same whatever {@code standard_conforming_strings} and {@code
   * backslash_quote} are, and that may stand inside dollar quotes.
   */
  static String literal(String text) {
    return "E'"
        + text.replace("\\", "\\\\").replace("'", "''").replace("$", "\\x24").replace("\n", "\\n")
        + "'";
  }
}
