package dev.nof1.schema.run;

import dev.nof1.schema.error.FailurePlace;
import dev.nof1.schema.sql.SqlStatement;
import dev.nof1.schema.sql.TransactionControl;

/** Progress of one try of one step. */
final class Attempt {
  private final String location;
  private FailurePlace at;
  private int statementsDone;
  private boolean allDone;
  private boolean mayCommitAPart;
  private String limit = "";

  Attempt(String location) {
    this.location = location;
    this.at = new FailurePlace(location, 0, 0);
  }

  /** From here on what fails without naming its place fails at this statement. */
  void begins(SqlStatement s) {
    at = new FailurePlace(location, s.line(), s.column());
    mayCommitAPart = TransactionControl.mayCommitAPart(s);
  }

  void statementDone() {
    statementsDone++;
  }

  /** All statements are done, and only the row is left. */
  void allDone() {
    allDone = true;
    mayCommitAPart = false;
    at = new FailurePlace(location, 0, 0);
  }

  /** A limit on work has ended the statement. */
  void limited(String words) {
    limit = words;
  }

  FailurePlace at() {
    return at;
  }

  int statementsDone() {
    return statementsDone;
  }

  boolean isAllDone() {
    return allDone;
  }

  /**
   * Checks whether the current statement may have committed a part of its work before it failed.
   */
  boolean mayCommitAPart() {
    return mayCommitAPart;
  }

  /** A sentence that names the limit; empty where none ended the statement. */
  String limit() {
    return limit;
  }
}
