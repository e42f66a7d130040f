package dev.nof1.schema.postgres.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Contents of the {@code postmaster.pid} that a running server writes.
 *
 * @param pid its process
 * @param startedAt in seconds since 1970
 * @param port where it listens
 * @param ready whether it accepts connections
 * @see <a href="https://www.postgresql.org/docs/current/storage-file-layout.html">File layout</a>
 */
public record PostmasterPid(long pid, long startedAt, int port, boolean ready) {
  private static final String FILE = "postmaster.pid";

  /** Reads the file; null when there is none, or when it is just being written. */
  public static @Nullable PostmasterPid read(Path data) {
    try {
      byte[] bytes = Files.readAllBytes(data.resolve(FILE));
      String text = new String(bytes, StandardCharsets.UTF_8);
      int second = text.indexOf('\n') + 1;
      int third = text.indexOf('\n', second) + 1;
      int fourth = text.indexOf('\n', third);
      int fifth = text.indexOf('\n', fourth + 1);
      if (second == 0 || third == 0 || fourth < 0 || fifth < 0) {
        return null;
      }
      return new PostmasterPid(
          Long.parseLong(text, 0, second - 1, 10),
          Long.parseLong(text, third, fourth, 10),
          Integer.parseInt(text, fourth + 1, fifth, 10),
          text.stripTrailing().endsWith("\nready"));
    } catch (IOException | NumberFormatException e) {
      return null;
    }
  }

  static void delete(Path data) throws IOException {
    Files.deleteIfExists(data.resolve(FILE));
  }

  boolean isSameStart(@Nullable PostmasterPid other) {
    return other != null && pid == other.pid && startedAt == other.startedAt;
  }

  /** Checks whether any process has the number now. */
  boolean pidIsTaken() {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  /**
   * Checks whether the server that wrote the file still runs, and not another process that was
   * given its number. A postmaster works in its data folder; where that cannot be seen, the start
   * time decides, and what cannot be seen at all counts as running.
   */
  public boolean isAlive(Path data) {
    Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    if (process.isEmpty()) {
      return false;
    }
    try {
      Path folder = Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd"));
      return folder.equals(data.toRealPath());
    } catch (IOException e) {
      Optional<Instant> start = process.get().info().startInstant();
      return start.isEmpty() || Math.abs(start.get().getEpochSecond() - startedAt) <= 5;
    }
  }
}
