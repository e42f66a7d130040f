package dev.nof1.schema.cli;

import java.io.PrintWriter;

/**
 * Where a command writes: results on one stream, progress and complaints on the other.
 *
 * @param out results
 * @param err progress, warnings, errors
 */
record Console(PrintWriter out, PrintWriter err) {

  void result(String line) {
    out.println(line);
  }

  void note(String line) {
    err.println(line);
  }

  void warn(String line) {
    err.println("Warning: " + line);
  }

  /** A part of a line that will be written over. */
  void progress(String part) {
    err.print(part);
    err.flush();
  }

  void complain(String message) {
    err.println("schema-cli: " + message);
  }
}
