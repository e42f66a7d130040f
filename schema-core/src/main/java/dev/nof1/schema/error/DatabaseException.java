package dev.nof1.schema.error;

import org.jspecify.annotations.Nullable;

/** The database could not be reached, locked or read; no migration was running. */
public final class DatabaseException extends SchemaException {

  /**
   * Describes the failure.
   *
   * @param message what failed, where, and what to do next
   */
  public DatabaseException(String message) {
    super(message, null);
  }

  /**
   * Describes the failure and keeps what it came from.
   *
   * @param message what failed, where, and what to do next
   * @param cause what was caught
   */
  public DatabaseException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
