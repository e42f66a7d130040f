package dev.nof1.schema.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Keeps a power cut from leaving a cache entry that looks complete and has empty files in it: an
 * entry counts only in the boot of the machine it was made in, or once all of it is on the disk.
 * Nobody waits for that; it is seen to in the background, by whoever uses the entry first for long
 * enough.
 */
final class Durable {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  static final String BOOT = "boot";
  static final String FLUSHED = "flushed";

  /** The first moments belong to whoever starts a server. */
  private static final Duration LATER = Duration.ofSeconds(3);

  private static final Set<Path> UNDER_WAY = ConcurrentHashMap.newKeySet();

  private Durable() {}

  /** Notes in an entry that is being made in which boot that is. */
  static void note(Path building) throws IOException {
    Files.writeString(building.resolve(BOOT), currentBoot());
  }

  /** Whether the entry is as it was made. Where the system has no name for a boot, it is hoped. */
  static boolean isTrusted(Path entry) {
    if (Files.exists(entry.resolve(FLUSHED))) {
      return true;
    }
    try {
      Path boot = entry.resolve(BOOT);
      return !Files.exists(boot) || Files.readString(boot).equals(currentBoot());
    } catch (IOException e) {
      return false;
    }
  }

  /** Has the entry written to the disk, unless it is, while other things go on. */
  static void flushLater(Path entry) {
    if (!Files.exists(entry.resolve(FLUSHED)) && UNDER_WAY.add(entry)) {
      Thread thread = new Thread(() -> flush(entry), "nof1-cache-flush");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Writes nothing any more into what is in this folder, because it is about to be deleted. */
  static void leave(Path folder) {
    synchronized (UNDER_WAY) {
      UNDER_WAY.removeIf(entry -> entry.startsWith(folder));
    }
  }

  private static void flush(Path entry) {
    try {
      Thread.sleep(LATER.toMillis());
      List<Path> all;
      try (Stream<Path> paths = Files.walk(entry)) {
        all = paths.filter(path -> !Files.isSymbolicLink(path)).toList();
      }
      for (Path path : all) {
        force(path);
      }
      synchronized (UNDER_WAY) {
        if (UNDER_WAY.contains(entry)) {
          Files.write(entry.resolve(FLUSHED), new byte[0]);
        }
      }
    } catch (IOException | InterruptedException e) {
      // Files of another user, or an entry that is gone: the next one may do it.
    } finally {
      UNDER_WAY.remove(entry);
    }
  }

  private static void force(Path path) throws IOException {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      file.force(true);
    }
  }

  private static String currentBoot() throws IOException {
    return Files.isReadable(BOOT_ID)
        ? Files.readString(BOOT_ID, StandardCharsets.US_ASCII).strip()
        : "";
  }
}
