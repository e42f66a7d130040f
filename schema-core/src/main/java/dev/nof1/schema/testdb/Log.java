package dev.nof1.schema.testdb;

/**
 * The platform's own log. It takes tens of milliseconds to set up, so it is not asked for before
 * there is something to say.
 */
final class Log {
  /** By which users silence or keep its lines. */
  private static final String NAME = "dev.nof1.schema.testdb.TestDatabases";

  private Log() {}

  static void warn(String message) {
    System.getLogger(NAME).log(System.Logger.Level.WARNING, message);
  }
}
