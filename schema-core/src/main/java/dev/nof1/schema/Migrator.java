package dev.nof1.schema;

import dev.nof1.schema.changelog.Changelog;
import dev.nof1.schema.error.MigrationFailedException;
import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.Migration;
import dev.nof1.schema.repository.Script;
import dev.nof1.schema.sql.SqlReader;
import dev.nof1.schema.sql.SqlStatement;
import dev.nof1.schema.sql.StatementException;
import dev.nof1.schema.sql.StatementRunner;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs a plan on one connection that holds the lock: each migration with its changelog row in one
 * transaction.
 */
final class Migrator {
  private final Connection connection;
  private final Changelog changelog;
  private final MigrationListener listener;
  private final StatementRunner statements;
  private final SessionSettings session;

  Migrator(Connection connection, Changelog changelog, MigrationListener listener)
      throws SQLException {
    this.connection = connection;
    this.changelog = changelog;
    this.listener = listener;
    this.statements = new StatementRunner(connection, listener::notice);
    this.session = SessionSettings.of(connection);
  }

  void run(Plan plan, Map<BigDecimal, Script> scripts) throws SQLException {
    int done = 0;
    for (Step step : plan.steps()) {
      listener.started(step);
      long started = System.nanoTime();
      new StepRun(step, script(scripts, step), new Progress(plan, done)).run();
      listener.finished(step, Duration.ofNanos(System.nanoTime() - started));
      done++;
    }
  }

  static Script script(Map<BigDecimal, Script> scripts, Step step) {
    Script script = scripts.get(step.migration().id());
    if (script == null) {
      throw new IllegalStateException("A plan names only migrations that have scripts.");
    }
    return script;
  }

  /** One migration, one way. */
  private final class StepRun {
    private final Step step;
    private final Script script;
    private final Progress progress;
    private final boolean outsideTransaction;
    private int statementsDone;

    StepRun(Step step, Script script, Progress progress) {
      this.step = step;
      this.script = script;
      this.progress = progress;
      this.outsideTransaction = script.directives().outsideTransaction(step.direction());
    }

    void run() throws SQLException {
      connection.setAutoCommit(outsideTransaction);
      try {
        runStatements();
        session.restore(connection);
        record();
        if (!outsideTransaction) {
          commit();
        }
      } catch (StatementException e) {
        throw failure(e);
      } catch (IOException e) {
        throw failed(script.location(), "cannot be read: " + e.getMessage(), "", e);
      } catch (SQLException e) {
        throw failed("its changelog row", e.getMessage() + " [" + e.getSQLState() + "]", "", e);
      } finally {
        leave();
      }
    }

    private void runStatements() throws StatementException, IOException {
      try (SqlReader reader = script.open(step.direction())) {
        for (SqlStatement s = reader.next(); s != null; s = reader.next()) {
          statements.run(s);
          statementsDone++;
        }
      }
    }

    private void record() throws SQLException {
      boolean exists = changelog.exists(connection);
      Migration migration = step.migration();
      if (step.direction() == Direction.UP) {
        if (!exists) {
          throw failed(script.location(), ChangelogProblems.missing(changelog.name()), "", null);
        }
        BigDecimal kept = changelog.insert(connection, migration.id(), migration.description());
        if (kept.compareTo(migration.id()) != 0) {
          throw failed(
              script.location(),
              ChangelogProblems.rounded(changelog.name(), migration.id(), kept),
              "",
              null);
        }
      } else if (exists) {
        changelog.delete(connection, migration.id());
      } else if (progress.appliedNow() > 1) {
        throw failed(
            script.location(),
            ChangelogProblems.dropped(changelog.name(), progress.appliedNow() - 1),
            "",
            null);
      }
    }

    private void commit() {
      try {
        connection.commit();
      } catch (SQLException e) {
        // A deferred constraint speaks up only now; a lost connection leaves the outcome unknown.
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        if (state.startsWith("08") || state.startsWith("57P")) {
          throw new MigrationFailedException(
              "The connection was lost while migration %s was being committed: %s [%s]. It is either applied as a whole or not at all; 'schema-cli status' tells."
                  .formatted(step.migration(), e.getMessage(), state),
              e);
        }
        throw failed("its commit", e.getMessage() + " [" + state + "]", "", e);
      }
    }

    /**
     * After a success there is nothing to roll back; after a lost connection the server has done
     * it.
     */
    private void leave() {
      try {
        if (outsideTransaction) {
          session.restore(connection);
        } else if (!connection.isClosed()) {
          connection.rollback();
          connection.setAutoCommit(true);
        }
      } catch (SQLException e) {
        // The connection is of no more use; whoever uses it next is told so, and why it broke is
        // told already.
      }
    }

    private MigrationFailedException failure(StatementException e) {
      String place = script.location() + ":" + e.line() + ":" + e.column();
      String advice =
          e.sqlState().equals("25001") && !outsideTransaction
              ? " That statement cannot run in a transaction: put it in a script of its own with the line '-- //@NO_TRANSACTION'."
              : "";
      return failed(place, e.reason(), e.details(), advice, e);
    }

    private MigrationFailedException failed(
        String place, String reason, String details, @Nullable Exception cause) {
      return failed(place, reason, details, "", cause);
    }

    private MigrationFailedException failed(
        String place, String reason, String details, String advice, @Nullable Exception cause) {
      String what =
          step.direction() == Direction.UP ? "Migration %s failed" : "Undoing migration %s failed";
      String outcome =
          outsideTransaction
              ? progress.halfDone(statementsDone)
              : "It was rolled back; " + progress.stands();
      return new MigrationFailedException(
          what.formatted(step.migration())
              + " at "
              + place
              + ": "
              + reason
              + "\n"
              + details
              + outcome
              + advice
              + " Fix the script and run 'schema-cli "
              + (step.direction() == Direction.UP ? "up" : "down")
              + "' again.",
          cause);
    }
  }
}
