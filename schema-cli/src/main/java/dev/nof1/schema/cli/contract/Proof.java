package dev.nof1.schema.cli.contract;

import java.time.Duration;

/**
 * Result of one test of the contract.
 *
 * @param group what part of the contract it belongs to
 * @param name what it proves
 * @param outcome what came of it
 * @param message why it failed or was skipped; empty if it passed
 * @param time how long it took
 */
public record Proof(String group, String name, Outcome outcome, String message, Duration time) {

  /** Outcomes of a proof. */
  public enum Outcome {
    /** It is proved. */
    PASSED,
    /** It is not so. */
    FAILED,
    /** The proof is inconclusive, such as when the server was lost. */
    ERROR,
    /** It was left out. */
    SKIPPED
  }
}
