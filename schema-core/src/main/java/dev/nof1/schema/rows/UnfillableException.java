package dev.nof1.schema.rows;

/** Says why a table cannot be filled, before anything is tried. */
final class UnfillableException extends Exception {
  private static final long serialVersionUID = 1;

  UnfillableException(String message) {
    super(message);
  }
}
