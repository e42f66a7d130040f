package dev.nof1.schema.cli;

import dev.nof1.schema.Report;
import dev.nof1.schema.Target;
import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.error.SchemaException;
import dev.nof1.schema.hook.Hooks;
import dev.nof1.schema.sql.SqlStates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;

/**
 * Brings many databases to the same target, some at a time. What fails in one stops that one only;
 * each is migrated as if it were alone, so running it again goes on where it stopped.
 */
final class Each {
  private static final Pattern QUERY =
      Pattern.compile(
          "\\s*(SELECT|WITH|VALUES|TABLE)\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private Each() {}

  static int run(SchemaCli cli, EachOptions options, Target target, RunOptions how) {
    how.check();
    if (how.dryRun) {
      throw new ConfigurationException(
          "--each and --dry-run do not go together: a plan is that of one database. Nothing was run. Name one with --env.");
    }
    if (options.parallel() < 1) {
      throw new ConfigurationException("--parallel has to be 1 or more. Nothing was run.");
    }
    Console console = cli.console();
    Workspace workspace = cli.workspace();
    Change.warnOfSettings(workspace.environment(), console);
    try (Database database = Database.open(workspace)) {
      Set<Tenant> tenants = tenants(cli.invocation().workingDirectory(), options.each(), database);
      List<Outcome> outcomes =
          inParallel(
              tenants,
              options.parallel(),
              tenant -> one(tenant, workspace, database, target, console, how));
      if (how.format.json()) {
        EachReport.json(outcomes, console.out());
      } else {
        EachReport.text(outcomes, console);
      }
      return outcomes.stream().allMatch(Outcome::succeeded) ? ExitCode.DONE : ExitCode.FAILED;
    }
  }

  private static Outcome one(
      Tenant tenant,
      Workspace workspace,
      Database all,
      Target target,
      Console console,
      RunOptions how) {
    Console own = console.of(tenant.name());
    try (Database database = all.tenant(tenant)) {
      Hooks hooks = workspace.hooks(own::note).forMigrations();
      Report report = Change.run(database, target, hooks, own, how);
      return Outcome.done(tenant.name(), report);
    } catch (SchemaException e) {
      own.complain(String.valueOf(e.getMessage()));
      return Outcome.failed(tenant.name(), String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      String message = "internal error, please report it: " + e;
      own.complain(message);
      return Outcome.failed(tenant.name(), message);
    }
  }

  private interface Work {
    Outcome on(Tenant tenant);
  }

  private static List<Outcome> inParallel(Set<Tenant> tenants, int parallel, Work work) {
    ExecutorService pool = Executors.newFixedThreadPool(Math.min(parallel, tenants.size()));
    try {
      List<Future<Outcome>> running = new ArrayList<>();
      for (Tenant tenant : tenants) {
        running.add(pool.submit(() -> work.on(tenant)));
      }
      List<Outcome> outcomes = new ArrayList<>();
      for (Future<Outcome> one : running) {
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

  private static Set<Tenant> tenants(Path folder, String each, Database database) {
    Set<Tenant> tenants = new LinkedHashSet<>();
    for (String line :
        QUERY.matcher(each).matches() ? queried(each, database) : read(folder, each)) {
      String said = line.strip();
      if (!said.isEmpty() && !said.startsWith("#")) {
        Tenant tenant = new Tenant(said);
        // A URL that is none is found before anything is run.
        tenant.name();
        tenants.add(tenant);
      }
    }
    if (tenants.isEmpty()) {
      throw new ConfigurationException("--each names no database. Nothing was run.");
    }
    return tenants;
  }

  private static List<String> queried(String query, Database database) {
    try {
      return database.column(query);
    } catch (SQLException e) {
      throw new DatabaseException(
          "The query of --each failed: %s. Nothing was run.".formatted(SqlStates.describe(e)), e);
    }
  }

  private static List<String> read(Path folder, String file) {
    try {
      return Files.readAllLines(folder.resolve(file));
    } catch (IOException e) {
      throw new ConfigurationException(
          "%s cannot be read (%s). Nothing was run. Give --each a file, or a query that begins with SELECT."
              .formatted(folder.resolve(file), e.getClass().getSimpleName()),
          e);
    }
  }
}
