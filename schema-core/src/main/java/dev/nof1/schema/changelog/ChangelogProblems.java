package dev.nof1.schema.changelog;

import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.repository.Migration;
import java.math.BigDecimal;

/** Words for what a script can do to the changelog that no migration may. */
public final class ChangelogProblems {
  /** The session has lost the migration lock. */
  public static final String UNLOCKED =
      "the lock that keeps other migrators out is not held any more: the script has given it up, as pg_advisory_unlock_all() does, so another migrator may have been at work meanwhile";

  private ChangelogProblems() {}

  /**
   * Words a notice: all goes on without the record.
   *
   * @param why the server's words
   * @return a line
   */
  public static String unrecorded(String why) {
    return "NOTICE: checksum, duration and who are not recorded: " + why + ".";
  }

  /**
   * Describes that there is no changelog.
   *
   * @param name of the table
   * @return a reason, with the statements to add
   */
  public static String missing(String name) {
    return """
    there is no changelog table %s to record it in
      The first migration creates it. Add to its up section:
        CREATE TABLE ${changelog} (
          ID NUMERIC(20,0) NOT NULL,
          APPLIED_AT VARCHAR(25) NOT NULL,
          DESCRIPTION VARCHAR(255) NOT NULL,
          PRIMARY KEY (ID)
        );
      and to its undo section: DROP TABLE ${changelog};\
    """
        .formatted(name);
  }

  /**
   * Describes that the table keeps an id as another.
   *
   * @param name of the table
   * @param id the migration's
   * @param kept what the table makes of it
   * @return a reason
   */
  public static String rounded(String name, BigDecimal id, BigDecimal kept) {
    return "the changelog %s keeps the id %s as %s, because of the type of its column ID; use a whole number as id, or give the column decimals"
        .formatted(name, id.toPlainString(), kept.toPlainString());
  }

  /**
   * Refuses to record a migration under another id, where nothing was run.
   *
   * @param name of the table
   * @param migration which
   * @param kept the id as the table has kept it
   * @throws DatabaseException if that is not the migration's id
   */
  public static void refuseRounded(String name, Migration migration, BigDecimal kept) {
    if (kept.compareTo(migration.id()) != 0) {
      throw new DatabaseException(
          "Migration %s cannot be recorded: %s. Nothing was recorded."
              .formatted(migration, rounded(name, migration.id(), kept)));
    }
  }

  /**
   * Describes that the table cannot hold an id.
   *
   * @param name of the table
   * @param id the migration's
   * @return a reason
   */
  public static String tooLong(String name, BigDecimal id) {
    return "the changelog %s cannot hold the id %s, because of the type of its column ID; use a shorter id, or give the column more digits"
        .formatted(name, id.toPlainString());
  }

  /**
   * Describes that an undo section drops the changelog too early.
   *
   * @param name of the table
   * @param others how many other migrations are applied
   * @return a reason
   */
  public static String dropped(String name, int others) {
    return "it drops the changelog %s while %d other migrations are applied, and they would be forgotten; undo those first"
        .formatted(name, others);
  }

  /**
   * Describes that the row to delete is not there.
   *
   * @param name of the table
   * @return a reason
   */
  public static String gone(String name) {
    return "its row in the changelog %s is gone: somebody else has undone it at the same time"
        .formatted(name);
  }
}
