package dev.nof1.schema.cli.contract;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Turns what JUnit tells into proofs. */
final class Watching implements TestExecutionListener {
  private final Consumer<Proof> each;
  private final Map<TestIdentifier, Long> started = new HashMap<>();
  private @Nullable TestPlan plan;
  private @Nullable Throwable problem;

  Watching(Consumer<Proof> each) {
    this.each = each;
  }

  /** Why tests did not even begin. */
  Optional<Throwable> problem() {
    return Optional.ofNullable(problem);
  }

  @Override
  public void testPlanExecutionStarted(TestPlan begun) {
    plan = begun;
  }

  @Override
  public void executionStarted(TestIdentifier test) {
    started.put(test, System.nanoTime());
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (test.isTest()) {
      long begun = started.getOrDefault(test, System.nanoTime());
      each.accept(
          new Proof(
              group(test),
              test.getDisplayName(),
              outcome(result),
              result.getThrowable().map(t -> String.valueOf(t.getMessage())).orElse(""),
              Duration.ofNanos(System.nanoTime() - begun)));
    } else if (problem == null) {
      problem = result.getThrowable().orElse(null);
    }
  }

  private String group(TestIdentifier test) {
    TestPlan current = plan;
    return current == null
        ? ""
        : current.getParent(test).map(TestIdentifier::getDisplayName).orElse("");
  }

  private static Proof.Outcome outcome(TestExecutionResult result) {
    return switch (result.getStatus()) {
      case SUCCESSFUL -> Proof.Outcome.PASSED;
      case ABORTED -> Proof.Outcome.SKIPPED;
      case FAILED ->
          result.getThrowable().filter(AssertionError.class::isInstance).isPresent()
              ? Proof.Outcome.FAILED
              : Proof.Outcome.ERROR;
    };
  }
}
