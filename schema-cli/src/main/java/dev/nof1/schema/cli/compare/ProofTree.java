package dev.nof1.schema.cli.compare;

import dev.nof1.schema.cli.contract.Proof;
import dev.nof1.schema.cli.contract.Proof.Outcome;
import dev.nof1.schema.cli.io.Console;
import dev.nof1.schema.cli.io.Mark;
import java.util.ArrayList;
import java.util.List;

/** Proofs for people: a tree, printed as it grows. */
final class ProofTree {
  private final Console console;
  private String group = "";

  ProofTree(Console console) {
    this.console = console;
  }

  void print(Proof proof) {
    if (!proof.group().equals(group)) {
      group = proof.group();
      console.result(group);
    }
    console.result(
        mark(proof.outcome()), "  %-8s %s".formatted(word(proof.outcome()), proof.name()));
    proof.message().lines().forEach(line -> console.result("           " + line));
  }

  void end(List<Proof> proofs) {
    List<String> counts = new ArrayList<>();
    counts.add(count(proofs, Outcome.PASSED) + " passed");
    counts.add(count(proofs, Outcome.FAILED) + " failed");
    if (count(proofs, Outcome.ERROR) > 0) {
      counts.add(count(proofs, Outcome.ERROR) + " inconclusive");
    }
    counts.add(count(proofs, Outcome.SKIPPED) + " skipped");
    console.result(String.join(", ", counts) + ".");
  }

  static long count(List<Proof> proofs, Outcome outcome) {
    return proofs.stream().filter(proof -> proof.outcome() == outcome).count();
  }

  private static Mark mark(Outcome outcome) {
    return switch (outcome) {
      case PASSED -> Mark.APPLIED;
      case FAILED, ERROR -> Mark.FAILED;
      case SKIPPED -> Mark.PENDING;
    };
  }

  private static String word(Outcome outcome) {
    return switch (outcome) {
      case PASSED -> "ok";
      case FAILED -> "FAILED";
      case ERROR -> "ERROR";
      case SKIPPED -> "skipped";
    };
  }
}
