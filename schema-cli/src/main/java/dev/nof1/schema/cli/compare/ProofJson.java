package dev.nof1.schema.cli.compare;

import dev.nof1.schema.cli.contract.Proof;
import dev.nof1.schema.cli.contract.Proof.Outcome;
import dev.nof1.schema.cli.io.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Proofs for machines; the names in it are a promise. */
final class ProofJson {
  private ProofJson() {}

  static void write(List<Proof> proofs, PrintWriter out) {
    Json.print(
        out,
        json -> {
          for (Outcome outcome : Outcome.values()) {
            json.name(word(outcome)).value(ProofTree.count(proofs, outcome));
          }
          json.name("tests").beginArray();
          for (Proof proof : proofs) {
            json.beginObject();
            json.name("group").value(proof.group());
            json.name("name").value(proof.name());
            json.name("outcome").value(word(proof.outcome()));
            json.name("message").value(proof.message().isEmpty() ? null : proof.message());
            json.name("milliseconds").value(proof.time().toMillis());
            json.endObject();
          }
          json.endArray();
        });
  }

  private static String word(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }
}
