package dev.nof1.schema.hook;

import dev.nof1.schema.error.FailurePlace;

/** A hook that failed, with the place in it; whoever ran it knows what stays true. */
public final class HookException extends Exception {
  private final transient String hook;
  private final transient FailurePlace place;
  private final transient String reason;
  private final transient String sqlState;

  HookException(String hook, HookProblem problem) {
    super(problem.getMessage(), problem.getCause());
    this.hook = hook;
    this.place = problem.place();
    this.reason = problem.reason();
    this.sqlState = problem.sqlState();
  }

  /**
   * Names the hook that failed, and the place in it.
   *
   * @return such as {@code hook_before_up, hooks/grants.sql:2:7}
   */
  public String where() {
    return hook + ", " + place;
  }

  /**
   * Gives the place of the failure.
   *
   * @return its file, or the class of a hook that is a Java object
   */
  public FailurePlace place() {
    return place;
  }

  /**
   * Why; variables may be replaced by their values in it.
   *
   * @return one line, and more lines that show the place and what the server explained; ended by a
   *     line feed
   */
  public String reason() {
    return reason;
  }

  /**
   * Gives the server's reason.
   *
   * @return an SQLSTATE, or an empty text
   */
  public String sqlState() {
    return sqlState;
  }
}
