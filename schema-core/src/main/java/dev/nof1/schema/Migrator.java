package dev.nof1.schema;

import dev.nof1.schema.changelog.Changelog;
import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.Script;
import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.sql.StatementRunner;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/** Runs a plan on one connection that holds the lock, one migration after the other. */
final class Migrator {
  final Connection connection;
  final Changelog changelog;
  final ScriptSettings settings;
  final MigrationListener listener;
  final StatementRunner statements;
  final SessionSettings session;

  /** The first statement to run; those before it are done. */
  int resumeAt = 1;

  /** Whether this ends what an earlier run left unfinished. */
  boolean repairs;

  Migrator(
      Connection connection,
      Changelog changelog,
      ScriptSettings settings,
      MigrationListener listener)
      throws SQLException {
    this.connection = connection;
    this.changelog = changelog;
    this.settings = settings;
    this.listener = listener;
    this.statements =
        new StatementRunner(connection, text -> listener.notice(settings.masked(text)));
    this.session = SessionSettings.of(connection);
  }

  void run(Plan plan, Map<BigDecimal, Script> scripts) throws SQLException {
    if (plan.steps().stream().anyMatch(s -> s.direction() == Direction.UP)) {
      changelog.forbidsBookkeeping(connection).ifPresent(listener::notice);
    }
    int done = 0;
    for (Step step : plan.steps()) {
      listener.started(step);
      long started = System.nanoTime();
      new StepRun(this, step, script(scripts, step), new Progress(plan, done)).run();
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
}
