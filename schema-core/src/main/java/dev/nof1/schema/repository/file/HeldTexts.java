package dev.nof1.schema.repository.file;

import dev.nof1.schema.error.FileTrouble;
import dev.nof1.schema.error.RepositoryException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the texts of one run's scripts, each read once: what is checked, run and summed up is the
 * same text, whatever happens to the files meanwhile.
 *
 * <p>All texts together take up to {@value #IN_MEMORY} bytes of memory (16 MiB). A text that does
 * not fit any more goes to a temporary file, one for the whole run, that only this user may read.
 * The file is deleted while it is open, by the system: it has no name as soon as it is opened
 * (Windows: until this process ends), so that not even a killed process leaves it behind. Not safe
 * for use by several threads.
 */
public final class HeldTexts implements Closeable {
  /** Most bytes of all texts together that are held in memory. */
  public static final int IN_MEMORY = 16 << 20;

  private final List<byte[]> texts = new ArrayList<>();
  private int inMemory;
  private boolean closed;
  private @Nullable FileChannel file;

  /** Holds nothing yet; neither reads nor opens a file. */
  public HeldTexts() {}

  /** Writes a text to where it is held. */
  public interface Source {
    void writeTo(OutputStream out) throws IOException;
  }

  /** A text that is held. */
  public interface Held {
    InputStream open();
  }

  /**
   * Reads a text to its end.
   *
   * @param location where it comes from, for messages
   * @throws RepositoryException if it cannot be read, or there is no room for a copy
   */
  public Held hold(String location, Source source) {
    Copy copy = new Copy();
    try {
      source.writeTo(copy);
    } catch (CopyException e) {
      throw new RepositoryException(
          "The scripts of this run are larger than the %d MiB that are held in memory, and %s cannot be copied to a temporary file in %s: %s. Nothing was run. Make room there, or name another folder in JAVA_TOOL_OPTIONS: -Djava.io.tmpdir=…"
              .formatted(
                  IN_MEMORY >> 20,
                  location,
                  System.getProperty("java.io.tmpdir"),
                  FileTrouble.reason(e.reason)),
          e);
    } catch (IOException e) {
      throw new RepositoryException(
          "The script %s cannot be read: %s. Nothing was run."
              .formatted(location, FileTrouble.reason(e)),
          e);
    }
    return copy.held();
  }

  /** Forgets the texts; a script that was held here cannot be read any more. */
  @Override
  public void close() {
    closed = true;
    texts.clear();
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      // The system deletes it anyhow.
    }
  }

  private FileChannel file() throws IOException {
    if (file == null) {
      Path path = Files.createTempFile("nof1-schema-", ".scripts");
      file =
          FileChannel.open(
              path,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
    }
    return file;
  }

  private void refuseClosed() {
    if (closed) {
      throw new IllegalStateException(
          "The run that held this script is over. Read it from its source.");
    }
  }

  private static final class CopyException extends IOException {
    final IOException reason;

    CopyException(IOException reason) {
      super(reason);
      this.reason = reason;
    }
  }

  /** Copy of a text: in memory for as long as there is room, then in the file. */
  private final class Copy extends OutputStream {
    private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private @Nullable FileChannel channel;
    private long start;
    private long end;

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (channel == null && inMemory + memory.size() + length <= IN_MEMORY) {
        memory.write(bytes, from, length);
        return;
      }
      try {
        if (channel == null) {
          channel = file();
          start = channel.size();
          end = start;
          append(ByteBuffer.wrap(memory.toByteArray()), channel);
          memory.reset();
        }
        append(ByteBuffer.wrap(bytes, from, length), channel);
      } catch (IOException e) {
        throw new CopyException(e);
      }
    }

    private void append(ByteBuffer bytes, FileChannel to) throws IOException {
      while (bytes.hasRemaining()) {
        end += to.write(bytes, end);
      }
    }

    Held held() {
      FileChannel in = channel;
      if (in != null) {
        return () -> {
          refuseClosed();
          return new PartOfAFile(in, start, end);
        };
      }
      byte[] text = memory.toByteArray();
      inMemory += text.length;
      texts.add(text);
      int number = texts.size() - 1;
      // Whoever keeps the script does not keep its text beyond the run.
      return () -> {
        refuseClosed();
        return new ByteArrayInputStream(texts.get(number));
      };
    }
  }

  /** Reads with a place of its own, so that several read at once. */
  private static final class PartOfAFile extends InputStream {
    private final FileChannel channel;
    private final long end;
    private long next;

    PartOfAFile(FileChannel channel, long start, long end) {
      this.channel = channel;
      this.next = start;
      this.end = end;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      if (next >= end) {
        return -1;
      }
      int most = (int) Math.min(length, end - next);
      int read = channel.read(ByteBuffer.wrap(bytes, from, most), next);
      next += Math.max(read, 0);
      return read;
    }
  }
}
