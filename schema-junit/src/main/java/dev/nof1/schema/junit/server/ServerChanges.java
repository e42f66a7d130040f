package dev.nof1.schema.junit.server;

/** Treatment of a class that changes the server which other classes use too. */
public enum ServerChanges {
  /** Names it in a warning, and puts back what can be. */
  WARN,
  /** Fails it, and puts back what can be. */
  FAIL,
  /** Looks for no changes. */
  IGNORE
}
