package dev.nof1.schema.run;

import dev.nof1.schema.plan.Step;
import dev.nof1.schema.session.Retry;

/** Runs a script that no changelog names, before the first migration: no row, no checkpoints. */
final class Bootstrap {
  private static final String FAILED = "The bootstrap script failed";

  private final RunContext run;
  private final Step step;
  private final Progress progress;

  Bootstrap(RunContext run, Step step, Progress progress) {
    this.run = run;
    this.step = step;
    this.progress = progress;
  }

  void run() {
    Retry retry = run.retry(step);
    if (step.script().directives().outsideTransaction(step.direction())) {
      new StatementwiseStep(run, step, progress, retry, FAILED).runUnrecorded();
    } else {
      retry.untilDone(
          () -> new TransactionalStep(run, step, progress, retry, FAILED).runUnrecorded());
    }
  }
}
