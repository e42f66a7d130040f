package dev.nof1.schema.cli;

import dev.nof1.schema.MigrationListener;
import dev.nof1.schema.Plan;
import dev.nof1.schema.Report;
import dev.nof1.schema.State;
import dev.nof1.schema.Step;
import dev.nof1.schema.Target;
import dev.nof1.schema.changelog.LockHolder;
import dev.nof1.schema.environment.Environment;
import dev.nof1.schema.hook.Hooks;
import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.Migration;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Runs migrations and says what happens: the commands that change a database share it. */
final class Change implements MigrationListener {
  private final Console console;

  private Change(Console console) {
    this.console = console;
  }

  static int run(SchemaCli cli, Target target) {
    Console console = cli.console();
    Workspace workspace = cli.workspace();
    Hooks hooks = workspace.hooks().forMigrations();
    warnOfSettings(workspace.environment(), console);
    try (Database database = workspace.open()) {
      Report report = database.migrations(new Change(console), hooks).run(target);
      console.result(stands(report));
    }
    return ExitCode.DONE;
  }

  @Override
  public void planned(Plan plan) {
    if (!plan.skipped().isEmpty()) {
      console.warn(
          "skipped, because newer ones are applied already: %s. 'schema-cli pending' applies them."
              .formatted(names(plan.skipped())));
    }
    for (Step step : plan.steps()) {
      step.loss()
          .ifPresent(
              loss -> console.warn("undoing %s loses rows: %s.".formatted(step.migration(), loss)));
    }
    List<Migration> missing = plan.before().in(State.MISSING);
    if (!missing.isEmpty()) {
      console.warn(
          "applied, but without a script here: %s. (An older program on a newer database is normal.)"
              .formatted(names(missing)));
    }
  }

  @Override
  public void finished(Step step, Duration time) {
    console.result(
        "%-4s  %s  %s  %s"
            .formatted(
                step.direction() == Direction.UP ? "up" : "down",
                step.migration().version(),
                step.migration().description(),
                text(time)));
  }

  @Override
  public void waiting(LockHolder holder) {
    console.note("Waiting for another migrator: " + holder + ".");
  }

  @Override
  public void notice(String text) {
    console.note(text);
  }

  private static String stands(Report report) {
    return (report.steps().isEmpty() ? "Nothing to do: " : "") + Standing.of(report.after());
  }

  private static void warnOfSettings(Environment environment, Console console) {
    if (environment.scriptOptions().autoCommit()) {
      console.warn(
          "auto_commit=true counts for the stock tool only: here each migration is one transaction, unless its script says '-- //@NO_TRANSACTION'.");
    }
    if (!environment.scriptOptions().ignoreWarnings()) {
      console.warn(
          "ignore_warnings=false counts for the stock tool only: here a warning of the server is shown, and is no error.");
    }
  }

  private static String names(List<Migration> migrations) {
    return migrations.stream().map(Migration::toString).collect(Collectors.joining(", "));
  }

  private static String text(Duration time) {
    return time.toMillis() < 10_000
        ? time.toMillis() + " ms"
        : String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }
}
