package dev.nof1.schema.rows;

/** Names and texts as they stand in SQL. */
final class SqlNames {
  private SqlNames() {}

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A text, whatever standard_conforming_strings is. */
  static String literal(String text) {
    return "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
