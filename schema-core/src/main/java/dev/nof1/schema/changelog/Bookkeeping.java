package dev.nof1.schema.changelog;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/**
 * Record of a migration beside its changelog row; the server adds the user and the time.
 *
 * @param how what put it on record
 * @param checksum of its script; empty where there is none
 * @param duration from its first statement to its row; empty where nothing was run
 */
public record Bookkeeping(How how, Optional<String> checksum, Optional<Duration> duration) {

  /** Ways in which a migration is recorded. */
  public enum How {
    /** This library ran the script. */
    RUN,
    /** Another program ran the text that this library wrote. */
    SCRIPT,
    /** {@code stamp}: nothing was run. */
    STAMP,
    /** {@code baseline}: it was there before. */
    BASELINE,
    /** {@code import}: another tool's history says that it was applied. */
    IMPORT,
    /** {@code repair}: somebody looked and said that it is done. */
    REPAIR
  }

  /**
   * A migration that was run.
   *
   * @param checksum of its script
   * @param duration from its first statement to its row
   * @return what to record
   */
  public static Bookkeeping run(String checksum, Duration duration) {
    return new Bookkeeping(How.RUN, Optional.of(checksum), Optional.of(duration));
  }

  /**
   * A migration that is recorded without being run.
   *
   * @param how what puts it on record
   * @param checksum of its script
   * @return what to record
   */
  public static Bookkeeping unrun(How how, String checksum) {
    return new Bookkeeping(how, Optional.of(checksum), Optional.empty());
  }

  /**
   * Writes the record as SQL for a script that psql runs later: it follows the INSERT of the
   * changelog row, in the same transaction. The time from that transaction's begin is the duration.
   * Where the user may not record it, the text does nothing but say so. Undoing needs no such text:
   * the row takes its record with it.
   *
   * @param changelog the table, as it stands in SQL
   * @param id of the migration whose row was inserted
   * @param checksum of its script
   * @return one statement with its semicolon, over several lines, ended by a line feed
   */
  public static String sql(String changelog, BigDecimal id, String checksum) {
    return BookkeepingColumn.script(changelog, id, checksum);
  }
}
