package dev.nof1.schema.junit;

/** What becomes of a class that changes the server which other classes use too. */
enum ServerChanges {
  /** A warning names it, and what can be put back is. */
  WARN,
  /** It fails, and what can be put back is. */
  FAIL,
  /** Nobody looks. */
  IGNORE
}
