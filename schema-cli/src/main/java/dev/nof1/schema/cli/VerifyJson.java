package dev.nof1.schema.cli;

import com.google.gson.stream.JsonWriter;
import dev.nof1.schema.error.SchemaException;
import dev.nof1.schema.repository.Finding;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A verification for machines; the names in it are a promise. */
final class VerifyJson {
  private VerifyJson() {}

  // Closing the writer would close standard output.
  @SuppressWarnings("resource")
  static void write(
      List<Finding> faults,
      List<String> notes,
      Optional<SchemaException> unknown,
      PrintWriter out) {
    try {
      JsonWriter json = new JsonWriter(out);
      json.setIndent("  ");
      json.setHtmlSafe(false);
      json.beginObject();
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
      json.name("notTold").value(unknown.map(e -> String.valueOf(e.getMessage())).orElse(null));
      json.endObject();
      json.flush();
      out.println();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
