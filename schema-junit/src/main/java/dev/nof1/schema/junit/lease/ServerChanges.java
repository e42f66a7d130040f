package dev.nof1.schema.junit.lease;

/** What becomes of a class that changes the server which other classes use too. */
public enum ServerChanges {
  /** A warning names it, and what can be put back is. */
  WARN,
  /** It fails, and what can be put back is. */
  FAIL,
  /** Nobody looks. */
  IGNORE
}
