package dev.nof1.schema.maven;

import java.io.Writer;
import java.util.function.Consumer;

/** Writer that hands over whole lines, as a log wants them. */
final class LineWriter extends Writer {
  private final Consumer<String> lines;
  private final StringBuilder line = new StringBuilder();

  LineWriter(Consumer<String> lines) {
    this.lines = lines;
  }

  @Override
  public void write(char[] text, int from, int count) {
    synchronized (lock) {
      for (int i = from; i < from + count; i++) {
        if (text[i] == '\n') {
          end();
        } else if (text[i] != '\r') {
          line.append(text[i]);
        }
      }
    }
  }

  /** Does nothing: a line that has only begun is no line of a log. */
  @Override
  public void flush() {}

  /** Hands over a last line that has no end. */
  @Override
  public void close() {
    synchronized (lock) {
      if (!line.isEmpty()) {
        end();
      }
    }
  }

  private void end() {
    lines.accept(line.toString());
    line.setLength(0);
  }
}
