package dev.nof1.schema.hook;

import java.io.Writer;
import java.util.function.Consumer;

/** Hands on what is written line by line; the last one when it is closed. */
final class LineWriter extends Writer {
  private final Consumer<String> lines;
  private final StringBuilder line = new StringBuilder();

  LineWriter(Consumer<String> lines) {
    this.lines = lines;
  }

  @Override
  public void write(char[] text, int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (text[i] == '\n') {
        end();
      } else if (text[i] != '\r') {
        line.append(text[i]);
      }
    }
  }

  @Override
  public void flush() {
    // Half a line is not passed on yet.
  }

  @Override
  public void close() {
    if (line.length() > 0) {
      end();
    }
  }

  private void end() {
    lines.accept(line.toString());
    line.setLength(0);
  }
}
