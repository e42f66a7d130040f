package dev.nof1.schema.records;

import dev.nof1.schema.repository.Migration;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Adoption of a database that another tool has migrated: exactly the migrations that get a row
 * because they are in effect, whatever is recorded of those between them.
 *
 * @param creates whether the changelog is missing, so that it is created
 * @param recorded migrations that get a row
 * @param known migrations that have their row already
 */
public record Adoption(boolean creates, List<Migration> recorded, List<Migration> known) {

  /**
   * Keeps copies.
   *
   * @param creates whether the changelog is created
   * @param recorded migrations that get a row
   * @param known migrations that have their row already
   */
  public Adoption {
    recorded = List.copyOf(recorded);
    known = List.copyOf(known);
  }

  /**
   * Checks whether the database is already recorded as wanted.
   *
   * @return true if there is nothing to do
   */
  public boolean isEmpty() {
    return !creates && recorded.isEmpty();
  }

  /** Premise of an adoption, which the same transaction checks again before it records. */
  @FunctionalInterface
  public interface Premise {
    /**
     * Throws if what was agreed to is no longer so; then nothing is recorded.
     *
     * @param connection of the transaction
     * @throws SQLException if the database cannot be read
     */
    void check(Connection connection) throws SQLException;
  }
}
