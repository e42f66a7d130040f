package dev.nof1.schema.run;

import dev.nof1.schema.changelog.ChangelogProblems;
import dev.nof1.schema.error.FailurePlace;
import dev.nof1.schema.error.MigrationFailedException;
import dev.nof1.schema.hook.HookException;
import dev.nof1.schema.index.IndexWatch;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.Script;
import dev.nof1.schema.session.Limits;
import dev.nof1.schema.session.Retry;
import dev.nof1.schema.session.SessionSettings;
import dev.nof1.schema.session.TimeLimit;
import dev.nof1.schema.sql.SqlReader;
import dev.nof1.schema.sql.SqlStatement;
import dev.nof1.schema.sql.SqlStates;
import dev.nof1.schema.sql.StatementException;
import dev.nof1.schema.sql.TransactionControl;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/**
 * One migration, one way, tried once: its statements and its changelog row in one transaction; or,
 * where its script says so, each statement on its own and then the row.
 */
final class StepRun {
  private final Migrator migrator;
  private final Connection connection;
  private final Step step;
  private final Script script;
  private final boolean outsideTransaction;
  private final Retry retry;
  private final IndexWatch indexes;
  private final Failure failure;
  private final StatementLog log;
  private final ChangelogRow row;
  private boolean changesSettings;

  StepRun(
      Migrator migrator,
      Step step,
      Script script,
      boolean outsideTransaction,
      Progress progress,
      Retry retry) {
    this.migrator = migrator;
    this.connection = migrator.connection;
    this.step = step;
    this.script = script;
    this.outsideTransaction = outsideTransaction;
    this.retry = retry;
    this.indexes = new IndexWatch(connection, outsideTransaction);
    // A hook may set what it likes, by means that cannot be seen from here.
    this.changesSettings = migrator.hooks.any(step.direction());
    this.failure = new Failure(migrator, step, script, progress, outsideTransaction);
    this.log = new StatementLog(migrator, step, outsideTransaction && migrator.records, retry);
    this.row = new ChangelogRow(migrator, step, script, failure);
  }

  /** All of it, with its commit. */
  void run() {
    boolean hooked = migrator.hooks.any(step.direction());
    boolean restored = false;
    try {
      connection.setAutoCommit(outsideTransaction);
      work();
      commit();
      // Before its row was written, and only a hook comes after that.
      restored = !hooked;
    } catch (SQLException e) {
      throw failure.ofRow(e, "");
    } finally {
      migrator.leave(restored, changesSettings && (outsideTransaction || hooked));
    }
  }

  /** A script that no changelog names: nothing is written of it, before and after. */
  void runUnrecorded() {
    failure.called("The bootstrap script failed");
    try {
      connection.setAutoCommit(outsideTransaction);
      runStatements();
      if (!isLocked()) {
        throw failure.of("", ChangelogProblems.UNLOCKED, null);
      }
      commit();
    } catch (StatementException e) {
      throw failure.ofStatement(e, retry.givenUp(e.sqlState()) + indexes.clean());
    } catch (IOException e) {
      throw failure.of("", "cannot be read: " + e.getMessage(), e);
    } catch (SQLException e) {
      throw failure.of("", SqlStates.describe(e), e);
    } finally {
      migrator.watch.idle();
      migrator.leave(false, true);
    }
  }

  /** All of it but the commit, which is the caller's. */
  void work() {
    try {
      if (outsideTransaction) {
        row.refuseUnfit();
      }
      if (!migrator.isBegun) {
        migrator.hooks.beforeEach(step.direction(), step.migration());
      }
      runStatements();
      failure.allDone();
      if (outsideTransaction) {
        retry.begin();
        log.allDone(connection);
        failure.noted(log.isNoted(connection));
      }
      writeRow();
    } catch (StatementException e) {
      log.failed(connection, e.reason());
      failure.noted(log.isNoted(connection));
      throw failure.ofStatement(
          e, log.seemsDone(e.sqlState()) + retry.givenUp(e.sqlState()) + indexes.clean());
    } catch (HookException e) {
      throw failure.ofHook(e);
    } catch (IOException e) {
      failure.noted(log.isNoted(connection));
      throw failure.of("", "cannot be read: " + e.getMessage(), e);
    } catch (SQLException e) {
      failure.noted(log.isNoted(connection));
      throw failure.ofRow(e, retry.givenUp(state(e)));
    } finally {
      migrator.watch.idle();
    }
  }

  /**
   * Outside a transaction the row is all that is left to do, so that it alone is tried again when
   * the changelog is locked.
   */
  private void writeRow() throws SQLException, HookException {
    while (true) {
      migrator.watch.busy(step, 1);
      try {
        if (outsideTransaction) {
          connection.setAutoCommit(false);
        }
        row.write(outsideTransaction, changesSettings);
        afterEach();
        log.finished(connection);
        return;
      } catch (SQLException e) {
        if (!outsideTransaction) {
          throw e;
        }
        migrator.leave(false, changesSettings);
        if (!retry.again(state(e))) {
          throw e;
        }
      }
    }
  }

  private static String state(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }

