package dev.nof1.schema.postgres;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The file a server's messages go to. */
final class ServerLog {
  private static final int TAIL_BYTES = 64 * 1024;
  private static final long LARGE = 10_000_000;

  private final File file;
  private long start;

  ServerLog(Path path) {
    this.file = path.toFile();
  }

  File file() {
    return file;
  }

  /** Begins a new chapter: what was written before no longer counts as the server's log. */
  void begin() throws IOException {
    if (file.createNewFile()) {
      // A log quotes statements, and with them data.
      Folders.mode(file.toPath(), 0600);
    } else if (file.length() > LARGE) {
      try (RandomAccessFile log = new RandomAccessFile(file, "rw")) {
        log.setLength(0);
      }
    }
    start = file.length();
  }

  /** The last lines since the server was started; empty when there is no log any more. */
  String tail(int lines) {
    String text = sinceStart();
    int from = text.length();
    for (int i = 0; i < lines && from > 0; i++) {
      from = text.lastIndexOf('\n', from - 1);
    }
    return text.substring(Math.max(from, 0)).strip();
  }

  boolean contains(String words) {
    return sinceStart().contains(words);
  }

  private String sinceStart() {
    try (RandomAccessFile log = new RandomAccessFile(file, "r")) {
      long from = Math.max(start, log.length() - TAIL_BYTES);
      byte[] bytes = new byte[(int) Math.max(0, log.length() - from)];
      log.seek(from);
      log.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8).stripTrailing();
    } catch (IOException e) {
      return "";
    }
  }
}
