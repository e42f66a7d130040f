package dev.nof1.schema.run;

import dev.nof1.schema.plan.Step;
import dev.nof1.schema.session.AtomicUnit;
import dev.nof1.schema.session.Retry;
import java.util.Optional;

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
      new StatementwiseStep(
              run,
              step,
              retry,
              Optional.empty(),
              words(AtomicUnit.STATEMENT),
              Checkpoints.none(run, step, retry))
          .runUnrecorded();
    } else {
      FailureWords words = words(AtomicUnit.MIGRATION);
      retry.untilDone(
          () -> new TransactionalStep(run, step, retry, Optional.empty(), words).runUnrecorded());
    }
  }

  private FailureWords words(AtomicUnit unit) {
    return new FailureWords(run, step, progress, unit, FAILED);
  }
}
