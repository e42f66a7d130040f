package dev.nof1.schema.cli.contract;

import dev.nof1.schema.error.SchemaException;
import dev.nof1.schema.junit.NoDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Turns the events of JUnit into proofs. */
final class ContractListener implements TestExecutionListener {
  private final Consumer<Proof> each;
  private final Map<TestIdentifier, Long> started = new HashMap<>();
  private final List<Proof> proofs = new ArrayList<>();
  private final List<Proof> broken = new ArrayList<>();
  private @Nullable TestPlan plan;
  private @Nullable Throwable problem;

  ContractListener(Consumer<Proof> each) {
    this.each = each;
  }

  /** The failure for which there is no proof at all. */
  Optional<Throwable> problem() {
    return proofs.isEmpty() ? Optional.ofNullable(problem) : Optional.empty();
  }

  /**
   * Lists all proofs once the run is over. A failure between the proofs is listed as one that is
   * inconclusive, and takes nothing from what the others have shown.
   */
  List<Proof> proofs() {
    broken.forEach(this::add);
    broken.clear();
    return List.copyOf(proofs);
  }

  /** Finds the exception whose message is written for people. */
  static Optional<SchemaException> known(Throwable thrown) {
    for (@Nullable Throwable each = thrown; each != null; each = each.getCause()) {
      if (each instanceof NoDatabase none) {
        return Optional.of(none.reason());
      }
      if (each instanceof SchemaException known) {
        return Optional.of(known);
      }
    }
    return Optional.empty();
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
      add(
          new Proof(
              group(test),
              test.getDisplayName(),
              outcome(result),
              result.getThrowable().map(t -> String.valueOf(t.getMessage())).orElse(""),
              time(test)));
    } else {
      result.getThrowable().ifPresent(thrown -> breakOff(test, thrown));
    }
  }

  private void add(Proof proof) {
    proofs.add(proof);
    each.accept(proof);
  }

  private void breakOff(TestIdentifier container, Throwable thrown) {
    if (problem == null) {
      problem = thrown;
    }
    boolean whole = container.getSource().filter(ClassSource.class::isInstance).isPresent();
    broken.add(
        new Proof(
            whole ? "all parts" : container.getDisplayName(),
            "can be run to the end",
            Proof.Outcome.ERROR,
            known(thrown).map(e -> String.valueOf(e.getMessage())).orElseGet(thrown::toString),
            time(container)));
  }

  private Duration time(TestIdentifier test) {
    long now = System.nanoTime();
    return Duration.ofNanos(now - started.getOrDefault(test, now));
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
