package dev.nof1.schema.postgres.cluster;

import dev.nof1.schema.error.ServerException;
import dev.nof1.schema.postgres.files.FolderLock;
import dev.nof1.schema.postgres.files.Folders;
import dev.nof1.schema.postgres.process.ClaimedCluster;
import dev.nof1.schema.postgres.process.LaunchSettings;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a damaged cache entry is why something failed, and removes it, so that it is
 * built again. Entries that are sound stay.
 */
public final class CacheRepair {
  private static final String PREPARED = ".*-[0-9a-f]{32}";

  private final Host host;
  private final LaunchSettings settings;
  private final String prepared;

  /**
   * Prepares the repair of the entries that a server uses.
   *
   * @param prepared what the name of a prepared cluster ends with; empty for none
   */
  public CacheRepair(Host host, LaunchSettings settings, String prepared) {
    this.host = host;
    this.settings = settings;
    this.prepared = prepared;
  }

  /** Work that uses entries of the cache, and may be done twice. */
  public interface Attempt<T> {
    T run() throws IOException;
  }

  /** Does it, and once more where it failed because of an entry that is damaged. */
  public <T> T run(Attempt<T> attempt) throws IOException {
    Collection<Entry> before = entries();
    try {
      return attempt.run();
    } catch (IOException | RuntimeException e) {
      if (Thread.currentThread().isInterrupted() || !changedOrRemoved(before, e)) {
        throw e;
      }
    }
    return attempt.run();
  }

  /**
   * Removes damaged entries; checks whether one was removed, or was replaced by another process
   * since the attempt began.
   */
  private boolean changedOrRemoved(Collection<Entry> before, Exception failure) throws IOException {
    boolean changed = false;
    for (Entry entry : before) {
      changed |= !entry.stamp().equals(stamp(entry.folder()));
    }
    for (Entry entry : entries()) {
      // What others may have changed is not repaired but refused.
      Ownership.requireEntry(entry.cache(), entry.folder());
      String damage;
      try {
        damage = removeIfDamaged(entry.folder(), settings.progress());
      } catch (ServerException e) {
        e.addSuppressed(failure);
        throw e;
      }
      changed |= damage != null;
      if (!Inventory.isThere(entry.folder()) && Files.exists(entry.folder())) {
        failure.addSuppressed(
            new ServerException(
                "The cache entry %s was made by an earlier version and cannot be checked. If nothing else explains the failure, delete it."
                    .formatted(entry.folder())));
      }
      if (damage != null) {
        settings.progress().accept(damage);
      }
    }
    return changed;
  }

  /**
   * A folder that would be used now.
   *
   * @param stamp differs from that of one that is built later
   */
  private record Entry(ServerCache cache, Path folder, String stamp) {
    Entry(ServerCache cache, Path folder) {
      this(cache, folder, CacheRepair.stamp(folder));
    }
  }

  /** Each once: several ways to run servers share one folder of programs. */
  private Collection<Entry> entries() throws IOException {
    Map<Path, Entry> entries = new LinkedHashMap<>();
    String key = BinaryArchive.find(settings.version()).key();
    for (ServerCache cache : host.caches()) {
      Path binaries = cache.binaries().resolve(key);
      if (Files.isDirectory(binaries)) {
        entries.putIfAbsent(binaries, new Entry(cache, binaries));
      }
      String clusters = key + "-" + cache.runAs().name() + "-";
      if (Files.isDirectory(cache.clusters())) {
        try (DirectoryStream<Path> all =
            Files.newDirectoryStream(cache.clusters(), clusters + "*")) {
          for (Path cluster : all) {
            if (isUsed(cluster.getFileName().toString())) {
              entries.putIfAbsent(cluster, new Entry(cache, cluster));
            }
          }
        }
      }
    }
    return entries.values();
  }

  /** Locks, and what is being built or deleted, have a dot in their names. */
  private boolean isUsed(String name) {
    return name.indexOf('.') < 0
        && (!name.matches(PREPARED) || (!prepared.isEmpty() && name.endsWith(prepared)));
  }

  private static String stamp(Path entry) {
    try {
      return Files.getLastModifiedTime(entry.resolve(Inventory.FILE)).toString();
    } catch (IOException e) {
      return "";
    }
  }

  /**
   * Removes an entry that is damaged.
   *
   * @return what is the matter with it, and what becomes of it; null when it is sound, or is not
   *     there
   * @throws ServerException when it is damaged and cannot be removed
   */
  static @Nullable String removeIfDamaged(Path entry, Consumer<String> progress) {
    String damage = Files.exists(entry) ? Inventory.damage(entry) : null;
    if (damage == null) {
      return null;
    }
    String described = "the cache entry %s is damaged (%s)".formatted(entry, damage);
    Path lockFile = entry.resolveSibling(entry.getFileName() + ".lock");
    try (FolderLock lock = FolderLock.acquire(lockFile, entry.toString(), progress)) {
      // Another process may have met the same, and built it again meanwhile.
      if (Files.exists(entry) && Inventory.damage(entry) != null) {
        // Out of everybody's reach at once.
        Path old = entry.resolveSibling(entry.getFileName() + ".old-" + Folders.uniqueName());
        Files.move(entry, old);
        Folders.tryDelete(old);
      }
      return described + "; it is built again";
    } catch (IOException e) {
      throw new ServerException(
          "Nothing was started: %s, and it cannot be removed: %s. Delete it, or name another folder in the environment variable NOF1_CACHE_DIR."
              .formatted(described, Folders.reason(e)),
          e);
    }
  }

  /**
   * Checks what a running server's programs and data come from. Damaged programs are built again at
   * once; a damaged cluster is removed, so that the next server's is built.
   *
   * @return what was damaged; null when all is sound
   */
  public static @Nullable String repairSources(ClaimedCluster cluster) {
    Path binaries = cluster.binaries().folder();
    String damage = removeIfDamaged(binaries, line -> {});
    if (damage != null) {
      ServerCache cache = new ServerCache(binaries.resolve("../..").normalize(), cluster.runAs());
      BinaryArchive.find(cluster.binaries().version()).unpacked(cache, line -> {});
    }
    Path data = cluster.copiedFrom();
    if (data != null && data.getParent() != null) {
      String ofData = removeIfDamaged(data.getParent(), line -> {});
      damage = damage == null ? ofData : damage;
    }
    return damage;
  }
}
