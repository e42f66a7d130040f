package dev.nof1.schema.postgres.cluster;

import dev.nof1.schema.error.ServerException;
import dev.nof1.schema.postgres.files.FolderLock;
import dev.nof1.schema.postgres.files.Folders;
import dev.nof1.schema.postgres.process.ClaimedCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a throw-away server, and the lock beside it that keeps others from sweeping it.
 * There is nothing on the disk before {@link #claim}, which is not called before somebody watches
 * who deletes it all if this JVM is killed.
 */
final class RunFolder implements ClaimedCluster.Claim {
  static final String LOCK = ".lock";

  private final Path folder;
  private final Path lockFile;
  private @Nullable FolderLock lock;

  /**
   * Chooses a name that nobody else has.
   *
   * @param runs where the folders of all servers are
   */
  RunFolder(Path runs) {
    folder = runs.resolve(Folders.uniqueName());
    lockFile = runs.resolve(folder.getFileName() + LOCK);
  }

  Path folder() {
    return folder;
  }

  @Override
  public void run() {
    if (lock != null) {
      return;
    }
    try {
      // Locked before it exists, so that nobody sweeps it.
      lock = FolderLock.tryAcquire(lockFile);
      if (lock == null) {
        throw new IOException(lockFile + " is locked");
      }
      Folders.create(folder);
    } catch (IOException e) {
      throw notMade(folder.resolveSibling("."), e);
    }
  }

  /** Deletes it, or moves it where it is to be kept; what cannot be is swept by a later start. */
  void release() throws IOException {
    try (FolderLock held = lock) {
      if (KeptData.discard(folder)) {
        Files.deleteIfExists(lockFile);
      }
    }
  }

  static ServerException notMade(Path runs, IOException e) {
    return new ServerException(
        "A folder for a throw-away server could not be made in "
            + runs.normalize()
            + ": "
            + Folders.reason(e)
            + ". Make it writable and free some space, or name another folder in the environment"
            + " variable NOF1_CACHE_DIR.",
        e);
  }
}
