package dev.nof1.schema.junit.contract;

import java.util.Optional;

/** Outcome of one test of the contract. */
sealed interface Verdict {

  /** Success: what the test asks for is so. */
  record Proved() implements Verdict {}

  /**
   * Failure that this test is meant to report.
   *
   * @param violation what is wrong
   */
  record Violated(Violation violation) implements Verdict {}

  /**
   * Proof that is impossible because of what another test is meant to report.
   *
   * @param violation what is wrong
   */
  record Blocked(Violation violation) implements Verdict {}

  /**
   * Absence of anything to prove.
   *
   * @param reason a sentence
   */
  record Skipped(String reason) implements Verdict {}

  Verdict PROVED = new Proved();

  static Verdict of(Optional<Violation> violation) {
    return violation.isPresent() ? new Violated(violation.get()) : PROVED;
  }
}
