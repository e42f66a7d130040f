package dev.nof1.schema.cli.io;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;

/** JSON object, or a list, as an answer. */
public final class Json {
  /** The members of the object, or the entries of the list. */
  public interface Members {
    void write(JsonWriter json) throws IOException;
  }

  private Json() {}

  public static void print(PrintWriter out, Members members) {
    write(
        out,
        json -> {
          json.beginObject();
          members.write(json);
          json.endObject();
        });
  }

  public static void printList(PrintWriter out, Members members) {
    write(
        out,
        json -> {
          json.beginArray();
          members.write(json);
          json.endArray();
        });
  }

  // Closing the writer would close standard output.
  @SuppressWarnings("resource")
  private static void write(PrintWriter out, Members all) {
    try {
      JsonWriter json = new JsonWriter(out);
      json.setIndent("  ");
      json.setHtmlSafe(false);
      all.write(json);
      json.flush();
      out.println();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
