package dev.nof1.schema.run;

import dev.nof1.schema.changelog.ChangelogProblems;
import dev.nof1.schema.changelog.LockKey;
import dev.nof1.schema.error.MigrationFailedException;
import dev.nof1.schema.hook.HookException;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.session.Retry;
import dev.nof1.schema.session.TimeLimit;
import dev.nof1.schema.sql.SqlReader;
import dev.nof1.schema.sql.SqlStatement;
import dev.nof1.schema.sql.driver.StatementException;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/** One try of one step, in one of the ways that a script can be executed. */
abstract sealed class StepRun permits TransactionalStep, StatementwiseStep {
  final RunContext run;
  final Step step;
  final Retry retry;
  final Optional<Resume> resume;
  final Attempt attempt;
  final FailureWords words;

  StepRun(RunContext run, Step step, Retry retry, Optional<Resume> resume, FailureWords words) {
    this.run = run;
    this.step = step;
    this.retry = retry;
    this.resume = resume;
    this.attempt = new Attempt(step.script().location());
    this.words = words;
  }

  /** The statements, the row, and what makes them stay. */
  abstract void run();

  /** Begins the row of the step; the time until it is written is recorded in it. */
  final ChangelogRow row() {
    return new ChangelogRow(run, step, resume.isPresent(), words.progress(), this::failed);
  }

  /** Sends a statement, unless an earlier run has done it; returns whether it was sent. */
  abstract boolean send(SqlStatement s) throws StatementException, SQLException;

  /** Makes what was sent stay. */
  final void commit() {
    try {
      if (!run.connection.getAutoCommit()) {
        run.connection.commit();
      }
    } catch (SQLException e) {
      // A deferred constraint speaks up only now; a lost connection leaves the outcome unknown.
      throw failed(new StepFailure.AtCommit(e));
    }
  }

  /** Describes a failure of this try. */
  abstract MigrationFailedException failed(StepFailure failure);

  /** Runs the step without a row and without hooks. */
  final void runUnrecorded() {
    try {
      begin();
      sendAll();
      if (!isLocked()) {
        throw failed(new StepFailure.RowRefused(ChangelogProblems.UNLOCKED));
      }
      commit();
    } catch (StatementException e) {
      throw failed(new StepFailure.AtStatement(e, aftermath(e)));
    } catch (IOException e) {
      throw failed(new StepFailure.Unreadable(e));
    } catch (SQLException e) {
      throw failed(new StepFailure.AtRow(e, ""));
    } finally {
      run.monitor.idle();
      run.leave();
    }
  }

  abstract void begin() throws SQLException;

  /** Describes what the step tried after a statement was refused. */
  abstract String aftermath(StatementException e);

  final void sendAll() throws StatementException, IOException, SQLException {
    try (SqlReader reader = step.script().open(step.direction());
        StatementNews news = StatementNews.of(run, step)) {
      for (SqlStatement s = reader.next(); s != null; s = reader.next()) {
        run.session.keepCustom(s);
        news.begins();
        attempt.begins(s);
        if (send(s)) {
          news.done(s);
        }
        attempt.statementDone();
      }
    }
    if (attempt.statementsDone() == 0) {
      run.listener.notice(
          "WARNING: %s has no statement in its %s section."
              .formatted(
                  step.script().location(), step.direction() == Direction.UP ? "up" : "undo"));
    }
  }

  final void once(SqlStatement s) throws StatementException {
    long started = System.nanoTime();
    run.monitor.busy(step, s.line());
    try {
      run.statements.run(s);
    } catch (StatementException e) {
      attempt.limited(
          TimeLimit.words(run.guards, e.sqlState(), Duration.ofNanos(System.nanoTime() - started)));
      throw e;
    } finally {
      run.monitor.idle();
    }
  }

  final boolean hasHooks() {
    return run.hooks.any(step.direction());
  }

  final void beforeEach() throws HookException {
    if (resume.filter(Resume::begun).isEmpty()) {
      run.hooks.beforeEach(step.direction(), step.migration());
    }
  }

  final void afterEach() throws HookException, SQLException {
    if (hasHooks()) {
      run.hooks.afterEach(
          step.direction(),
          step.migration(),
          step.direction() == Direction.UP
              ? run.changelog.appliedAt(run.connection, step.migration().id())
              : null);
    }
  }

  /** Checks whether this session still keeps other migrators out. */
  final boolean isLocked() throws SQLException {
    try (Statement query = run.connection.createStatement();
        ResultSet row = query.executeQuery("SELECT " + LockKey.isHeld(run.changelog.name()))) {
      return row.next() && row.getBoolean(1);
    }
  }
}
