package dev.nof1.schema.run;

import dev.nof1.schema.changelog.UnfinishedNote;
import dev.nof1.schema.error.MigrationFailedException;
import dev.nof1.schema.hook.HookException;
import dev.nof1.schema.index.InvalidIndexes;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.session.Retry;
import dev.nof1.schema.sql.SqlStatement;
import dev.nof1.schema.sql.driver.SqlStates;
import dev.nof1.schema.sql.driver.StatementException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;

/** Runs a script and writes its row in one transaction: both stay, or neither. */
final class TransactionalStep extends StepRun {
  private int sent;

  TransactionalStep(
      RunContext run, Step step, Retry retry, Optional<Resume> resume, FailureWords words) {
    super(run, step, retry, resume, words);
  }

  @Override
  void run() {
    try {
      ChangelogRow row = row();
      if (hasHooks() || resume.isPresent() || !row.canCommit()) {
        work(row);
        commit();
      } else {
        sendAllAnd(
            () -> {
              if (!row.writeAndCommit()) {
                commit();
              }
            });
      }
    } finally {
      run.leave();
    }
  }

  @Override
  void begin() throws SQLException {
    run.connection.setAutoCommit(false);
  }

  private interface End {
    void run() throws SQLException, HookException;
  }

  /** Runs all of the step but the commit, which is the caller's. */
  void work() {
    work(row());
  }

  private void work(ChangelogRow row) {
    sendAllAnd(
        () -> {
          row.write();
          afterEach();
          if (resume.isPresent()) {
            clearNote();
          }
        });
  }

  private void sendAllAnd(End end) {
    try {
      begin();
      beforeEach();
      sendAll();
      attempt.allDone();
      run.monitor.busy(step, 1);
      end.run();
    } catch (StatementException e) {
      throw failed(new StepFailure.AtStatement(e, aftermath(e)));
    } catch (HookException e) {
      throw failed(new StepFailure.AtHook(e));
    } catch (IOException e) {
      throw failed(new StepFailure.Unreadable(e));
    } catch (SQLException e) {
      throw failed(new StepFailure.AtRow(e, retry.givenUp(SqlStates.of(e))));
    } finally {
      run.monitor.idle();
    }
  }

  @Override
  boolean send(SqlStatement s) throws StatementException, SQLException {
    sent++;
    if (resume.isPresent() && sent < resume.get().from()) {
      return false;
    }
    Optional<String> index = InvalidIndexes.takenFor(run.connection, s);
    if (index.isPresent()) {
      throw failed(
          new StepFailure.Refused(s, IndexRefusal.words(index.get(), IndexRefusal.FAILED_EARLIER)));
    }
    once(s);
    return true;
  }

  @Override
  String aftermath(StatementException e) {
    return retry.givenUp(e.sqlState());
  }

  /** Clears the note of an unfinished run that this undo takes back. */
  private void clearNote() throws SQLException {
    Optional<UnfinishedNote> note =
        UnfinishedNote.open(
            run.connection,
            run.changelog,
            run.session.settings().user(),
            run.session.settings().role(),
            run::noticeUnrecorded);
    if (note.isPresent()) {
      note.get().clear(run.connection);
    }
  }

  @Override
  MigrationFailedException failed(StepFailure failure) {
    return words.of(attempt, failure, false);
  }
}
