package dev.nof1.schema.records;

import dev.nof1.schema.plan.Target;
import dev.nof1.schema.repository.Migration;
import java.util.List;

/**
 * Stamp of a database: the rows that are recorded, or would be, without running anything.
 *
 * @param target where the database is said to be
 * @param baseline whether the database was there before this tool: then a changelog that is missing
 *     is created
 * @param creates whether it is missing
 * @param recorded migrations that get a row
 * @param forgotten migrations that lose theirs, newest first; nothing is undone
 */
public record Stamp(
    Target target,
    boolean baseline,
    boolean creates,
    List<Migration> recorded,
    List<Migration> forgotten) {

  /**
   * Keeps copies.
   *
   * @param target where the database is said to be
   * @param baseline whether a changelog that is missing is created
   * @param creates whether it is missing
   * @param recorded migrations that get a row
   * @param forgotten migrations that lose theirs
   */
  public Stamp {
    recorded = List.copyOf(recorded);
    forgotten = List.copyOf(forgotten);
  }

  /**
   * Checks whether the database is already recorded as wanted.
   *
   * @return true if there is nothing to do
   */
  public boolean isEmpty() {
    return !creates && recorded.isEmpty() && forgotten.isEmpty();
  }
}
