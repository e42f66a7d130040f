package dev.nof1.schema.postgres.cluster;

import dev.nof1.schema.postgres.files.FolderLock;
import dev.nof1.schema.postgres.files.Folders;
import dev.nof1.schema.postgres.process.ClaimedCluster;
import dev.nof1.schema.postgres.process.Command;
import dev.nof1.schema.postgres.process.PostmasterPid;
import dev.nof1.schema.postgres.process.ServerLog;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A copy of a cached cluster, deleted after use. */
public final class TemporaryCluster {
  private static final String LOCK = RunFolder.LOCK;

  /** Far longer than it takes from a lock to its folder. */
  private static final long LOCK_WITHOUT_FOLDER_MILLIS = 3_600_000;

  private TemporaryCluster() {}

  public static ClaimedCluster copyOf(CachedCluster original) {
    Path runs = original.cache().runs();
    Ownership.require(original.cache(), runs);
    try {
      createSpread(runs);
      sweep(runs);
      return copyInto(new RunFolder(runs), original);
    } catch (IOException e) {
      throw RunFolder.notMade(runs, e);
    }
  }

  private static ClaimedCluster copyInto(RunFolder run, CachedCluster original) throws IOException {
    Path folder = run.folder();
    return new ClaimedCluster(
        original.binaries(),
        original.cache().runAs(),
        folder.resolve("data"),
        original.data(),
        SpareCopy.of(original),
        folder,
        new ServerLog(folder.resolve("log")),
        original.password(),
        TemporaryParameters.of(original.binaries().major()),
        run,
        run::release);
  }

  /** Deletes what killed JVMs left: their files are there, but their locks are free. */
  private static void sweep(Path runs) throws IOException {
    List<Path> lockFiles = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(runs, "*" + LOCK)) {
      for (Path child : children) {
        lockFiles.add(child);
      }
    }
    for (Path lockFile : lockFiles) {
      String name = lockFile.getFileName().toString();
      Path folder = runs.resolve(name.substring(0, name.length() - LOCK.length()));
      FolderLock lock = mayBeAbandoned(folder, lockFile) ? FolderLock.tryAcquire(lockFile) : null;
      if (lock != null) {
        try (lock) {
          PostmasterPid pid = PostmasterPid.read(folder.resolve("data"));
          boolean stopping = pid != null && pid.isAlive(folder.resolve("data"));
          if (!stopping && KeptData.discard(folder)) {
            Files.deleteIfExists(lockFile);
          }
        }
      }
    }
  }

  /**
   * Checks whether the cluster may be abandoned. A lock without a folder may be that of a start
   * that is about to create the folder.
   */
  private static boolean mayBeAbandoned(Path folder, Path lockFile) throws IOException {
    if (Files.exists(folder)) {
      return true;
    }
    try {
      long age = System.currentTimeMillis() - Files.getLastModifiedTime(lockFile).toMillis();
      return age > LOCK_WITHOUT_FOLDER_MILLIS;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /**
   * Creates a folder whose children the file system is asked to keep far from each other. Where
   * ext4 puts neighbours, it passes by every inode deleted in the last minutes to create one, so
   * that copying a cluster where another was deleted just before takes 250 ms instead of 25. Other
   * file systems refuse, which is fine.
   */
  static void createSpread(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Folders.create(folder);
    try {
      Command.run(List.of("chattr", "+T", folder.toString()), "");
    } catch (IOException e) {
      // Slower, and nothing else.
    }
  }
}
