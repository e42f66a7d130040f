package dev.nof1.schema.postgres;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A copy of a cached cluster, deleted after use. */
final class TemporaryCluster {
  private static final String LOCK = RunFolder.LOCK;

  /** Far longer than it takes from a lock to its folder. */
  private static final long LOCK_WITHOUT_FOLDER_MILLIS = 3_600_000;

  private TemporaryCluster() {}

  static Cluster copyOf(CachedCluster original) {
    Path runs = original.place().runs();
    Ownership.require(original.place(), runs);
    try {
      if (!Files.isDirectory(runs)) {
        Folders.create(runs);
        Folders.spread(runs);
      }
      sweep(runs);
      return copyInto(new RunFolder(runs), original);
    } catch (IOException e) {
      throw RunFolder.notMade(runs, e);
    }
  }

  private static Cluster copyInto(RunFolder run, CachedCluster original) throws IOException {
    Path folder = run.folder();
    return new Cluster(
        original.binaries(),
        original.place().runAs(),
        folder.resolve("data"),
        original.data(),
        folder,
        new ServerLog(folder.resolve("log")),
        original.password(),
        parameters(original.binaries().major()),
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

  /** Without its folder, the lock may be that of a start that is about to create it. */
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

  /** Data that nobody will miss needs no care, and small tables need no helpers. */
  static Map<String, String> parameters(int major) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("fsync", "off");
    parameters.put("synchronous_commit", "off");
    parameters.put("full_page_writes", "off");
    parameters.put("wal_level", "minimal");
    parameters.put("max_wal_senders", "0");
    parameters.put("max_wal_size", "1GB");
    parameters.put("checkpoint_timeout", "1d");
    parameters.put("autovacuum", "off");
    parameters.put("jit", "off");
    parameters.put("shared_buffers", "64MB");
    parameters.put("max_connections", "200");
    parameters.put("max_logical_replication_workers", "0");
    parameters.put("restart_after_crash", "off");
    parameters.put("log_line_prefix", ServerLog.LINE_PREFIX);
    if (major >= 18) {
      // Worker processes for reading ahead would cost more to start than they save.
      parameters.put("io_method", "sync");
    }
    return parameters;
  }
}
