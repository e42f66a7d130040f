package dev.nof1.schema.run;

import dev.nof1.schema.error.FailurePlace;
import dev.nof1.schema.error.HookFailedException;
import dev.nof1.schema.event.Blocker;
import dev.nof1.schema.hook.HookException;
import dev.nof1.schema.hook.HookRunner;
import dev.nof1.schema.plan.Plan;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.session.Advice;
import dev.nof1.schema.session.AtomicUnit;
import dev.nof1.schema.session.Retry;
import dev.nof1.schema.sql.driver.Cause;
import dev.nof1.schema.sql.driver.SqlStates;
import java.sql.SQLException;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The hooks around a whole run: before the first step of a direction and after its last one. What
 * such a hook sets for the session ({@code SET ROLE}, {@code SET search_path}) holds for the
 * migrations that follow, as in the stock tool, and is taken back when the run is over.
 */
final class RunHooks implements AutoCloseable {
  private final RunContext run;
  private final HookRunner hooks;
  private final Plan plan;
  private boolean ran;

  RunHooks(RunContext run, Plan plan) {
    this.run = run;
    this.hooks = run.hooks;
    this.plan = plan;
  }

  /** Runs the hook where this step is the first of its direction. */
  void beforeStep(int index) {
    Direction direction = plan.steps().get(index).direction();
    if (hooks.any(direction) && !sameDirection(index - 1, direction)) {
      ran = true;
      try {
        tried(index, () -> hooks.before(direction), this::next);
        run.session.adopt();
      } catch (SQLException e) {
        throw new HookFailedException(
            "The settings that the hook made cannot be read: %s. %s Run this again."
                .formatted(SqlStates.describe(e), stands(index)),
            new FailurePlace("hook_before", 0, 0),
            "",
            progress(index).completed(),
            e);
      }
    }
  }

  /** Runs the hook where this step was the last of its direction. */
  void afterStep(int index) {
    Direction direction = plan.steps().get(index).direction();
    if (hooks.any(direction) && !sameDirection(index + 1, direction)) {
      tried(
          index + 1,
          () -> hooks.after(direction),
          failure ->
              " To run this again would not run the hook again: fix it for the next time, and do by hand what it was to do now.");
    }
  }

  private interface Hook {
    void run() throws HookException;
  }

  /** A hook with a transaction of its own is tried again where it did not get its locks. */
  private void tried(int done, Hook hook, Function<HookException, String> next) {
    Step step = plan.steps().get(Math.min(done, plan.steps().size() - 1));
    Retry retry = new Retry(run.limits, waits());
    while (true) {
      HookException failure;
      run.monitor.busy(step, 0);
      try {
        hook.run();
        return;
      } catch (HookException e) {
        failure = e;
      } finally {
        run.monitor.idle();
      }
      if (!isOnItsOwn() || !retry.again(failure.sqlState())) {
        throw failed(failure, done, retry.givenUp(failure.sqlState()) + next.apply(failure));
      }
    }
  }

  private String next(HookException e) {
    Advice advice =
        Advice.of(
            Cause.of(e),
            new Advice.Circumstances(run.connection, run.session.settings(), AtomicUnit.MIGRATION),
            " Fix the hook and run this again.");
    return advice.remedy() + advice.again();
  }

  private boolean isOnItsOwn() {
    try {
      return run.connection.getAutoCommit();
    } catch (SQLException e) {
      return false;
    }
  }

  private Retry.Waits waits() {
    return new Retry.Waits(
        "a hook",
        run.monitor::blockers,
        run.monitor::lastWait,
        (tried, pause, who) ->
            run.listener.notice(
                "A hook did not get a lock in time (try %d of %d)%s. Trying again in %d ms."
                    .formatted(
                        tried,
                        run.limits.tries(),
                        who.isEmpty()
                            ? ""
                            : ", blocked by "
                                + who.stream()
                                    .map(Blocker::toString)
                                    .collect(Collectors.joining("; and by ")),
                        pause.toMillis())));
  }

  private boolean sameDirection(int index, Direction direction) {
    return index >= 0
        && index < plan.steps().size()
        && plan.steps().get(index).direction() == direction;
  }

  private HookFailedException failed(HookException e, int done, String next) {
    return new HookFailedException(
        "The hook failed at %s: %sIt was rolled back; %s%s"
            .formatted(e.where(), run.settings.masked(e.reason()), stands(done), next),
        e.place(),
        e.sqlState(),
        progress(done).completed(),
        e);
  }

  /** Counts for all steps together where a transaction is open: it is that of all. */
  private Progress progress(int done) {
    return isOnItsOwn() ? Progress.stepByStep(plan, done) : Progress.together(plan, done);
  }

  private String stands(int done) {
    return progress(done).stands();
  }

  /** Takes back what hooks have set; on a connection that is lost there is nothing to. */
  @Override
  public void close() {
    if (ran) {
      try {
        if (!run.connection.isClosed()) {
          run.session.restoreOriginal();
        }
      } catch (SQLException e) {
        // The connection is of no more use; its next user gets an exception that says so.
      }
    }
  }
}
