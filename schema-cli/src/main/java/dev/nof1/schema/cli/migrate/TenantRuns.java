package dev.nof1.schema.cli.migrate;

import dev.nof1.schema.cli.io.Console;
import dev.nof1.schema.cli.io.ExitCode;
import dev.nof1.schema.cli.report.ConsoleListener;
import dev.nof1.schema.cli.workspace.CommandContext;
import dev.nof1.schema.cli.workspace.Database;
import dev.nof1.schema.cli.workspace.Workspace;
import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.error.SchemaException;
import dev.nof1.schema.hook.Hooks;
import dev.nof1.schema.plan.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Brings many databases to the same target, some at a time. What fails in one stops that one only;
 * each is migrated as if it were alone, so running it again goes on where it stopped.
 */
final class TenantRuns {
  private TenantRuns() {}

  static int run(CommandContext context, TenantOptions options, Target target, RunOptions how) {
    how.check();
    options.check(how);
    Console console = context.console();
    Workspace workspace = context.workspace();
    MigrationRun.warnOfSettings(workspace.environment(), console);
    try (Database database = workspace.open()) {
      Set<Tenant> tenants =
          TenantList.of(
              options.each(),
              context.invocation().workingDirectory(),
              database,
              workspace.environment().changelog());
      List<TenantOutcome> outcomes =
          inParallel(
              tenants,
              options.parallel(),
              tenant -> one(tenant, workspace, database, target, console, how),
              console);
      if (how.format.json()) {
        TenantReport.json(outcomes, console.out());
      } else {
        TenantReport.text(outcomes, console);
      }
      return outcomes.stream().allMatch(TenantOutcome::succeeded) ? ExitCode.DONE : ExitCode.FAILED;
    }
  }

  private static TenantOutcome one(
      Tenant tenant,
      Workspace workspace,
      Database all,
      Target target,
      Console console,
      RunOptions how) {
    Console own = console.of(tenant.name());
    ConsoleListener listener = ConsoleListener.besideOthers(own);
    String problem;
    try (Database database = all.elsewhere(tenant::address, tenant.name())) {
      Hooks hooks = workspace.hooks(own::note).forMigrations();
      return TenantOutcome.done(
          tenant.name(), how.migrations(database, listener, hooks).run(target));
    } catch (SchemaException e) {
      problem = String.valueOf(e.getMessage());
    } catch (RuntimeException e) {
      problem = "internal error, please report it: " + e;
    }
    own.complain(problem);
    return TenantOutcome.failed(tenant.name(), listener.done(), problem);
  }

  /** Reports how many databases have ended; the end of the last one is in the final report. */
  private static void tell(Console console, int ended, int all, int failed) {
    if (ended < all) {
      console.note(
          "%d of %d databases ended%s."
              .formatted(ended, all, failed == 0 ? "" : ", " + failed + " of them failed"));
    }
  }

  private interface Work {
    TenantOutcome on(Tenant tenant);
  }

  private static List<TenantOutcome> inParallel(
      Set<Tenant> tenants, int parallel, Work work, Console console) {
    AtomicInteger done = new AtomicInteger();
    AtomicInteger failed = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(Math.min(parallel, tenants.size()));
    try {
      List<Future<TenantOutcome>> running = new ArrayList<>();
      for (Tenant tenant : tenants) {
        running.add(
            pool.submit(
                () -> {
                  TenantOutcome outcome = work.on(tenant);
                  int failures = outcome.succeeded() ? failed.get() : failed.incrementAndGet();
                  tell(console, done.incrementAndGet(), tenants.size(), failures);
                  return outcome;
                }));
      }
      List<TenantOutcome> outcomes = new ArrayList<>();
      for (Future<TenantOutcome> one : running) {
        outcomes.add(one.get());
      }
      return outcomes;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabaseException("Interrupted: some databases may not have been migrated.", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }
}
