package dev.nof1.schema.error;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A migration was started and did not succeed; the message says what was rolled back and what stays
 * applied.
 */
public final class MigrationFailedException extends SchemaException {
  private final transient BigDecimal migration;
  private final transient FailurePlace place;
  private final transient String sqlState;

  /**
   * Describes the failure and keeps what it came from.
   *
   * @param message what failed, where, what was rolled back, what stays applied, and what to do
   *     next
   * @param migration the id of the migration
   * @param place where in its script
   * @param sqlState what the server gave, or an empty text
   * @param cause what was caught, or null where the refusal is our own
   */
  public MigrationFailedException(
      String message,
      BigDecimal migration,
      FailurePlace place,
      String sqlState,
      @Nullable Throwable cause) {
    super(message, cause);
    this.migration = migration;
    this.place = place;
    this.sqlState = sqlState;
  }

  /**
   * Which migration failed.
   *
   * @return its id
   */
  public BigDecimal migration() {
    return migration;
  }

  /**
   * Where it failed.
   *
   * @return its script, with line and column where they are known
   */
  public FailurePlace place() {
    return place;
  }

  /**
   * What the server gave as reason.
   *
   * @return an SQLSTATE, or an empty text where the refusal is not the server's
   */
  public String sqlState() {
    return sqlState;
  }
}
