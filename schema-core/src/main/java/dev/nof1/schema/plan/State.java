package dev.nof1.schema.plan;

/** State of a migration in a database. */
public enum State {
  /** In the changelog, and its script is there. */
  APPLIED,
  /** Its script is there, the changelog does not name it. */
  PENDING,
  /** In the changelog, but its script is not there. */
  MISSING
}
