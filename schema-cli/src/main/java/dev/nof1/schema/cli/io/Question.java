package dev.nof1.schema.cli.io;

/** A command that asks and changes nothing; when it fails, the answer is not "no" but unknown. */
public interface Question {
  /**
   * Checks whether the command only asks this time: one that changes something may have an option
   * to show the change only.
   */
  default boolean asks() {
    return true;
  }
}
