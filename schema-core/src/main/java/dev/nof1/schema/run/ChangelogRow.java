package dev.nof1.schema.run;

import dev.nof1.schema.changelog.Bookkeeping;
import dev.nof1.schema.changelog.Changelog;
import dev.nof1.schema.changelog.ChangelogProblems;
import dev.nof1.schema.changelog.LockKey;
import dev.nof1.schema.error.MigrationFailedException;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.Migration;
import dev.nof1.schema.sql.driver.DriverStatement;
import dev.nof1.schema.sql.driver.SqlStates;
import dev.nof1.schema.sql.driver.TransactionState;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One migration's row in the changelog: written after its up section, deleted after its undo
 * section, in the transaction of whoever calls, with the session's settings as they were before the
 * script. Throws what the failure of the step is.
 */
final class ChangelogRow {
  /** The class of what is no value of a type. */
  private static final String CANNOT_HOLD = "22";

  private final RunContext run;
  private final Connection connection;
  private final Step step;
  private final boolean repairs;
  private final Progress progress;
  private final Function<StepFailure, MigrationFailedException> failed;
  private final String table;
  private final long started = System.nanoTime();

  ChangelogRow(
      RunContext run,
      Step step,
      boolean repairs,
      Progress progress,
      Function<StepFailure, MigrationFailedException> failed) {
    this.run = run;
    this.connection = run.connection;
    this.step = step;
    this.repairs = repairs;
    this.progress = progress;
    this.failed = failed;
    this.table = run.changelog.name();
  }

  /**
   * Refuses an id that the changelog would keep as another, where that would come too late: what
   * runs outside a transaction stays.
   */
  void refuseUnfit() throws SQLException {
    if (isUp()) {
      BigDecimal id = step.migration().id();
      try {
        Optional<BigDecimal> kept = run.changelog.kept(connection, id);
        if (kept.isPresent() && kept.get().compareTo(id) != 0) {
          throw failed.apply(
              new StepFailure.NotBegun(ChangelogProblems.rounded(table, id, kept.get()), null));
        }
      } catch (SQLException e) {
        if (!String.valueOf(e.getSQLState()).startsWith(CANNOT_HOLD)) {
          throw e;
        }
        throw failed.apply(new StepFailure.NotBegun(ChangelogProblems.tooLong(table, id), e));
      }
    }
  }

  /**
   * Checks whether {@link #writeAndCommit} can be used, before the first statement: a transaction
   * that is open already is somebody else's, whose commit must stay a call; and where the driver
   * does not give the state, it would not show which of the two has failed either.
   */
  boolean canCommit() {
    return isUp() && DriverStatement.state(connection) == TransactionState.NONE;
  }

  /** Restores the settings, and writes or deletes the row. */
  void write() throws SQLException {
    Changelog.Found found = found();
    if (isUp()) {
      insert(found);
    } else {
      delete(found);
    }
  }

  /**
   * Restores the settings, and writes the row and commits in one exchange with the server.
   *
   * @return false where the row may be kept as another, so that it is only written
   */
  boolean writeAndCommit() throws SQLException {
    Changelog.Found found = found();
    Migration migration = step.migration();
    if (!found.keeps(migration.id())) {
      insert(found);
      return false;
    }
    boolean remembers = canRecord(found);
    try {
      run.changelog.insertAndCommit(
          connection, migration.id(), migration.description(), took(), remembers);
      return true;
    } catch (SQLException e) {
      if (isRow(e)) {
        throw e;
      }
      throw failed.apply(new StepFailure.AtCommit(e));
    }
  }

  /** Checks which failed: a commit ends the transaction; autosave leaves it open behind a row. */
  private boolean isRow(SQLException e) {
    TransactionState state = DriverStatement.state(connection);
    return state == TransactionState.FAILED
        || (state == TransactionState.OPEN && !SqlStates.isConnectionLost(SqlStates.of(e)));
  }

  /** Before the commit: what another migrator may have done meanwhile is not to be built upon. */
  private Changelog.Found found() throws SQLException {
    return run.session.restoreAndAsk(
        Changelog.Found.EXPRESSIONS + ", " + LockKey.isHeld(table) + " AS locked",
        List.of(table, table, table),
        answer -> {
          if (!answer.getBoolean("locked")) {
            throw refused(ChangelogProblems.UNLOCKED);
          }
          return Changelog.Found.in(answer);
        });
  }

  private void insert(Changelog.Found found) throws SQLException {
    boolean remembers = canRecord(found);
    Migration migration = step.migration();
    BigDecimal kept =
        run.changelog.insert(
            connection, migration.id(), migration.description(), took(), remembers);
    if (kept.compareTo(migration.id()) != 0) {
      throw refused(ChangelogProblems.rounded(table, migration.id(), kept));
    }
  }

  private boolean canRecord(Changelog.Found found) throws SQLException {
    if (!found.exists()) {
      throw refused(ChangelogProblems.missing(table));
    }
    return found.canRecord()
        || (found.mayBeMadeTo() && run.changelog.canRecord(connection, run::noticeUnrecorded));
  }

  private void delete(Changelog.Found found) throws SQLException {
    if (found.exists()) {
      if (!run.changelog.delete(connection, step.migration().id()) && !repairs) {
        throw refused(ChangelogProblems.gone(table));
      }
    } else if (progress.appliedNow() > 1) {
      throw refused(ChangelogProblems.dropped(table, progress.appliedNow() - 1));
    }
  }

  private MigrationFailedException refused(String reason) {
    return failed.apply(new StepFailure.RowRefused(reason));
  }

  private boolean isUp() {
    return step.direction() == Direction.UP;
  }

  private Bookkeeping took() {
    return Bookkeeping.run(step.script().checksum(), Duration.ofNanos(System.nanoTime() - started));
  }
}
