package dev.nof1.schema.run;

import dev.nof1.schema.error.HookFailedException;
import dev.nof1.schema.error.MigrationFailedException;
import dev.nof1.schema.plan.Plan;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.session.AtomicUnit;
import dev.nof1.schema.session.Retry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs all steps of a plan in one transaction, so that all are done or none. Hooks between two
 * directions are part of the transaction.
 */
final class SingleTransaction {
  private final RunContext run;
  private final Plan plan;
  private final Retry retry;
  private final List<Duration> times = new ArrayList<>();

  SingleTransaction(RunContext run, Plan plan) {
    this.run = run;
    this.plan = plan;
    this.retry = run.retry(plan.steps().get(0));
  }

  void run(OnAbort onAbort) {
    List<Step> steps = plan.steps();
    try (RunHooks hooks = new RunHooks(run, plan)) {
      hooks.beforeStep(0);
      retry.untilDone(() -> once(hooks));
      hooks.afterStep(steps.size() - 1);
    } catch (MigrationFailedException | HookFailedException e) {
      throw steps.get(0).direction() == Direction.UP ? onAbort.after(e) : e;
    }
    for (int i = 0; i < steps.size(); i++) {
      run.listener.finished(steps.get(i), times.get(i));
    }
  }

  private void once(RunHooks hooks) {
    times.clear();
    try {
      TransactionalStep last = null;
      for (Step step : plan.steps()) {
        if (last != null) {
          hooks.afterStep(times.size() - 1);
          hooks.beforeStep(times.size());
        }
        run.listener.started(step);
        long started = System.nanoTime();
        last =
            new TransactionalStep(
                run,
                step,
                retry,
                Optional.empty(),
                new FailureWords(run, step, Progress.together(plan, times.size()), AtomicUnit.RUN));
        last.work();
        times.add(Duration.ofNanos(System.nanoTime() - started));
      }
      if (last != null) {
        last.commit();
      }
    } finally {
      run.leave();
    }
  }
}
