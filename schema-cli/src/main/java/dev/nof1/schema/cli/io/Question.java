package dev.nof1.schema.cli.io;

/** A command that asks and changes nothing; when it fails, the answer is not "no" but unknown. */
public interface Question {
  /** Whether it only asks this time: one that changes something may be told to say what. */
  default boolean asks() {
    return true;
  }
}
