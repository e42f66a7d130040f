package dev.nof1.schema;

import dev.nof1.schema.changelog.Changelog;
import dev.nof1.schema.error.HookFailedException;
import dev.nof1.schema.error.MigrationFailedException;
import dev.nof1.schema.hook.HookRunner;
import dev.nof1.schema.hook.Hooks;
import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.Script;
import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.sql.StatementRunner;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Runs a plan on one connection that holds the lock, one migration after the other. */
final class Migrator {
  final Connection connection;
  final Changelog changelog;
  final ScriptSettings settings;
  final MigrationListener listener;
  final StatementRunner statements;
  final HookRunner hooks;

  /** What each migration leaves the session at; hooks may change it for a run. */
  SessionSettings session;

  private final OnAbort onAbort;

  Migrator(
      Connection connection,
      Changelog changelog,
      ScriptSettings settings,
      MigrationListener listener,
      Hooks hooks,
      Supplier<Optional<Script>> onAbort)
      throws SQLException {
    this.connection = connection;
    this.changelog = changelog;
    this.settings = settings;
    this.listener = listener;
    this.statements =
        new StatementRunner(connection, text -> listener.notice(settings.masked(text)));
    this.session = SessionSettings.of(connection);
    this.hooks =
        new HookRunner(
            connection,
            hooks,
            settings.delimiter(),
            text -> listener.notice(settings.masked(text)));
    this.onAbort = new OnAbort(this, onAbort);
  }

  void run(Plan plan, Map<BigDecimal, Script> scripts) {
    int done = 0;
    try (Around around = new Around(this, plan)) {
      for (Step step : plan.steps()) {
        around.beforeStep(done);
        listener.started(step);
        long started = System.nanoTime();
        new StepRun(this, step, script(scripts, step), new Progress(plan, done)).run();
        listener.finished(step, Duration.ofNanos(System.nanoTime() - started));
        around.afterStep(done);
        done++;
      }
    } catch (MigrationFailedException | HookFailedException e) {
      throw plan.steps().get(done).direction() == Direction.UP ? onAbort.after(e) : e;
    }
  }

  static Script script(Map<BigDecimal, Script> scripts, Step step) {
    Script script = scripts.get(step.migration().id());
    if (script == null) {
      throw new IllegalStateException("A plan names only migrations that have scripts.");
    }
    return script;
  }
}
