package dev.nof1.schema.error;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A hook that runs before or after all migrations did not succeed; the message says what was rolled
 * back and what stays applied. One that belongs to a migration fails that migration.
 */
public final class HookFailedException extends SchemaException {
  private final transient FailurePlace place;
  private final transient String sqlState;
  private final transient List<CompletedStep> completed;

  /**
   * Describes the failure and keeps what it came from.
   *
   * @param message what failed, where, what was rolled back, what stays applied, and what to do
   *     next
   * @param place where in the hook
   * @param sqlState what the server gave, or an empty text
   * @param completed the steps of the run that were done before, and stay
   * @param cause what was caught
   */
  public HookFailedException(
      String message,
      FailurePlace place,
      String sqlState,
      List<CompletedStep> completed,
      @Nullable Throwable cause) {
    super(message, cause);
    this.place = place;
    this.sqlState = sqlState;
    this.completed = List.copyOf(completed);
  }

  /**
   * Gives the place of the failure.
   *
   * @return its file or class, with line and column where they are known
   */
  public FailurePlace place() {
    return place;
  }

  /**
   * Gives the server's reason.
   *
   * @return an SQLSTATE, or an empty text where the failure is not the server's
   */
  public String sqlState() {
    return sqlState;
  }

  /**
   * The steps of the run that were done before the hook failed, and that stay.
   *
   * @return in the order they ran; none where all steps are one transaction
   */
  public List<CompletedStep> completed() {
    return completed;
  }
}
