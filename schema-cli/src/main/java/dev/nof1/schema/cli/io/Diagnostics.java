package dev.nof1.schema.cli.io;

/**
 * Receiver of warnings and complaints. On a terminal they are lines among others; the log of a
 * build has a level for each.
 */
public interface Diagnostics {
  /**
   * Receives a warning: what was asked for goes on.
   *
   * @param prefix name of the database that it is about, where there are several; else empty
   */
  void warn(String prefix, String line);

  /**
   * Receives the reason why what was asked for is not done.
   *
   * @param prefix name of the database that it is about, where there are several; else empty
   */
  void complain(String prefix, String message);
}
