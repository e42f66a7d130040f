package dev.nof1.schema.error;

import org.jspecify.annotations.Nullable;

/** The embedded server could not be unpacked, started or stopped. */
public final class ServerException extends SchemaException {

  /**
   * Describes the failure.
   *
   * @param message what failed, where, and what to do next
   */
  public ServerException(String message) {
    super(message, null);
  }

  /**
   * Describes the failure and keeps what it came from.
   *
   * @param message what failed, where, and what to do next
   * @param cause what was caught
   */
  public ServerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
