package dev.nof1.schema.run;

import dev.nof1.schema.changelog.ChangelogProblems;
import dev.nof1.schema.error.MigrationFailedException;
import dev.nof1.schema.hook.HookException;
import dev.nof1.schema.index.IndexWatch;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.session.Limits;
import dev.nof1.schema.session.Retry;
import dev.nof1.schema.sql.SqlStatement;
import dev.nof1.schema.sql.TransactionControl;
import dev.nof1.schema.sql.driver.SqlStates;
import dev.nof1.schema.sql.driver.StatementException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Runs each statement of a script on its own ({@code -- //@NO_TRANSACTION}), and writes the row in
 * a transaction after the last: what is done stays, so only the statement that did not get its
 * locks is retried, and a checkpoint before each says how far the script got.
 */
final class StatementwiseStep extends StepRun {
  private final IndexWatch indexes;
  private final Checkpoints checkpoints;

  StatementwiseStep(
      RunContext run,
      Step step,
      Retry retry,
      Optional<Resume> resume,
      FailureWords words,
      Checkpoints checkpoints) {
    super(run, step, retry, resume, words);
    this.indexes = new IndexWatch(run.connection);
    this.checkpoints = checkpoints;
  }

  @Override
  void run() {
    try {
      begin();
      ChangelogRow row = row();
      row.refuseUnfit();
      beforeEach();
      sendAll();
      attempt.allDone();
      retry.begin();
      // Before the transaction of the row begins: the script may have made the next one read-only.
      run.session.restore();
      checkpoints.allDone();
      write(row);
      commit();
    } catch (StatementException e) {
      checkpoints.failed(e.reason());
      throw failed(new StepFailure.AtStatement(e, aftermath(e)));
    } catch (HookException e) {
      throw failed(new StepFailure.AtHook(e));
    } catch (IOException e) {
      throw failed(new StepFailure.Unreadable(e));
    } catch (SQLException e) {
      throw failed(new StepFailure.AtRow(e, retry.givenUp(SqlStates.of(e))));
    } finally {
      run.monitor.idle();
      run.leave();
    }
  }

  @Override
  void begin() throws SQLException {
    run.connection.setAutoCommit(true);
  }

  /** The row is all that is left to do, so that it alone is retried. */
  private void write(ChangelogRow row) throws SQLException, HookException {
    while (true) {
      run.monitor.busy(step, 1);
      try {
        run.connection.setAutoCommit(false);
        row.write();
        afterEach();
        checkpoints.finished();
        return;
      } catch (SQLException e) {
        run.leave();
        if (!retry.again(SqlStates.of(e))) {
          throw e;
        }
      }
    }
  }

  @Override
  boolean send(SqlStatement s) throws StatementException, SQLException {
    if (!begins(s)) {
      return false;
    }
    dropRemnant(s);
    refuse(s, indexes.inTheWay(s), IndexRefusal.FAILED_EARLIER);
    sendWithRetries(s);
    refuse(s, indexes.notValid(), IndexRefusal.FAILED);
    if (hasGivenUpTheLock()) {
      checkpoints.refusedWhenDone(ChangelogProblems.UNLOCKED);
      throw failed(new StepFailure.Refused(s, ChangelogProblems.UNLOCKED));
    }
    return true;
  }

  private boolean begins(SqlStatement s) throws SQLException {
    retry.begin();
    try {
      return checkpoints.begins(s);
    } catch (SQLException e) {
      if (!SqlStates.isLockNotGot(SqlStates.of(e))) {
        throw e;
      }
      throw failed(new StepFailure.NotNoted(s, e, retry.givenUp(SqlStates.of(e))));
    }
  }

  /** A statement that did not get its locks has had no effect but for an index, dropped first. */
  private void sendWithRetries(SqlStatement s) throws StatementException, SQLException {
    boolean waitsForOthers = s.words().contains("CONCURRENTLY");
    boolean repeatable = !TransactionControl.mayCommitAPart(s);
    try (Limits.Restored usual = waitsForOthers ? run.limits.patient(run.connection) : () -> {}) {
      while (true) {
        try {
          once(s);
          return;
        } catch (StatementException e) {
          if (!SqlStates.isLockNotGot(e.sqlState()) || !repeatable) {
            throw e;
          }
          if (!indexes.clean().isClean() || !retry.again(e.sqlState())) {
            throw e;
          }
        }
      }
    }
  }

  /** A build that was interrupted leaves its index, and would find the name taken. */
  private void dropRemnant(SqlStatement s) throws SQLException {
    boolean again = checkpoints.mayHaveLeftSomething();
    while (again) {
      run.monitor.busy(step, s.line());
      try (Limits.Restored usual = run.limits.patient(run.connection)) {
        indexes
            .dropRemnant(s)
            .ifPresent(
                index ->
                    run.listener.notice(
                        "NOTICE: dropped the invalid index " + index + ", which is built anew."));
        again = false;
      } catch (SQLException e) {
        if (!retry.again(SqlStates.of(e))) {
          throw e;
        }
      } finally {
        run.monitor.idle();
      }
    }
  }

  private void refuse(SqlStatement s, Optional<String> index, String why) {
    if (index.isPresent()) {
      String reason = IndexRefusal.words(index.get(), why);
      checkpoints.failed(reason);
      throw failed(new StepFailure.Refused(s, reason));
    }
  }

  /** Checks the lock behind each statement, because each statement's work stays. */
  private boolean hasGivenUpTheLock() {
    try {
      return !isLocked();
    } catch (SQLException e) {
      // Whatever comes next meets the same, and says where.
      return false;
    }
  }

  @Override
  String aftermath(StatementException e) {
    return checkpoints.seemsDone(e.sqlState())
        + retry.givenUp(e.sqlState())
        + indexes.clean().words();
  }

  @Override
  MigrationFailedException failed(StepFailure failure) {
    return words.of(attempt, failure, checkpoints.isNoted());
  }
}
