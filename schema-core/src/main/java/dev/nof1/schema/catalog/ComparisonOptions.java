package dev.nof1.schema.catalog;

/**
 * Options of a comparison of two snapshots: what counts as a difference beside what always does.
 * Immutable; every {@code with} method gives a changed copy.
 *
 * @param columnOrder whether columns that are the same but stand in another order differ
 * @param notNullNames whether the names that PostgreSQL 18 made for NOT NULL constraints count;
 *     names that somebody chose always do, as long as both servers have them
 */
public record ComparisonOptions(boolean columnOrder, boolean notNullNames) {
  private static final ComparisonOptions DEFAULTS = new ComparisonOptions(false, false);

  /**
   * Neither of them.
   *
   * @return the options to start from
   */
  public static ComparisonOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Says whether the order of columns counts.
   *
   * @param counts true if it does
   * @return a changed copy
   */
  public ComparisonOptions withColumnOrder(boolean counts) {
    return new ComparisonOptions(counts, notNullNames);
  }

  /**
   * Says whether the names that the server made for NOT NULL constraints count.
   *
   * @param count true if they do
   * @return a changed copy
   */
  public ComparisonOptions withNotNullNames(boolean count) {
    return new ComparisonOptions(columnOrder, count);
  }

  /** Checks whether an attribute is compared. */
  boolean compares(String attribute) {
    return switch (attribute) {
      case Attributes.POSITION -> columnOrder;
      case Attributes.GENERATED_NOT_NULL_NAME -> notNullNames;
      default -> true;
    };
  }
}