  private void runStatements() throws StatementException, IOException, SQLException {
    try (SqlReader reader = script.open(step.direction());
        StatementNews news = StatementNews.of(migrator, step, script)) {
      for (SqlStatement s = reader.next(); s != null; s = reader.next()) {
        changesSettings |= SessionSettings.mayChange(s);
        migrator.custom.keep(connection, s);
        news.begins(s);
        failure.begins(s);
        if (starts(s)) {
          send(s);
          news.done();
        }
        failure.statementDone();
      }
    }
    if (failure.statementsDone() == 0) {
      migrator.listener.notice(
          "WARNING: %s has no statement in its %s section."
              .formatted(script.location(), step.direction() == Direction.UP ? "up" : "undo"));
    }
  }

  private boolean starts(SqlStatement s) throws SQLException {
    if (outsideTransaction) {
      retry.begin();
    }
    try {
      return log.starts(connection, s);
    } catch (SQLException e) {
      if (!SqlStates.isLockNotGot(state(e))) {
        throw e;
      }
      failure.noted(log.isNoted(connection));
      throw failure.notNoted(s, e, retry.givenUp(state(e)));
    }
  }

  /**
   * Outside a transaction what is done stays, so only the statement that did not get its locks is
   * tried again: it has had no effect but for an index that is dropped first.
   */
  private void send(SqlStatement s) throws StatementException, SQLException {
    dropRemnant(s);
    refuse(s, indexes.inTheWay(s), "building it failed earlier, or goes on just now");
    if (!outsideTransaction) {
      once(s);
      return;
    }
    boolean waitsForOthers = s.words().contains("CONCURRENTLY");
    boolean repeatable = !TransactionControl.mayCommitAPart(s);
    try (Limits.Restored usual = waitsForOthers ? migrator.limits.patient(connection) : () -> {}) {
      while (true) {
        try {
          once(s);
          break;
        } catch (StatementException e) {
          if (!SqlStates.isLockNotGot(e.sqlState()) || !repeatable) {
            throw e;
          }
          String cleaned = indexes.clean();
          if (cleaned.contains("could not be dropped") || !retry.again(e.sqlState())) {
            throw e;
          }
        }
      }
    }
    refuse(s, indexes.notValid(), "building it failed");
    if (SessionSettings.mayChange(s) && hasGivenUpTheLock()) {
      log.refusedWhenDone(connection, ChangelogProblems.UNLOCKED);
      failure.noted(log.isNoted(connection));
      throw failure.refused(s, ChangelogProblems.UNLOCKED);
    }
  }

  /** What each statement does outside a transaction stays, so it is not looked at the end only. */
  private boolean hasGivenUpTheLock() {
    try {
      return !isLocked();
    } catch (SQLException e) {
      // Whatever comes next meets the same, and says where.
      return false;
    }
  }

  private boolean isLocked() throws SQLException {
    try (Statement query = connection.createStatement();
        ResultSet row = query.executeQuery("SELECT " + migrator.isLocked)) {
      return row.next() && row.getBoolean(1);
    }
  }

  /** A build that was interrupted leaves its index, and would find the name taken. */
  private void dropRemnant(SqlStatement s) throws SQLException {
    boolean again = outsideTransaction && log.mayHaveLeftSomething();
    while (again) {
      migrator.watch.busy(step, s.line());
      try (Limits.Restored usual = migrator.limits.patient(connection)) {
        indexes
            .dropRemnant(s)
            .ifPresent(
                index ->
                    migrator.listener.notice(
                        "NOTICE: dropped the invalid index " + index + ", which is built anew."));
        again = false;
      } catch (SQLException e) {
        if (!retry.again(state(e))) {
          throw e;
        }
      } finally {
        migrator.watch.idle();
      }
    }
  }

  private void once(SqlStatement s) throws StatementException {
    long started = System.nanoTime();
    migrator.watch.busy(step, s.line());
    try {
      migrator.statements.run(s);
    } catch (StatementException e) {
      failure.limited(
          TimeLimit.words(
              migrator.guards, e.sqlState(), Duration.ofNanos(System.nanoTime() - started)));
      throw e;
    } finally {
      migrator.watch.idle();
    }
  }

  private void refuse(SqlStatement s, Optional<String> index, String why) {
    if (index.isPresent()) {
      String reason =
          "the index %1$s is there but not valid, because %2$s. DROP INDEX CONCURRENTLY %1$s first"
              .formatted(index.get(), why);
      log.failed(connection, reason);
      failure.noted(log.isNoted(connection));
      throw failure.refused(s, reason);
    }
  }

  private void afterEach() throws HookException, SQLException {
    if (migrator.hooks.any(step.direction())) {
      migrator.hooks.afterEach(
          step.direction(),
          step.migration(),
          step.direction() == Direction.UP
              ? migrator.changelog.appliedAt(connection, step.migration().id())
              : null);
    }
  }

  void commit() {
    if (outsideTransaction && !migrator.records) {
      return;
    }
    try {
      connection.commit();
    } catch (SQLException e) {
      // A deferred constraint speaks up only now; a lost connection leaves the outcome unknown.
      String state = e.getSQLState() == null ? "" : e.getSQLState();
      if (SqlStates.isConnectionLost(state)) {
        throw new MigrationFailedException(
            "The connection was lost while migration %s was being committed: %s. %s; 'status' tells."
                .formatted(
                    step.migration(),
                    SqlStates.describe(e),
                    outsideTransaction
                        ? "Its statements have taken effect and stay; it is either recorded or unfinished"
                        : "It is either applied as a whole or not at all"),
            step.migration().id(),
            new FailurePlace(script.location(), 0, 0),
            state,
            e);
      }
      throw failure.of("the commit of ", SqlStates.describe(e), e);
    }
  }
}
