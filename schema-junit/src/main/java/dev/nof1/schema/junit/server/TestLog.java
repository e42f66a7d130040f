package dev.nof1.schema.junit.server;

/**
 * Log of the platform, which shows something also where the tests bring no logging library. It
 * takes tens of milliseconds to set up, so nothing asks for it before there is a line to write.
 */
public final class TestLog {
  /** Name of the annotation, because that is what a user knows and sets a level for. */
  private static final String NAME = "dev.nof1.schema.junit.MigratedDatabase";

  private TestLog() {}

  /**
   * Writes a line.
   *
   * @param level how important it is
   * @param message one line
   */
  public static void write(System.Logger.Level level, String message) {
    System.getLogger(NAME).log(level, message);
  }
}
