package dev.nof1.schema.cli;

/** What a shell learns from the end of a command. */
final class ExitCode {
  /** Done, or the answer is yes. */
  static final int DONE = 0;

  /** Failed, or the answer to a question is no. */
  static final int FAILED = 1;

  /** The command line cannot be understood. */
  static final int USAGE = 2;

  /** A question could not be answered, such as when there is no connection. */
  static final int UNKNOWN = 3;

  private ExitCode() {}
}
