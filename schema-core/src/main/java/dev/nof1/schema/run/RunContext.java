package dev.nof1.schema.run;

import dev.nof1.schema.changelog.Changelog;
import dev.nof1.schema.changelog.ChangelogProblems;
import dev.nof1.schema.event.LockWait;
import dev.nof1.schema.event.MigrationListener;
import dev.nof1.schema.hook.HookRunner;
import dev.nof1.schema.hook.Hooks;
import dev.nof1.schema.plan.Plan;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.session.Limits;
import dev.nof1.schema.session.LockMonitor;
import dev.nof1.schema.session.Retry;
import dev.nof1.schema.session.SessionKeeper;
import dev.nof1.schema.session.TimeLimit;
import dev.nof1.schema.sql.driver.SqlStates;
import dev.nof1.schema.sql.driver.StatementRunner;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** Holds what all steps of one run share: the connection that has the lock, and what watches it. */
final class RunContext implements AutoCloseable {
  final Connection connection;
  final Changelog changelog;
  final ScriptSettings settings;
  final MigrationListener listener;
  final Limits limits;
  final StatementRunner statements;
  final LockMonitor monitor;
  final HookRunner hooks;
  final SessionKeeper session;

  /** Limits on work that the session has, by whomever they are set. */
  final List<TimeLimit> guards;

  private boolean saysWhatIsUnrecorded;

  RunContext(
      DataSource dataSource,
      Connection connection,
      Changelog changelog,
      ScriptSettings settings,
      MigrationListener listener,
      Limits limits,
      Hooks hooks)
      throws SQLException {
    this.connection = connection;
    this.changelog = changelog;
    this.settings = settings;
    this.listener = listener;
    this.limits = limits;
    this.statements =
        new StatementRunner(
            connection, settings.sessionTimeZone(), text -> listener.notice(settings.masked(text)));
    this.session = new SessionKeeper(connection);
    this.guards = TimeLimit.of(connection);
    this.hooks =
        new HookRunner(connection, hooks, settings, text -> listener.notice(settings.masked(text)));
    this.monitor = new LockMonitor(dataSource, connection, limits, listener, settings::masked);
  }

  /** Retries a migration, or one of its statements, that did not get its locks. */
  Retry retry(Step step) {
    return new Retry(
        limits,
        new Retry.Waits(
            "migration " + step.migration(),
            monitor::blockers,
            monitor::lastWait,
            (tried, pause, who) ->
                listener.blocked(new LockWait(step, tried, limits.tries(), pause, who))));
  }

  /** Notices before the first step that this user may write rows, but no record beside them. */
  void noticeForbiddenRecords(Plan plan) throws SQLException {
    if (plan.steps().stream().anyMatch(s -> s.direction() == Direction.UP)) {
      changelog.forbidsBookkeeping(connection).ifPresent(listener::notice);
    }
  }

  /** Noticed once, though each migration tries again: a lock may be gone by then. */
  void noticeUnrecorded(String why) {
    if (!saysWhatIsUnrecorded) {
      saysWhatIsUnrecorded = true;
      listener.notice(ChangelogProblems.unrecorded(settings.masked(why)));
    }
  }

  /**
   * Leaves no transaction open, and the session's settings as they were: after a success there is
   * nothing to roll back, and for a lost connection the server rolls back. Restores them behind a
   * commit as well, since SET LOCAL may have hidden what comes to light with the transaction's end.
   */
  void leave() {
    try {
      if (!connection.isClosed()) {
        if (!connection.getAutoCommit()) {
          connection.rollback();
          connection.setAutoCommit(true);
        }
        session.restoreChanged();
      }
    } catch (SQLException e) {
      // Of a connection that is lost the next statement says so, and why it broke has been
      // reported.
      if (!SqlStates.isConnectionLost(SqlStates.of(e))) {
        listener.notice(
            "WARNING: Not every setting of the session could be restored; scripts that follow may run with what one before them has set: "
                + settings.masked(String.valueOf(e.getMessage())));
      }
    }
  }

  @Override
  public void close() {
    monitor.close();
  }
}
