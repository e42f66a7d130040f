package dev.nof1.schema.run;

import dev.nof1.schema.error.HookFailedException;
import dev.nof1.schema.error.MigrationFailedException;
import dev.nof1.schema.plan.Plan;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.session.AtomicUnit;
import dev.nof1.schema.session.Retry;
import java.time.Duration;
import java.util.Optional;

/** Runs the steps of a plan one after the other: each is done, and recorded, before the next. */
final class StepByStep {
  private final RunContext run;
  private final Optional<Resume> resume;

  StepByStep(RunContext run, Optional<Resume> resume) {
    this.run = run;
    this.resume = resume;
  }

  void run(Plan plan, OnAbort onAbort) {
    int done = 0;
    try (RunHooks hooks = new RunHooks(run, plan)) {
      for (Step step : plan.steps()) {
        hooks.beforeStep(done);
        run(step, Progress.stepByStep(plan, done));
        hooks.afterStep(done);
        done++;
      }
    } catch (MigrationFailedException | HookFailedException e) {
      throw plan.steps().get(done).direction() == Direction.UP ? onAbort.after(e) : e;
    }
  }

  private void run(Step step, Progress progress) {
    run.listener.started(step);
    long started = System.nanoTime();
    Retry retry = run.retry(step);
    if (step.script().directives().outsideTransaction(step.direction())) {
      // Each statement is retried by itself.
      FailureWords words = new FailureWords(run, step, progress, AtomicUnit.STATEMENT);
      Checkpoints checkpoints = new Checkpoints(run, step, retry, resume);
      new StatementwiseStep(run, step, retry, resume, words, checkpoints).run();
    } else {
      FailureWords words = new FailureWords(run, step, progress, AtomicUnit.MIGRATION);
      retry.untilDone(() -> new TransactionalStep(run, step, retry, resume, words).run());
    }
    run.listener.finished(step, Duration.ofNanos(System.nanoTime() - started));
  }
}
