package dev.nof1.schema.postgres.cluster;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The write-ahead log of a cluster that is shut down.
 *
 * @see <a href="https://www.postgresql.org/docs/current/wal-internals.html">WAL internals</a>
 */
final class WriteAheadLog {
  /** Size of a segment in all clusters made with {@link InitDb#throwAwayOptions}. */
  private static final long SEGMENT_BYTES = 1 << 20;

  private WriteAheadLog() {}

  /**
   * Deletes the segments that PostgreSQL keeps to write the future into: up to a gigabyte after a
   * large preparation, for every copy to carry along.
   */
  static void trim(Path data) throws IOException {
    long segment = ControlFile.read(data).lastCheckpoint() / SEGMENT_BYTES;
    // The record of the checkpoint may end in the segment after the one it begins in.
    String last = name(segment + 1);
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(data.resolve("pg_wal"), "[0-9A-F]*")) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (name.length() == last.length() && name.compareTo(last) > 0) {
          Files.delete(file);
        }
      }
    }
  }

  /** On the first timeline, which a cluster leaves only by recovery. */
  private static String name(long segment) {
    long perFile = (1L << 32) / SEGMENT_BYTES;
    return "%08X%08X%08X".formatted(1, segment / perFile, segment % perFile);
  }
}
