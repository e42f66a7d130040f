package dev.nof1.schema.cli.io;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A pipe whose reader may have seen enough, as {@code head} has: what it did not want is no
 * failure. Anything else that cannot be written is. Not safe for use by several threads.
 */
public final class PipeOutput extends FilterOutputStream {
  /**
   * The system's message for a pipe without a reader; in another language it is reported as a
   * failure.
   */
  private static final String NO_READER = "Broken pipe";

  private boolean left;

  public PipeOutput(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    if (left) {
      return;
    }
    try {
      out.write(bytes, from, count);
    } catch (IOException e) {
      if (!NO_READER.equals(e.getMessage())) {
        throw e;
      }
      left = true;
    }
  }
}
