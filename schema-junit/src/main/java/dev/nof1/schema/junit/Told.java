package dev.nof1.schema.junit;

import dev.nof1.schema.repository.ScriptSettings;
import java.util.HashSet;
import java.util.Set;
import org.opentest4j.TestAbortedException;

/**
 * What a class's tests have failed with. Each thing that is wrong fails one test; who fails only
 * because of it is aborted, if that test has run, and else tells it in its place: nothing that is
 * wrong passes.
 */
final class Told {
  private final ScriptSettings settings;
  private final Set<Cause> told = new HashSet<>();

  Told(ScriptSettings settings) {
    this.settings = settings;
  }

  /** The test that is meant for it fails. */
  ContractViolation tell(Cause cause) {
    told.add(cause);
    return new ContractViolation(settings.masked(cause.text().stripTrailing()));
  }

  /** Another one cannot pass because of it. */
  RuntimeException because(Cause cause) {
    if (!told.contains(cause)) {
      throw tell(cause);
    }
    return leftOut(
        cause.subject().equals(Cause.ALL)
            ? "Not told: see '%s', which failed.".formatted(cause.title())
            : "Not told: see '%s' of %s, which failed.".formatted(cause.title(), cause.subject()));
  }

  /** There is nothing to prove. */
  static TestAbortedException leftOut(String reason) {
    return new TestAbortedException(reason);
  }
}
