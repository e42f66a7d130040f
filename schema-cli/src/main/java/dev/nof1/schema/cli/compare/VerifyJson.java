package dev.nof1.schema.cli.compare;

import dev.nof1.schema.cli.io.Json;
import dev.nof1.schema.error.SchemaException;
import dev.nof1.schema.repository.Finding;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A verification for machines; the names in it are a promise. */
final class VerifyJson {
  private VerifyJson() {}

  static void write(
      List<Finding> faults,
      List<String> notes,
      Optional<SchemaException> unknown,
      PrintWriter out) {
    Json.print(
        out,
        json -> {
          json.name("faults").beginArray();
          for (Finding fault : faults) {
            json.beginObject();
            json.name("rule").value(fault.rule().name().toLowerCase(Locale.ROOT));
            json.name("place").value(fault.place());
            json.name("message").value(fault.message());
            json.endObject();
          }
          json.endArray();
          json.name("notes").beginArray();
          for (String note : notes) {
            json.value(note);
          }
          json.endArray();
          json.name("error").value(unknown.map(e -> String.valueOf(e.getMessage())).orElse(null));
        });
  }
}
