package dev.nof1.schema.offline;

/** Pieces of SQL: literals, and code that is run without giving rows that psql would print. */
final class Block {
  private Block() {}

  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** One comment line, whatever a file is named: a line break in it would make SQL of the rest. */
  static String comment(String text) {
    return "-- " + text.replaceAll("\\p{Cntrl}", " ").strip() + "\n";
  }

  /** A {@code DO} statement, quoted so that nothing in it ends it. */
  static String run(String plpgsql) {
    StringBuilder tag = new StringBuilder("$nof1$");
    while (plpgsql.contains(tag)) {
      tag.insert(1, '_');
    }
    return "DO " + tag + "\n" + plpgsql + tag + ";\n";
  }
}
