package dev.nof1.schema.repository;

/** Direction of a migration, which decides which section of its script is run. */
public enum Direction {
  /** The section before the undo marker. */
  UP,
  /** The section after it. */
  DOWN
}
