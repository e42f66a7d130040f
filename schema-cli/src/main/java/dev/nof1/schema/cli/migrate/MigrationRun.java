package dev.nof1.schema.cli.migrate;

import dev.nof1.schema.Migrations;
import dev.nof1.schema.OfflineMigrations;
import dev.nof1.schema.RunResult;
import dev.nof1.schema.cli.io.Console;
import dev.nof1.schema.cli.io.ExitCode;
import dev.nof1.schema.cli.report.ConsoleListener;
import dev.nof1.schema.cli.report.StatusSummary;
import dev.nof1.schema.cli.workspace.CommandContext;
import dev.nof1.schema.cli.workspace.Database;
import dev.nof1.schema.cli.workspace.Inquiry;
import dev.nof1.schema.cli.workspace.Workspace;
import dev.nof1.schema.environment.Environment;
import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.error.SchemaException;
import dev.nof1.schema.hook.Hooks;
import dev.nof1.schema.plan.Plan;
import dev.nof1.schema.plan.Target;
import java.util.Optional;

/** Runs migrations to a target, or prints what would run; up, down and their like share it. */
final class MigrationRun {
  private final Console console;
  private final RunOptions options;
  private final ConsoleListener listener;

  private MigrationRun(CommandContext context, RunOptions options) {
    this.console = context.console();
    this.options = options;
    this.listener =
        options.format.json()
            ? ConsoleListener.withoutSteps(context.invocation(), console)
            : ConsoleListener.of(context.invocation(), console);
  }

  /**
   * Runs it.
   *
   * @return exit code of the command
   */
  static int of(CommandContext context, Target target, RunOptions options) {
    options.check();
    Workspace workspace = context.workspace();
    Hooks hooks = workspace.hooks().forMigrations();
    warnOfSettings(workspace.environment(), context.console());
    MigrationRun run = new MigrationRun(context, options);
    if (options.dryRun) {
      return run.dry(workspace, target, hooks);
    }
    try (Database database = workspace.open()) {
      return run.run(database, target, hooks);
    }
  }

  /** Warns of settings that count for the stock tool only. */
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

  private int run(Database database, Target target, Hooks hooks) {
    Migrations migrations = options.migrations(database, listener, hooks);
    try {
      RunResult result = migrations.run(target);
      if (options.format.json()) {
        PlanJson.write(
            database.environment(),
            result.plan(),
            result.after().current(),
            Optional.of(listener.times()),
            Optional.empty(),
            Optional.empty(),
            console.out());
      } else {
        String before = result.steps().isEmpty() ? "Nothing to do: " : "";
        StatusSummary.print(console, before, result.after());
      }
      return ExitCode.DONE;
    } catch (SchemaException e) {
      if (options.format.json()) {
        failed(database.environment(), String.valueOf(e.getMessage()));
      }
      throw e;
    } finally {
      listener.clear();
    }
  }

  private int dry(Workspace workspace, Target target, Hooks hooks) {
    try (Inquiry inquiry = Inquiry.of(workspace)) {
      DryRun dryRun = dryRun(workspace, inquiry, target, hooks);
      if (options.format.json()) {
        dryRun.json(inquiry.environment(), options.sql);
      } else {
        dryRun.print(options.sql);
      }
      return ExitCode.DONE;
    } catch (RepositoryException e) {
      // An answer: it would be refused.
      console.complain(String.valueOf(e.getMessage()));
      return ExitCode.FAILED;
    }
  }

  private DryRun dryRun(Workspace workspace, Inquiry inquiry, Target target, Hooks hooks) {
    if (inquiry.database().isPresent()) {
      Migrations migrations = options.migrations(inquiry.database().get(), listener, hooks);
      Plan plan = migrations.plan(target);
      listener.planned(plan);
      return new DryRun(console, plan, each -> migrations.statements(plan, each));
    }
    OfflineMigrations migrations = workspace.offline();
    Plan plan =
        migrations.planFromBase(
            inquiry.embeddedName(), target, options.singleTransaction(), listener::notice);
    listener.planned(plan);
    return new DryRun(console, plan, each -> migrations.statements(plan, each));
  }

  /** Writes the failure as JSON, with the steps that were done before it and stay. */
  private void failed(String environment, String problem) {
    Optional<Plan> done = listener.done();
    if (done.isEmpty()) {
      PlanJson.writeNone(environment, problem, console.out());
    } else {
      PlanJson.write(
          environment,
          done.get(),
          done.get().after(),
          Optional.of(listener.times()),
          Optional.empty(),
          Optional.of(problem),
          console.out());
    }
  }
}
