package dev.nof1.schema.cli.migrate;

import dev.nof1.schema.Migrations;
import dev.nof1.schema.RunResult;
import dev.nof1.schema.cli.SchemaCli;
import dev.nof1.schema.cli.io.Console;
import dev.nof1.schema.cli.io.ExitCode;
import dev.nof1.schema.cli.report.ProgressLine;
import dev.nof1.schema.cli.report.Standing;
import dev.nof1.schema.cli.report.StatementLine;
import dev.nof1.schema.cli.workspace.Database;
import dev.nof1.schema.cli.workspace.Workspace;
import dev.nof1.schema.environment.Environment;
import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.error.SchemaException;
import dev.nof1.schema.event.Blocker;
import dev.nof1.schema.event.LockHolder;
import dev.nof1.schema.event.LockWait;
import dev.nof1.schema.event.MigrationListener;
import dev.nof1.schema.event.StatementProgress;
import dev.nof1.schema.hook.Hooks;
import dev.nof1.schema.plan.Plan;
import dev.nof1.schema.plan.State;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.plan.Target;
import dev.nof1.schema.records.Records;
import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.Migration;
import dev.nof1.schema.sql.SqlStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs migrations and says what happens: the commands that change a database share it. */
public final class Change implements MigrationListener {
  private final Console console;
  private final RunOptions options;
  private final ProgressLine progress;
  private final List<Duration> times = new ArrayList<>();
  private @Nullable Plan heard;

  private Change(Console console, RunOptions options, boolean terminal) {
    this.console = console;
    this.options = options;
    this.progress = new ProgressLine(console, terminal);
  }

  static int run(SchemaCli cli, Target target, RunOptions options) {
    options.check();
    Console console = cli.console();
    Workspace workspace = cli.workspace();
    Hooks hooks = workspace.hooks().forMigrations();
    warnOfSettings(workspace.environment(), console);
    try (Database database = workspace.open()) {
      return new Change(console, options, isTerminal(cli)).run(database, target, hooks);
    }
  }

  /** What a database remembers; what is run to put it right is told like any other change. */
  public static <T> T records(SchemaCli cli, Database database, Function<Records, T> work) {
    return records(cli, database, Hooks.NONE, work);
  }

  /** The same, with hooks around what is run. */
  public static <T> T records(
      SchemaCli cli, Database database, Hooks hooks, Function<Records, T> work) {
    RunOptions usual = new RunOptions();
    Change change = new Change(cli.console(), usual, isTerminal(cli));
    try {
      return work.apply(database.migrations(change, hooks, usual).records());
    } finally {
      change.progress.clear();
    }
  }

  /** What is run by another way than a plan is told like any other change. */
  static Migrations migrations(SchemaCli cli, Database database) {
    RunOptions usual = new RunOptions();
    return database.migrations(
        new Change(cli.console(), usual, isTerminal(cli)), Hooks.NONE, usual);
  }

  private int run(Database database, Target target, Hooks hooks) {
    Migrations migrations = database.migrations(this, hooks, options);
    if (options.dryRun) {
      Plan plan;
      try {
        plan = migrations.plan(target);
      } catch (RepositoryException e) {
        // An answer: it would be refused.
        console.complain(String.valueOf(e.getMessage()));
        return ExitCode.FAILED;
      }
      planned(plan);
      DryRun dryRun = new DryRun(console, migrations, plan);
      if (options.format.json()) {
        dryRun.json(database.environment(), options.sql);
      } else {
        dryRun.print(options.sql);
      }
      return ExitCode.DONE;
    }
    try {
      RunResult report = migrations.run(target);
      if (options.format.json()) {
        PlanJson.write(
            database.environment(),
            report.plan(),
            report.after().current(),
            Optional.of(times),
            Optional.empty(),
            Optional.empty(),
            console.out());
      } else {
        console.result(stands(report));
      }
      return ExitCode.DONE;
    } catch (SchemaException e) {
      if (options.format.json()) {
        failed(database.environment(), String.valueOf(e.getMessage()));
      }
      throw e;
    } finally {
      progress.clear();
    }
  }

  /** What was done before it failed stays, and a machine should know. */
  private void failed(String environment, String problem) {
    Optional<Plan> done = done();
    if (done.isEmpty()) {
      PlanJson.writeNone(environment, problem, console.out());
    } else {
      PlanJson.write(
          environment,
          done.get(),
          done.get().after(),
          Optional.of(times),
          Optional.empty(),
          Optional.of(problem),
          console.out());
    }
  }

  /** The part of the plan that is done; empty where there is no plan yet. */
  Optional<Plan> done() {
    return Optional.ofNullable(heard)
        .map(p -> new Plan(p.before(), p.steps().subList(0, times.size()), p.skipped()));
  }

  /**
   * One of many databases that are changed at the same time, none of which has a line to itself.
   */
  static Change besideOthers(Console console, RunOptions options) {
    return new Change(console, options, false);
  }

  RunResult toTarget(Database database, Target target, Hooks hooks) {
    return database.migrations(this, hooks, options).run(target);
  }

  @Override
  public void planned(Plan plan) {
    heard = plan;
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
    progress.clear();
    times.add(time);
    if (options.format.json()) {
      return;
    }
    console.result(
        "%-4s  %s  %s  %s"
            .formatted(
                step.direction() == Direction.UP ? "up" : "down",
                step.migration().version(),
                step.migration().description(),
                text(time)));
  }

  @Override
  public boolean hearsStatements() {
    return console.verbose();
  }

  @Override
  public void statement(Step step, SqlStatement statement, Duration time) {
    progress.clear();
    console.detail(StatementLine.of(step, statement) + "  " + text(time));
  }

  @Override
  public void waiting(LockHolder holder) {
    console.note("Waiting for another migrator: " + holder + ".");
  }

  @Override
  public void blocked(LockWait wait) {
    progress.clear();
    String who =
        wait.blockers().stream().map(Blocker::toString).collect(Collectors.joining("; and by "));
    console.note(
        "%s did not get a lock in time (try %d of %d)%s. Trying again in %s."
            .formatted(
                wait.step().migration(),
                wait.tried(),
                wait.tries(),
                who.isEmpty() ? "" : ", blocked by " + who,
                text(wait.pause())));
  }

  @Override
  public void working(StatementProgress work) {
    progress.show(work);
  }

  @Override
  public void notice(String text) {
    progress.clear();
    console.note(text);
  }

  private static String stands(RunResult report) {
    return (report.steps().isEmpty() ? "Nothing to do: " : "") + Standing.of(report.after());
  }

  static void warnOfSettings(Environment environment, Console console) {
    if (environment.scriptOptions().autoCommit()) {
      console.warn(
          "auto_commit=true counts for the stock tool only: here each migration is one transaction, unless its script says '-- //@NO_TRANSACTION'.");
    }
    if (!environment.scriptOptions().ignoreWarnings()) {
      console.warn(
          "ignore_warnings=false counts for the stock tool only: here a warning of the server is shown, and is no error.");
    }
  }

  /** Whether a line on the standard error can be written over. */
  private static boolean isTerminal(SchemaCli cli) {
    return cli.invocation().isTerminal(2) && !cli.invocation().variable("TERM").equals("dumb");
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
