package dev.nof1.schema.postgres.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/** Time of a cache entry's last use: that of the file that says the entry is complete. */
final class LastUse {
  /**
   * Longest time without a new note of a use, which spares the disk. It is much shorter than {@link
   * CacheCollector#SPARED_MILLIS}, so that what is just being copied looks used.
   */
  private static final long STALE_MILLIS = 60_000;

  private LastUse() {}

  /** Notes that the entry is used now; false when it is not there. */
  static boolean now(Path lastFile) {
    try {
      long now = System.currentTimeMillis();
      if (now - millis(lastFile) > STALE_MILLIS) {
        Files.setLastModifiedTime(lastFile, FileTime.fromMillis(now));
      }
      return true;
    } catch (IOException e) {
      // Not there; or not ours to touch, as in a cache that somebody else keeps.
      return Files.exists(lastFile);
    }
  }

  static long millis(Path lastFile) throws IOException {
    return Files.getLastModifiedTime(lastFile).toMillis();
  }
}
