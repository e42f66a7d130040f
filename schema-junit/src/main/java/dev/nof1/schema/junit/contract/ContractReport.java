package dev.nof1.schema.junit.contract;

import dev.nof1.schema.repository.ScriptSettings;
import java.util.HashSet;
import java.util.Set;
import org.opentest4j.TestAbortedException;

/**
 * Report of a class's proofs to JUnit. Each violation fails one test; a test that is blocked by it
 * is aborted, if the test that is meant for the violation has run, and else reports it in its
 * place: nothing that is wrong passes.
 */
final class ContractReport {
  private final ScriptSettings settings;
  private final Set<Violation> reported = new HashSet<>();

  ContractReport(ScriptSettings settings) {
    this.settings = settings;
  }

  /** Ends a test as its verdict says. */
  void render(Verdict verdict) {
    if (verdict instanceof Verdict.Violated violated) {
      throw failure(violated.violation());
    } else if (verdict instanceof Verdict.Skipped skipped) {
      throw new TestAbortedException(skipped.reason());
    } else if (verdict instanceof Verdict.Blocked blocked) {
      Violation violation = blocked.violation();
      if (reported.contains(violation)) {
        throw new TestAbortedException(reference(violation));
      }
      throw failure(violation);
    }
  }

  private ContractViolation failure(Violation violation) {
    reported.add(violation);
    return new ContractViolation(settings.masked(violation.text().stripTrailing()));
  }

  private static String reference(Violation violation) {
    return violation.subject().equals(Violation.ALL)
        ? "Not told: see '%s', which failed.".formatted(violation.title())
        : "Not told: see '%s' of %s, which failed."
            .formatted(violation.title(), violation.subject());
  }
}
