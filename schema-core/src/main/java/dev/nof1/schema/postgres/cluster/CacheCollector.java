package dev.nof1.schema.postgres.cluster;

import dev.nof1.schema.postgres.files.FolderLock;
import dev.nof1.schema.postgres.files.Folders;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Deletes from a cache what nobody is likely to need again: entries that were not used for a month,
 * all but a few prepared clusters, and what killed builders left. Spares what does not look like
 * ours, what was used a moment ago, what a builder holds the lock of, and what a server runs from.
 */
public final class CacheCollector {
  static final int PREPARED_CLUSTERS = 10;
  static final long UNUSED_MILLIS = 30L * 24 * 60 * 60 * 1000;

  /** Far longer than it takes to copy a cluster. */
  static final long SPARED_MILLIS = 10 * 60 * 1000;

  private static final String BINARIES =
      "postgres-[a-z]+-[a-z0-9_]+(?:-alpine_linux)?-[0-9a-f]+-[0-9]+";
  private static final String CLUSTER = BINARIES + "-[a-z]+-[0-9a-f]{1,8}";
  private static final String PREPARED = CLUSTER + "-[0-9a-f]{32}";
  private static final String REST = "(\\.(?:lock|(?:new|old)-[0-9]+-[0-9a-f]+))?";

  private final List<Entry> entries = new ArrayList<>();

  private CacheCollector() {}

  /** Deletes what it can, and never fails: what cannot be deleted now may be the next time. */
  public static void collect(ServerCache cache) {
    try {
      CacheCollector collector = new CacheCollector();
      collector.look(cache.binaries(), BINARIES, ServerCache.VERSION);
      collector.look(
          cache.clusters(), "(?:" + CLUSTER + "|" + PREPARED + ")", ServerCache.PASSWORD);
      collector.deleteUnneeded();
      // Made again for those clusters that are used.
      Folders.deleteRubbish(cache.spares(), "");
    } catch (IOException e) {
      // A cache that cannot be read fails for its user, with a message of its own.
    }
  }

  private record Entry(Path folder, String lastFile, long lastUse) {

    boolean isPrepared() {
      return folder.getFileName().toString().matches(PREPARED);
    }
  }

  /**
   * Time of an entry's last use; for an entry without its last file, the time of its own last
   * change.
   */
  private static long lastUse(Path folder, String lastFile) throws IOException {
    Path file = folder.resolve(lastFile);
    return LastUse.millis(Files.exists(file) ? file : folder);
  }

  /** Notes the entries, and deletes what is beside them and is none. */
  private void look(Path parent, String entryName, String lastFile) throws IOException {
    if (!Files.isDirectory(parent)) {
      return;
    }
    Pattern ours = Pattern.compile("(" + entryName + ")" + REST);
    try (DirectoryStream<Path> children = Files.newDirectoryStream(parent)) {
      for (Path child : children) {
        Matcher name = ours.matcher(child.getFileName().toString());
        if (name.matches()) {
          Path entry = parent.resolve(name.group(1));
          look(entry, lastFile, child, name.group(2));
        }
      }
    }
  }

  private void look(Path entry, String lastFile, Path child, @Nullable String rest)
      throws IOException {
    if (rest == null) {
      if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
        entries.add(new Entry(entry, lastFile, lastUse(entry, lastFile)));
      }
    } else if (!rest.equals(".lock")) {
      whileNobodyBuilds(entry, () -> Folders.tryDelete(child));
    } else if (!Files.exists(entry) && age(LastUse.millis(child)) > UNUSED_MILLIS) {
      whileNobodyBuilds(entry, () -> Files.deleteIfExists(child));
    }
  }

  private void deleteUnneeded() throws IOException {
    entries.sort(Comparator.comparingLong(Entry::lastUse).reversed());
    int prepared = 0;
    for (Entry entry : entries) {
      if (entry.isPrepared()) {
        prepared++;
      }
      boolean isOneTooMany = entry.isPrepared() && prepared > PREPARED_CLUSTERS;
      long age = age(entry.lastUse());
      if (age > UNUSED_MILLIS || (isOneTooMany && age > SPARED_MILLIS)) {
        whileNobodyBuilds(entry.folder(), () -> delete(entry));
      }
    }
  }

  private static void delete(Entry entry) throws IOException {
    if (isRunFrom(entry.folder())) {
      return;
    }
    // Out of everybody's reach first; whoever touched it at the last moment gets it back.
    Path old =
        entry
            .folder()
            .resolveSibling(entry.folder().getFileName() + ".old-" + Folders.uniqueName());
    Files.move(entry.folder(), old);
    if (lastUse(old, entry.lastFile()) != entry.lastUse()) {
      Files.move(old, entry.folder());
    } else {
      Folders.tryDelete(old);
    }
  }

  private static boolean isRunFrom(Path folder) throws IOException {
    Path real = folder.toRealPath();
    return ProcessHandle.allProcesses().anyMatch(process -> program(process).startsWith(real));
  }

  private static Path program(ProcessHandle process) {
    try {
      // Java does not show that of a process in a user namespace.
      return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/exe"));
    } catch (IOException e) {
      return Path.of(process.info().command().orElse(""));
    }
  }

  private static long age(long millis) {
    return System.currentTimeMillis() - millis;
  }

  private interface Action {
    void run() throws IOException;
  }

  private static void whileNobodyBuilds(Path entry, Action action) {
    Path lockFile = entry.resolveSibling(entry.getFileName() + ".lock");
    try (FolderLock lock = FolderLock.tryAcquire(lockFile)) {
      if (lock != null) {
        action.run();
      }
    } catch (IOException e) {
      // The others may still be deleted.
    }
  }
}
