package dev.nof1.schema;

import dev.nof1.schema.error.FailurePlace;
import dev.nof1.schema.error.MigrationFailedException;
import dev.nof1.schema.hook.HookException;
import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.Migration;
import dev.nof1.schema.repository.Script;
import dev.nof1.schema.sql.SqlReader;
import dev.nof1.schema.sql.SqlStatement;
import dev.nof1.schema.sql.SqlStates;
import dev.nof1.schema.sql.StatementException;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * One migration, one way: its statements and its changelog row in one transaction; or, where its
 * script says so, each statement on its own and then the row.
 */
final class StepRun {
  /** CREATE INDEX CONCURRENTLY and its like, inside a transaction. */
  private static final String NEEDS_NO_TRANSACTION = "25001";

  private final Migrator migrator;
  private final Connection connection;
  private final Step step;
  private final Script script;
  private final boolean outsideTransaction;
  private final IndexWatch indexes = new IndexWatch();
  private final Failure failure;
  private boolean changesSettings;

  StepRun(Migrator migrator, Step step, Script script, Progress progress) {
    this.migrator = migrator;
    this.connection = migrator.connection;
    this.step = step;
    this.script = script;
    this.outsideTransaction = script.directives().outsideTransaction(step.direction());
    // A hook may set what it likes, by means that cannot be seen from here.
    this.changesSettings = migrator.hooks.any(step.direction());
    this.failure = new Failure(step, script, progress, migrator.settings, outsideTransaction);
  }

  void run() {
    try {
      connection.setAutoCommit(outsideTransaction);
      migrator.hooks.beforeEach(step.direction(), step.migration());
      runStatements();
      if (outsideTransaction) {
        refuseInvalidIndexes();
        connection.setAutoCommit(false);
      }
      migrator.session.restore(connection, changesSettings);
      record();
      afterEach();
      commit();
    } catch (StatementException e) {
      throw failure.ofStatement(e, advice(e) + indexes.left(connection));
    } catch (HookException e) {
      throw failure.ofHook(e);
    } catch (IOException e) {
      throw failure.of("", "cannot be read: " + e.getMessage(), e);
    } catch (SQLException e) {
      throw failure.of("the changelog row of ", SqlStates.describe(e), e);
    } finally {
      leave();
    }
  }

  private void runStatements() throws StatementException, IOException {
    try (SqlReader reader = script.open(step.direction())) {
      for (SqlStatement s = reader.next(); s != null; s = reader.next()) {
        changesSettings |= SessionSettings.mayChange(s);
        indexes.watch(s);
        migrator.statements.run(s);
        failure.statementDone();
      }
    }
    if (failure.statementsDone() == 0) {
      migrator.listener.notice(
          "WARNING: %s has no statement in its %s section."
              .formatted(script.location(), step.direction() == Direction.UP ? "up" : "undo"));
    }
  }

  /** IF NOT EXISTS is content with an index that an earlier, failed build left behind. */
  private void refuseInvalidIndexes() throws SQLException {
    List<String> invalid = indexes.invalid(connection);
    if (!invalid.isEmpty()) {
      throw failure.of(
          "",
          "the index %s is there but not valid, because building it failed, now or earlier"
              .formatted(String.join(", ", invalid)),
          null);
    }
  }

  private void record() throws SQLException {
    boolean exists = migrator.changelog.exists(connection);
    Migration migration = step.migration();
    String table = migrator.changelog.name();
    if (step.direction() == Direction.UP) {
      if (!exists) {
        throw failure.of("", ChangelogProblems.missing(table), null);
      }
      BigDecimal kept =
          migrator.changelog.insert(connection, migration.id(), migration.description());
      if (kept.compareTo(migration.id()) != 0) {
        throw failure.of("", ChangelogProblems.rounded(table, migration.id(), kept), null);
      }
    } else if (exists) {
      if (!migrator.changelog.delete(connection, migration.id())) {
        throw failure.of("", ChangelogProblems.gone(table), null);
      }
    } else if (failure.appliedNow() > 1) {
      throw failure.of("", ChangelogProblems.dropped(table, failure.appliedNow() - 1), null);
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

  private void commit() {
    try {
      connection.commit();
    } catch (SQLException e) {
      // A deferred constraint speaks up only now; a lost connection leaves the outcome unknown.
      String state = e.getSQLState() == null ? "" : e.getSQLState();
      if (SqlStates.isConnectionLost(state)) {
        throw new MigrationFailedException(
            "The connection was lost while migration %s was being committed: %s. It is either applied as a whole or not at all; 'status' tells."
                .formatted(step.migration(), SqlStates.describe(e)),
            step.migration().id(),
            new FailurePlace(script.location(), 0, 0),
            state,
            e);
      }
      throw failure.of("the commit of ", SqlStates.describe(e), e);
    }
  }

  /**
   * After a success there is nothing to roll back; after a lost connection the server has done it.
   */
  private void leave() {
    try {
      if (!connection.isClosed()) {
        if (!connection.getAutoCommit()) {
          connection.rollback();
          connection.setAutoCommit(true);
        }
        migrator.session.restore(
            connection,
            changesSettings && (outsideTransaction || migrator.hooks.any(step.direction())));
      }
    } catch (SQLException e) {
      // The connection is of no more use; whoever uses it next is told so, and why it broke is
      // told already.
    }
  }

  private String advice(StatementException e) {
    return e.sqlState().equals(NEEDS_NO_TRANSACTION) && !outsideTransaction
        ? " That statement cannot run in a transaction: put it in a script of its own with the line '-- //@NO_TRANSACTION'."
        : "";
  }
}
