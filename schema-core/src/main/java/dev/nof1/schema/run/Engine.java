package dev.nof1.schema.run;

import dev.nof1.schema.changelog.Changelog;
import dev.nof1.schema.event.MigrationListener;
import dev.nof1.schema.hook.Hooks;
import dev.nof1.schema.plan.Plan;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.repository.Script;
import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.session.Limits;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Runs plans on a connection that holds the migration lock, in the way that fits: step by step, all
 * steps together, a repair, or a script that no changelog names. Immutable and safe for use by
 * several threads.
 *
 * @param dataSource lends a second connection, to look at a statement that takes long
 * @param changelog where rows are written
 * @param settings how scripts are read
 * @param listener hears what happens
 * @param limits how long a statement may wait
 * @param hooks what is run around migrations
 * @param together whether all migrations of a run are one transaction
 */
public record Engine(
    DataSource dataSource,
    Changelog changelog,
    ScriptSettings settings,
    MigrationListener listener,
    Limits limits,
    Hooks hooks,
    boolean together) {

  /**
   * Runs a plan.
   *
   * @param connection holds the migration lock; in auto-commit mode, now and afterwards
   * @param plan checked, and bound to the texts that run
   * @param onAbort gives the script that runs after a failure; asked before the first step
   * @throws dev.nof1.schema.error.MigrationFailedException if a step failed
   * @throws dev.nof1.schema.error.HookFailedException if a hook around all steps failed
   * @throws SQLException if the server cannot be asked before the first step
   */
  public void run(Connection connection, Plan plan, Supplier<Optional<Script>> onAbort)
      throws SQLException {
    if (plan.steps().isEmpty()) {
      return;
    }
    try (RunContext run = context(connection, hooks)) {
      OnAbort after = new OnAbort(run, onAbort);
      run.noticeForbiddenRecords(plan);
      if (together) {
        new SingleTransaction(run, plan).run(after);
      } else {
        new StepByStep(run, Optional.empty()).run(plan, after);
      }
    }
  }

  /**
   * Ends what an earlier run left unfinished.
   *
   * @param connection holds the migration lock; in auto-commit mode, now and afterwards
   * @param plan of one step, checked and bound to its text
   * @param resume where the step goes on
   * @throws dev.nof1.schema.error.MigrationFailedException if the step failed
   * @throws SQLException if the server cannot be asked before the step
   */
  public void repair(Connection connection, Plan plan, Resume resume) throws SQLException {
    try (RunContext run = context(connection, hooks)) {
      run.noticeForbiddenRecords(plan);
      new StepByStep(run, Optional.of(resume)).run(plan, new OnAbort(run, Optional::empty));
    }
  }

  /**
   * Runs a script that is no migration: nothing is recorded of it.
   *
   * @param connection holds the migration lock; in auto-commit mode, now and afterwards
   * @param plan of that one step, checked and bound to its text
   * @throws dev.nof1.schema.error.MigrationFailedException if the script failed
   * @throws SQLException if the server cannot be asked before it
   */
  public void bootstrap(Connection connection, Plan plan) throws SQLException {
    try (RunContext run = context(connection, Hooks.NONE)) {
      Step step = plan.steps().get(0);
      new Bootstrap(run, step, Progress.stepByStep(plan, 0)).run();
    }
  }

  private RunContext context(Connection connection, Hooks around) throws SQLException {
    return new RunContext(dataSource, connection, changelog, settings, listener, limits, around);
  }
}
