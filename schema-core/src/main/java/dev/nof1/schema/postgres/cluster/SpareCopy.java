package dev.nof1.schema.postgres.cluster;

import dev.nof1.schema.postgres.files.Folders;
import dev.nof1.schema.postgres.process.ClaimedCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a cached cluster that the processes of an earlier JVM made after that JVM had ended, so
 * that nobody waits for a thousand files to be created. Whoever renames it first has it; without
 * one, the data is copied as ever. Takes as much disk as the cluster, once for each cluster in use.
 *
 * <p>Its name has a stamp of the cluster and of the machine's boot: a copy of a cluster that was
 * built again, or one that a power cut may have emptied, is not used but deleted.
 */
final class SpareCopy implements ClaimedCluster.Spare {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  private final ServerCache cache;
  private final Path prefix;
  private boolean taken;

  private SpareCopy(ServerCache cache, Path prefix) {
    this.cache = cache;
    this.prefix = prefix;
  }

  /** Null where boots have no names; then there are no such copies. */
  static @Nullable SpareCopy of(CachedCluster original) {
    try {
      String boot = Files.readString(BOOT_ID, StandardCharsets.US_ASCII);
      Path inventory = original.folder().resolve(Inventory.FILE);
      String stamp = boot + Files.getLastModifiedTime(inventory);
      Path spares = original.cache().spares();
      TemporaryCluster.createSpread(spares);
      Ownership.require(original.cache(), spares);
      return new SpareCopy(
          original.cache(),
          spares.resolve(
              original.folder().getFileName() + "." + Integer.toHexString(stamp.hashCode())));
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public Path prefix() {
    return prefix;
  }

  @Override
  public boolean moveTo(Path data) {
    Path spares = prefix.resolveSibling(".").normalize();
    try (DirectoryStream<Path> ready =
        Files.newDirectoryStream(spares, prefix.getFileName() + ".*[0-9]")) {
      for (Path each : ready) {
        Ownership.require(cache, each);
        if (Folders.tryMove(each, data)) {
          taken = true;
          return true;
        }
      }
    } catch (IOException e) {
      // The data is copied instead.
    }
    return false;
  }

  @Override
  public boolean isTaken() {
    return taken;
  }
}
