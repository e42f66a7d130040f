package dev.nof1.schema.error;

import org.jspecify.annotations.Nullable;

/**
 * A hook that runs before or after all migrations did not succeed; the message says what was rolled
 * back and what stays applied. One that belongs to a migration fails that migration.
 */
public final class HookFailedException extends SchemaException {
  private final transient FailurePlace place;
  private final transient String sqlState;

  /**
   * Describes the failure and keeps what it came from.
   *
   * @param message what failed, where, what was rolled back, what stays applied, and what to do
   *     next
   * @param place where in the hook
   * @param sqlState what the server gave, or an empty text
   * @param cause what was caught
   */
  public HookFailedException(
      String message, FailurePlace place, String sqlState, @Nullable Throwable cause) {
    super(message, cause);
    this.place = place;
    this.sqlState = sqlState;
  }

  /**
   * Where it failed.
   *
   * @return its file or class, with line and column where they are known
   */
  public FailurePlace place() {
    return place;
  }

  /**
   * What the server gave as reason.
   *
   * @return an SQLSTATE, or an empty text where the failure is not the server's
   */
  public String sqlState() {
    return sqlState;
  }
}
