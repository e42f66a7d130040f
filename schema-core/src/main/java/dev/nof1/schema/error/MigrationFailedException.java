package dev.nof1.schema.error;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A migration was started and did not succeed; the message says what was rolled back and what stays
 * applied.
 */
public final class MigrationFailedException extends SchemaException {
  private final transient String failure;
  private final transient String standing;
  private final transient BigDecimal migration;
  private final transient FailurePlace place;
  private final transient String sqlState;
  private final transient List<CompletedStep> completed;

  /**
   * Describes the failure and keeps what it came from.
   *
   * @param failure what failed, where and why
   * @param standing what was rolled back, what stays applied, and what to do next
   * @param migration the id of the migration
   * @param place where in its script
   * @param sqlState what the server gave, or an empty text
   * @param completed the steps of the run that were done before, and stay
   * @param cause what was caught, or null where the refusal is our own
   */
  public MigrationFailedException(
      String failure,
      String standing,
      BigDecimal migration,
      FailurePlace place,
      String sqlState,
      List<CompletedStep> completed,
      @Nullable Throwable cause) {
    super(failure + standing, cause);
    this.failure = failure;
    this.standing = standing;
    this.migration = migration;
    this.place = place;
    this.sqlState = sqlState;
    this.completed = List.copyOf(completed);
  }

  /**
   * First part of the message: what failed, where and why.
   *
   * @return one line, and others that are indented, each ended by a line feed, or a sentence
   */
  public String failure() {
    return failure;
  }

  /**
   * Second part of the message: what was rolled back, what stays applied, and what to do next.
   *
   * @return sentences
   */
  public String standing() {
    return standing;
  }

  /**
   * Names the migration that failed.
   *
   * @return its id
   */
  public BigDecimal migration() {
    return migration;
  }

  /**
   * Gives the place of the failure.
   *
   * @return its script, with line and column where they are known
   */
  public FailurePlace place() {
    return place;
  }

  /**
   * Gives the server's reason.
   *
   * @return an SQLSTATE, or an empty text where the refusal is not the server's
   */
  public String sqlState() {
    return sqlState;
  }

  /**
   * The steps of the run that were done before this one failed, and that stay.
   *
   * @return in the order they ran; none where all steps are one transaction
   */
  public List<CompletedStep> completed() {
    return completed;
  }
}
