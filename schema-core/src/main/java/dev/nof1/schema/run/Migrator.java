package dev.nof1.schema.run;

import dev.nof1.schema.changelog.Changelog;
import dev.nof1.schema.changelog.ChangelogProblems;
import dev.nof1.schema.changelog.LockKey;
import dev.nof1.schema.error.HookFailedException;
import dev.nof1.schema.error.MigrationFailedException;
import dev.nof1.schema.event.LockWait;
import dev.nof1.schema.event.MigrationListener;
import dev.nof1.schema.hook.HookRunner;
import dev.nof1.schema.hook.Hooks;
import dev.nof1.schema.plan.HeldScripts;
import dev.nof1.schema.plan.Plan;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.Script;
import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.session.KeptCustomSettings;
import dev.nof1.schema.session.Limits;
import dev.nof1.schema.session.LockMonitor;
import dev.nof1.schema.session.Retry;
import dev.nof1.schema.session.SessionSettings;
import dev.nof1.schema.session.TimeLimit;
import dev.nof1.schema.sql.StatementRunner;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a plan on one connection that holds the lock, one migration after the other, each in a
 * transaction or all in one; what did not get its locks is tried again.
 */
public final class Migrator {
  public final Connection connection;
  public final Changelog changelog;
  public final ScriptSettings settings;
  public final MigrationListener listener;
  public final StatementRunner statements;
  public final Limits limits;
  public final LockMonitor watch;

  /** The first statement to run; those before it are done. */
  public int resumeAt = 1;

  /** Whether what is run is recorded in the changelog. */
  public boolean records = true;

  /** Whether this ends what an earlier run left unfinished. */
  public boolean repairs;

  /** Whether that has begun the same section, so that what a hook did before it is done. */
  public boolean isBegun;

  public final HookRunner hooks;

  /** Settings that the server does not list. */
  public final KeptCustomSettings custom = new KeptCustomSettings();

  /** What each migration leaves the session at; hooks may change it for a run. */
  public SessionSettings session;

  /** Limits on work that this run has. */
  public final List<TimeLimit> guards;

  /** Asks whether other migrators are kept out. */
  public final String isLocked;

  private final OnAbort onAbort;

  /** The oid of the changelog that more than rows can be recorded in; 0 where that is not known. */
  private long recordable;

  private boolean saysWhatIsUnrecorded;

  /** Whether a script of this run has taken the changelog from under its row. */
  private boolean changelogMoves;

  /** Whether that has just come to light, by a failure that is none. */
  private boolean runAgain;

  public Migrator(
      Connection connection,
      Changelog changelog,
      ScriptSettings settings,
      MigrationListener listener,
      Limits limits,
      LockMonitor watch,
      Hooks hooks,
      Supplier<Optional<Script>> onAbort)
      throws SQLException {
    this.connection = connection;
    this.changelog = changelog;
    this.settings = settings;
    this.listener = listener;
    this.limits = limits;
    this.watch = watch;
    this.statements =
        new StatementRunner(
            connection, settings.sessionTimeZone(), text -> listener.notice(settings.masked(text)));
    this.isLocked = LockKey.isHeld(changelog.name());
    this.session = SessionSettings.of(connection);
    this.guards = TimeLimit.of(connection);
    this.hooks =
        new HookRunner(connection, hooks, settings, text -> listener.notice(settings.masked(text)));
    this.onAbort = new OnAbort(this, onAbort);
  }

  /** Each migration is a transaction. */
  public void run(Plan plan, HeldScripts scripts) throws SQLException {
    noteWhatIsForbidden(plan);
    int done = 0;
    try (RunHooks around = new RunHooks(this, plan)) {
      for (Step step : plan.steps()) {
        around.beforeStep(done);
        one(step, scripts.of(step), new Progress(plan, done, false));
        around.afterStep(done);
        done++;
      }
    } catch (MigrationFailedException | HookFailedException e) {
      throw plan.steps().get(done).direction() == Direction.UP ? onAbort.after(e) : e;
    }
  }

  /** What goes before the first migration, and is no migration itself. */
  public void runUnrecorded(Plan plan, Script script) {
    records = false;
    Step step = plan.steps().get(0);
    Retry retry = retry(step);
    boolean outside = script.directives().outsideTransaction(step.direction());
    Progress progress = new Progress(plan, 0, false);
    untilDone(
        outside ? null : retry,
        () -> new StepRun(this, step, script, outside, progress, retry).runUnrecorded());
  }

