package dev.nof1.schema.cli.report;

import dev.nof1.schema.cli.io.Console;
import dev.nof1.schema.cli.io.Invocation;
import dev.nof1.schema.cli.io.Mark;
import dev.nof1.schema.event.Blocker;
import dev.nof1.schema.event.LockHolder;
import dev.nof1.schema.event.LockWait;
import dev.nof1.schema.event.MigrationListener;
import dev.nof1.schema.event.StatementProgress;
import dev.nof1.schema.plan.Plan;
import dev.nof1.schema.plan.State;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.Migration;
import dev.nof1.schema.sql.SqlStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Prints what happens during a run: steps as results, everything else as progress. Remembers the
 * plan and the time of each finished step. For one run.
 */
public final class ConsoleListener implements MigrationListener {
  private final Console console;
  private final boolean json;
  private final ProgressLine progress;
  private final List<Duration> times = new ArrayList<>();
  private @Nullable Plan planned;

  private ConsoleListener(Console console, boolean json, boolean terminal) {
    this.console = console;
    this.json = json;
    this.progress = new ProgressLine(console, terminal);
  }

  /** Listener of the only run of an invocation, which may write over a line of a terminal. */
  public static ConsoleListener of(Invocation invocation, Console console) {
    return new ConsoleListener(console, false, isTerminal(invocation));
  }

  /** Listener of a run whose steps are printed as JSON at its end, and not as they finish. */
  public static ConsoleListener withoutSteps(Invocation invocation, Console console) {
    return new ConsoleListener(console, true, isTerminal(invocation));
  }

  /** Listener of one of several runs at the same time, none of which has a line to itself. */
  public static ConsoleListener besideOthers(Console console) {
    return new ConsoleListener(console, false, false);
  }

  /** Part of the plan that was run; empty where there is no plan yet. */
  public Optional<Plan> done() {
    return Optional.ofNullable(planned)
        .map(p -> new Plan(p.before(), p.steps().subList(0, times.size()), p.skipped()));
  }

  /** Time of each finished step, in order. */
  public List<Duration> times() {
    return times;
  }

  /** Wipes an unfinished line of progress off the terminal. */
  public void clear() {
    progress.clear();
  }

  @Override
  public void planned(Plan plan) {
    planned = plan;
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
    if (json) {
      return;
    }
    boolean up = step.direction() == Direction.UP;
    console.result(
        "%s  %s  %s  %s"
            .formatted(
                console.colored(
                    up ? Mark.APPLIED : Mark.PENDING, "%-4s".formatted(up ? "up" : "down")),
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

  /** Checks whether a line on the standard error can be written over. */
  private static boolean isTerminal(Invocation invocation) {
    return invocation.isTerminal(2) && !invocation.variable("TERM").equals("dumb");
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
