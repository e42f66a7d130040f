package dev.nof1.schema.cli;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;

/** One JSON object as an answer. */
final class Json {
  /** The members of the object. */
  interface Members {
    void write(JsonWriter json) throws IOException;
  }

  private Json() {}

  // Closing the writer would close standard output.
  @SuppressWarnings("resource")
  static void print(PrintWriter out, Members members) {
    try {
      JsonWriter json = new JsonWriter(out);
      json.setIndent("  ");
      json.setHtmlSafe(false);
      json.beginObject();
      members.write(json);
      json.endObject();
      json.flush();
      out.println();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
