package dev.nof1.schema.junit;

/**
 * Something that is wrong, and the one test that says so.
 *
 * @param title the factory of that test
 * @param subject the migration, or what else the test is about
 * @param message what is wrong
 */
record Cause(String title, String subject, String message) {
  /** The subject of what is proved of all together. */
  static final String ALL = "all migrations";

  /** Complete in itself: not every report shows the names of dynamic tests. */
  String text() {
    return subject.equals(ALL) ? message : subject + ": " + message;
  }
}
