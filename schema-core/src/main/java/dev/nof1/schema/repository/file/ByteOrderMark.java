package dev.nof1.schema.repository.file;

import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The mark that editors put at the start of a file: dropped once, where a script is opened. */
public final class ByteOrderMark {
  private static final char MARK = '\uFEFF';
  private static final byte[] OF_UTF_8 = "\uFEFF".getBytes(StandardCharsets.UTF_8);

  private ByteOrderMark() {}

  /**
   * Passes over the mark, if the file begins with one.
   *
   * @throws CharacterCodingException if it is the mark of UTF-8 and the file is to be read as
   *     something else
   */
  public static InputStream passed(InputStream file, Charset charset) throws IOException {
    // Where the name leaves the order of the bytes open, Java's decoder needs the mark, and drops
    // it.
    boolean isOurs = charset.name().matches("UTF-(8|16LE|16BE|32LE|32BE)");
    byte[] mark = isOurs ? "\uFEFF".getBytes(charset) : OF_UTF_8;
    PushbackInputStream pushback = new PushbackInputStream(file, mark.length);
    byte[] begin = pushback.readNBytes(mark.length);
    if (!Arrays.equals(begin, mark)) {
      pushback.unread(begin);
    } else if (!isOurs) {
      file.close();
      throw new CharacterCodingException();
    }
    return pushback;
  }

  /** Passes over the mark, if the text begins with one, when it is read. */
  public static Reader passed(Reader text) {
    return new FilterReader(text) {
      private boolean begun;

      @Override
      public int read() throws IOException {
        int c = in.read();
        boolean mark = !begun && c == MARK;
        begun = true;
        return mark ? in.read() : c;
      }

      @Override
      public int read(char[] buffer, int from, int length) throws IOException {
        if (begun || length == 0) {
          return in.read(buffer, from, length);
        }
        int first = read();
        if (first < 0) {
          return -1;
        }
        buffer[from] = (char) first;
        return 1;
      }
    };
  }
}
