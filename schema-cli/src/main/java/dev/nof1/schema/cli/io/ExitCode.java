package dev.nof1.schema.cli.io;

/** Exit codes of the commands, for shells. */
public final class ExitCode {
  /** Done, or the answer is yes. */
  public static final int DONE = 0;

  /** Failed, or the answer to a question is no. */
  public static final int FAILED = 1;

  /** The command line cannot be understood. */
  public static final int USAGE = 2;

  /** A question could not be answered, such as when there is no connection. */
  public static final int UNKNOWN = 3;

  private ExitCode() {}
}
