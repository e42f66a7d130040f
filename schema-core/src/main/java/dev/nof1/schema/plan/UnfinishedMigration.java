package dev.nof1.schema.plan;

import dev.nof1.schema.changelog.Unfinished;
import dev.nof1.schema.repository.Migration;
import java.util.List;

/**
 * A script outside a transaction that began and did not end, and what is known of it.
 *
 * @param run the record of it in the database
 * @param migration whose script it is; without its description where it has no script any more
 * @param statements how many statements the section has now; 0 where it cannot be read
 * @param words what is done and what is not, in one sentence each
 * @param invalidIndexes indexes of the database that are there but not valid
 */
public record UnfinishedMigration(
    Unfinished run,
    Migration migration,
    int statements,
    String words,
    List<String> invalidIndexes) {

  /**
   * Keeps a copy of the list.
   *
   * @param run the record of it in the database
   * @param migration whose script it is
   * @param statements how many statements the section has now
   * @param words what is done and what is not
   * @param invalidIndexes indexes that are not valid
   */
  public UnfinishedMigration {
    invalidIndexes = List.copyOf(invalidIndexes);
  }
}
