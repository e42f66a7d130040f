package dev.nof1.schema.error;

import org.jspecify.annotations.Nullable;

/**
 * A migration was started and did not succeed; the message says what was rolled back and what stays
 * applied.
 */
public final class MigrationFailedException extends SchemaException {

  /**
   * Describes the failure and keeps what it came from.
   *
   * @param message what failed, where, what was rolled back, what stays applied, and what to do
   *     next
   * @param cause what was caught, or null where the refusal is our own
   */
  public MigrationFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
