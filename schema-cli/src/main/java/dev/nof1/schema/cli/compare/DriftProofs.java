package dev.nof1.schema.cli.compare;

import dev.nof1.schema.catalog.Difference;
import dev.nof1.schema.cli.contract.Proof;
import dev.nof1.schema.cli.contract.Proof.Outcome;
import dev.nof1.schema.scratch.Drift;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Drift as proofs, for a build server's report: one for each object that differs, or one in all.
 */
final class DriftProofs {
  private static final String SAME = "the schema is what it should be";

  private final String environment;
  private final Duration time;

  /**
   * Names what was compared.
   *
   * @param environment whose database it was
   * @param time how long it took, which the first proof is said to have taken
   */
  DriftProofs(String environment, Duration time) {
    this.environment = environment;
    this.time = time;
  }

  List<Proof> of(Drift drift) {
    List<Proof> proofs = new ArrayList<>();
    if (drift.none()) {
      proofs.add(proof(SAME, Outcome.PASSED, "", time));
    }
    drift.differences().forEach(d -> proofs.add(proof(d, Outcome.FAILED, first(proofs))));
    drift.inconclusive().forEach(d -> proofs.add(proof(d, Outcome.ERROR, first(proofs))));
    for (String ignored : drift.ignored()) {
      proofs.add(proof(ignored, Outcome.SKIPPED, "check_ignore names it.", Duration.ZERO));
    }
    return proofs;
  }

  /** The one proof of a comparison that was not made. */
  List<Proof> inconclusive(String reason) {
    return List.of(proof(SAME, Outcome.ERROR, reason, time));
  }

  private Duration first(List<Proof> proofs) {
    return proofs.isEmpty() ? time : Duration.ZERO;
  }

  private Proof proof(Difference difference, Outcome outcome, Duration time) {
    String text = difference.toString();
    return proof(text.lines().findFirst().orElse(text), outcome, text, time);
  }

  private Proof proof(String name, Outcome outcome, String message, Duration time) {
    return new Proof(environment, name, outcome, message, time);
  }
}
