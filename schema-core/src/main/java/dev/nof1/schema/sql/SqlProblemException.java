package dev.nof1.schema.sql;

/**
 * A script that cannot be split into statements for a server; carries the place, says what to do.
 */
public final class SqlProblemException extends RuntimeException {
  private final transient int line;
  private final transient int column;

  SqlProblemException(int line, int column, String message) {
    super(message);
    this.line = line;
    this.column = column;
  }

  /**
   * Names the line where the problem starts.
   *
   * @return the line of the text that was read, from 1
   */
  public int line() {
    return line;
  }

  /**
   * Names the column where the problem starts.
   *
   * @return the column in characters, from 1
   */
  public int column() {
    return column;
  }
}
