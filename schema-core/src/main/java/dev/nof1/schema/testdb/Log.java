package dev.nof1.schema.testdb;

/**
 * The platform's own log. It takes tens of milliseconds to set up, so it is not asked for before
 * there is something to say.
 */
final class Log {
  private Log() {}

  static void warn(String message) {
    System.getLogger(TestDatabases.class.getName()).log(System.Logger.Level.WARNING, message);
  }
}
