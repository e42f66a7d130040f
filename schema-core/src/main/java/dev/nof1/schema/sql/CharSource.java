package dev.nof1.schema.sql;

import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;

/** Characters of a reader with look-ahead and a place, holding no more than one window of them. */
final class CharSource {
  static final int END = -1;
  private static final int WINDOW = 8192;

  private final Reader reader;
  private char[] window = new char[WINDOW];
  private int next;
  private int limit;
  private boolean ended;
  private int line;
  private int column = 1;
  private boolean lineBlank = true;

  CharSource(Reader reader, int firstLine) {
    this.reader = reader;
    this.line = firstLine;
  }

  int line() {
    return line;
  }

  int column() {
    return column;
  }

  /** Checks whether nothing but space has been read of the current line. */
  boolean lineBlank() {
    return lineBlank;
  }

  int peek() throws IOException {
    return peek(0);
  }

  int peek(int ahead) throws IOException {
    while (next + ahead >= limit) {
      if (ended) {
        return END;
      }
      fill();
    }
    return window[next + ahead];
  }

  int read() throws IOException {
    int c = peek();
    if (c == END) {
      return END;
    }
    if (c == 0) {
      // Wherever it stands: in a string or comment, too, it ends the statement at the server.
      throw new SqlProblemException(
          line, column, "a character with the code 0, which no server accepts; remove it");
    }
    next++;
    passed(c);
    return c;
  }

  /**
   * Reads up to the next of two characters, the end, or what {@link #read} refuses, whichever comes
   * first. Long strings and comments are most of a large script.
   */
  void readUntil(char one, char other, StringBuilder into) throws IOException {
    while (peek() != END) {
      int from = next;
      while (next < limit) {
        char c = window[next];
        if (c == one || c == other || c == 0) {
          into.append(window, from, next - from);
          return;
        }
        next++;
        passed(c);
      }
      into.append(window, from, next - from);
    }
  }

  private void passed(int c) {
    if (c == '\n') {
      line++;
      column = 1;
      lineBlank = true;
      return;
    }
    lineBlank = lineBlank && Space.is(c);
    if (!Character.isLowSurrogate((char) c)) {
      // A server counts characters, not UTF-16 units.
      column++;
    }
  }

  boolean lookingAt(String text) throws IOException {
    for (int i = 0; i < text.length(); i++) {
      if (peek(i) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void fill() throws IOException {
    System.arraycopy(window, next, window, 0, limit - next);
    limit -= next;
    next = 0;
    if (limit == window.length) {
      window = Arrays.copyOf(window, window.length * 2);
    }
    int read = reader.read(window, limit, window.length - limit);
    if (read < 0) {
      ended = true;
    } else {
      limit += read;
    }
  }
}
