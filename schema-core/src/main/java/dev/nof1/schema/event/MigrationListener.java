package dev.nof1.schema.event;

import dev.nof1.schema.plan.Plan;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.sql.SqlStatement;
import java.time.Duration;

/**
 * Listener that receives the events of a run while it runs, on the thread that migrates ({@code
 * working}: on another).
 *
 * <p>An exception thrown from here ends the run: from {@code started} before the migration, from
 * {@code finished} after it is committed.
 */
public interface MigrationListener {

  /** Hears nothing. */
  MigrationListener SILENT = new MigrationListener() {};

  /**
   * Writes one line a migration that was applied or undone, at level INFO, to the {@link
   * System.Logger} named {@code dev.nof1.schema}. The lines hold no value of a variable.
   *
   * @return a listener; safe for use by several threads
   */
  static MigrationListener logging() {
    return new LoggingListener();
  }

  /**
   * Another migrator holds the lock; called when the wait begins and every few seconds.
   *
   * @param holder who
   */
  default void waiting(LockHolder holder) {}

  /**
   * The plan is made and will be run.
   *
   * @param plan what will run; may have no steps
   */
  default void planned(Plan plan) {}

  /**
   * A migration is about to run; called again when a single transaction of several is retried.
   *
   * @param step which, and which way
   */
  default void started(Step step) {}

  /**
   * A migration is committed; for a single transaction of several, called for each at its end.
   *
   * @param step which, and which way
   * @param time from its first statement to the end of its commit
   */
  default void finished(Step step, Duration time) {}

  /**
   * A migration did not get a lock in time; nothing of this try is left, and it is tried again
   * after a pause.
   *
   * @param wait which, how often, and who blocks it
   */
  default void blocked(LockWait wait) {}

  /**
   * A statement takes long; called some times a second while it does, on another thread than the
   * rest. Needs a second connection of the data source, and is not called where there is none. An
   * exception thrown from here ends only the looking.
   *
   * @param work how far it has got, and what it waits for
   */
  default void working(StatementProgress work) {}

  /**
   * Decides whether {@link #statement} is called, for which the lines of a script are read beside
   * it.
   *
   * @return false unless a listener overrides it
   */
  default boolean hearsStatements() {
    return false;
  }

  /**
   * A statement has run; not yet committed, unless its script is outside a transaction. Called only
   * where {@link #hearsStatements} says so.
   *
   * @param step whose statement it is
   * @param statement as it stands in the script: with the places of variables instead of their
   *     values, which may be secrets; its text is empty where values cannot be separated from the
   *     rest
   * @param time how long it took, with the waits between tries
   */
  default void statement(Step step, SqlStatement statement, Duration time) {}

  /**
   * The server said something along the way.
   *
   * @param text such as {@code NOTICE: table "t" does not exist, skipping}
   */
  default void notice(String text) {}
}
