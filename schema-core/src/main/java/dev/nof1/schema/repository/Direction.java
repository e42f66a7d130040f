package dev.nof1.schema.repository;

/** Which way a migration goes, and so which section of its script is run. */
public enum Direction {
  /** The section before the undo marker. */
  UP,
  /** The section after it. */
  DOWN
}
