package dev.nof1.schema;

import dev.nof1.schema.changelog.LockHolder;
import java.time.Duration;

/**
 * Is told what happens while it happens, on the thread that migrates.
 *
 * <p>An exception thrown from here ends the run: from {@code started} before the migration, from
 * {@code finished} after it is committed.
 */
public interface MigrationListener {

  /** Hears nothing. */
  MigrationListener SILENT = new MigrationListener() {};

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
   * A migration is about to run.
   *
   * @param step which, and which way
   */
  default void started(Step step) {}

  /**
   * A migration is committed.
   *
   * @param step which, and which way
   * @param time from its first statement to the end of its commit
   */
  default void finished(Step step, Duration time) {}

  /**
   * The server said something along the way.
   *
   * @param text such as {@code NOTICE: table "t" does not exist, skipping}
   */
  default void notice(String text) {}
}
