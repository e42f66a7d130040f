package dev.nof1.schema.error;

import org.jspecify.annotations.Nullable;

/** The scripts are not in a state to be run; refused before anything was. */
public final class RepositoryException extends SchemaException {

  /**
   * Describes the failure.
   *
   * @param message what failed, where, and what to do next
   */
  public RepositoryException(String message) {
    super(message, null);
  }

  /**
   * Describes the failure and keeps what it came from.
   *
   * @param message what failed, where, and what to do next
   * @param cause what was caught
   */
  public RepositoryException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
