package dev.nof1.schema.run;

import dev.nof1.schema.changelog.Bookkeeping;
import dev.nof1.schema.changelog.ChangelogProblems;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.Migration;
import dev.nof1.schema.repository.Script;
import dev.nof1.schema.session.SessionSettings;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * One migration's row in the changelog: written after its up section, deleted after its undo
 * section, in the transaction of whoever calls, with the session's settings as they were before.
 */
final class ChangelogRow {
  /** No such table, no such column: what the migration before found is there no more. */
  private static final Set<String> NOT_AS_IT_WAS = Set.of("42P01", "42703");

  /** The class of what is no value of a type. */
  private static final String CANNOT_HOLD = "22";

  private final Migrator migrator;
  private final Connection connection;
  private final Step step;
  private final Script script;
  private final Failure failure;
  private final String table;
  private final long started = System.nanoTime();

  ChangelogRow(Migrator migrator, Step step, Script script, Failure failure) {
    this.migrator = migrator;
    this.connection = migrator.connection;
    this.step = step;
    this.script = script;
    this.failure = failure;
    this.table = migrator.changelog.name();
  }

  /**
   * Refuses an id that the changelog would keep as another, where that would come too late: what
   * runs outside a transaction stays.
   */
  void refuseUnfit() throws SQLException {
    if (step.direction() == Direction.DOWN) {
      return;
    }
    BigDecimal id = step.migration().id();
    try {
      Optional<BigDecimal> kept = migrator.changelog.kept(connection, id);
      if (kept.isPresent() && kept.get().compareTo(id) != 0) {
        throw failure.notBegun(ChangelogProblems.rounded(table, id, kept.get()), null);
      }
    } catch (SQLException e) {
      if (!String.valueOf(e.getSQLState()).startsWith(CANNOT_HOLD)) {
        throw e;
      }
      throw failure.notBegun(ChangelogProblems.tooLong(table, id), e);
    }
  }

  /**
   * Restores the settings, and writes or deletes the row.
   *
   * @param last whether what has run stays, so that a failure here must not be told by running all
   *     of it again
   * @param settingsChanged whether the script may have changed settings that are rarely changed
   */
  void write(boolean last, boolean settingsChanged) throws SQLException {
    if (step.direction() == Direction.UP
        && !last
        && !settingsChanged
        && migrator.knowsChangelog()) {
      insertAtOnce();
      return;
    }
    SessionSettings.Found found =
        migrator.session.restoreAndFind(connection, settingsChanged, table, migrator.isLocked);
    checkLocked(found);
    if (settingsChanged) {
      migrator.custom.restore(connection);
    }
    if (step.direction() == Direction.UP) {
      insert(found.table());
    } else {
      delete(found.table() != 0);
    }
  }

  /** Settings and row in one exchange, on the word of the migration before. */
  private void insertAtOnce() throws SQLException {
    Migration migration = step.migration();
    try {
      checkKept(
          migrator.changelog.insertAfter(
              connection,
              migrator.session.restoring("", migrator.isLocked),
              row -> checkLocked(SessionSettings.Found.in(row)),
              migration.id(),
              migration.description(),
              took()));
    } catch (SQLException e) {
      if (NOT_AS_IT_WAS.contains(String.valueOf(e.getSQLState()))) {
        migrator.changelogMoved();
      }
      throw e;
    }
  }

  private void insert(long oid) throws SQLException {
    if (oid == 0) {
      throw failure.of("", ChangelogProblems.missing(table), null);
    }
    Migration migration = step.migration();
    checkKept(
        migrator.changelog.insert(
            connection, migration.id(), migration.description(), took(), migrator.canRecord(oid)));
  }

  /** Before the commit: what another migrator may have done meanwhile is not to be built upon. */
  private void checkLocked(SessionSettings.Found found) {
    if (!found.locked()) {
      throw failure.of("", ChangelogProblems.UNLOCKED, null);
    }
  }

  private void checkKept(BigDecimal kept) {
    if (kept.compareTo(step.migration().id()) != 0) {
      throw failure.of("", ChangelogProblems.rounded(table, step.migration().id(), kept), null);
    }
  }

  private void delete(boolean exists) throws SQLException {
    if (exists) {
      if (!migrator.changelog.delete(connection, step.migration().id()) && !migrator.repairs) {
        throw failure.of("", ChangelogProblems.gone(table), null);
      }
    } else if (failure.appliedNow() > 1) {
      throw failure.of("", ChangelogProblems.dropped(table, failure.appliedNow() - 1), null);
    }
  }

  private Bookkeeping took() {
    return Bookkeeping.run(script.checksum(), Duration.ofNanos(System.nanoTime() - started));
  }
}