  private void one(Step step, Script script, Progress progress) {
    listener.started(step);
    long started = System.nanoTime();
    Retry retry = retry(step);
    boolean outside = script.directives().outsideTransaction(step.direction());
    // Outside a transaction a step tries its statements again itself.
    untilDone(
        outside ? null : retry,
        () -> new StepRun(this, step, script, outside, progress, retry).run());
    listener.finished(step, Duration.ofNanos(System.nanoTime() - started));
  }

  private Retry retry(Step step) {
    return new Retry(
        limits,
        new Retry.Waits(
            "migration " + step.migration(),
            watch::blockers,
            watch::lastWait,
            (tried, pause, who) ->
                listener.blocked(new LockWait(step, tried, limits.tries(), pause, who))));
  }

  /** All migrations are one transaction, none of them outside it. */
  public void runTogether(Plan plan, HeldScripts scripts) throws SQLException {
    if (plan.steps().isEmpty()) {
      return;
    }
    noteWhatIsForbidden(plan);
    List<Duration> times = new ArrayList<>();
    Retry retry = retry(plan.steps().get(0));
    try (RunHooks around = new RunHooks(this, plan)) {
      around.beforeStep(0);
      untilDone(
          retry,
          () -> {
            times.clear();
            try {
              together(plan, scripts, retry, times, around);
            } finally {
              leave(false, true);
            }
          });
      around.afterStep(plan.steps().size() - 1);
    } catch (MigrationFailedException | HookFailedException e) {
      throw plan.steps().get(0).direction() == Direction.UP ? onAbort.after(e) : e;
    }
    for (int i = 0; i < times.size(); i++) {
      listener.finished(plan.steps().get(i), times.get(i));
    }
  }

  private void noteWhatIsForbidden(Plan plan) throws SQLException {
    if (plan.steps().stream().anyMatch(s -> s.direction() == Direction.UP)) {
      changelog.forbidsBookkeeping(connection).ifPresent(listener::notice);
    }
  }

  /** Hooks between two directions are part of the transaction. */
  private void together(
      Plan plan, HeldScripts scripts, Retry retry, List<Duration> times, RunHooks around) {
    begin();
    StepRun last = null;
    for (Step step : plan.steps()) {
      if (last != null) {
        around.afterStep(times.size() - 1);
        around.beforeStep(times.size());
      }
      listener.started(step);
      long started = System.nanoTime();
      last =
          new StepRun(
              this, step, scripts.of(step), false, new Progress(plan, times.size(), true), retry);
      last.work();
      times.add(Duration.ofNanos(System.nanoTime() - started));
    }
    if (last != null) {
      last.commit();
    }
  }

  private void begin() {
    try {
      connection.setAutoCommit(false);
    } catch (SQLException e) {
      // The first statement finds out, and says where.
    }
  }

  private void untilDone(@Nullable Retry retry, Runnable work) {
    while (true) {
      try {
        work.run();
        return;
      } catch (MigrationFailedException e) {
        if (!runAgain && (retry == null || !retry.again(e.sqlState()))) {
          throw e;
        }
        runAgain = false;
      }
    }
  }

  /** Whether a row may be written without a look at the changelog first: the last one was. */
  public boolean knowsChangelog() {
    return recordable != 0 && !changelogMoves;
  }

  /**
   * The changelog is not the one that the migration before found. From now on each row waits for a
   * look at it, and the migration whose row failed runs once more, from its begin.
   */
  public void changelogMoved() {
    changelogMoves = true;
    runAgain = true;
  }

  /** Whether more than rows can be recorded in this changelog; asked once for each table. */
  public boolean canRecord(long table) throws SQLException {
    if (recordable != table && changelog.canRecord(connection, this::cannotRecord)) {
      recordable = table;
    }
    return recordable == table;
  }

  /** Said once, though each migration tries again: a lock may be gone by then. */
  private void cannotRecord(String why) {
    if (!saysWhatIsUnrecorded) {
      saysWhatIsUnrecorded = true;
      listener.notice(ChangelogProblems.unrecorded(settings.masked(why)));
    }
  }

  /**
   * After a success there is nothing to roll back; after a lost connection the server has done it.
   *
   * @param restored whether the session's settings are as they were before
   * @param all also settings that are rarely changed
   */
  public void leave(boolean restored, boolean all) {
    try {
      if (!connection.isClosed()) {
        if (!connection.getAutoCommit()) {
          connection.rollback();
          connection.setAutoCommit(true);
        }
        if (!restored) {
          // What was rolled back may have been what made it so.
          recordable = 0;
          session.restore(connection, all);
          if (all) {
            custom.restore(connection);
          }
        }
      }
    } catch (SQLException e) {
      // The connection is of no more use; whoever uses it next is told so, and why it broke is
      // told already.
    }
  }
}
