package dev.nof1.schema.postgres.cluster;

import dev.nof1.schema.error.ServerException;
import dev.nof1.schema.postgres.files.Folders;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The list of what a cache entry was filled with, written when it was complete. Nobody reads it
 * until something that was started from the entry fails: comparing takes a tenth of a second, which
 * is too long for every start.
 */
final class Inventory {
  static final String FILE = "inventory";

  /** Files that are not listed: the list, and the two marks that earlier versions put beside it. */
  private static final Set<String> UNLISTED = Set.of(FILE, "boot", "flushed");

  private static final int MODE_BITS = 0777;

  private Inventory() {}

  static void write(Path entry) throws IOException {
    StringBuilder lines = new StringBuilder();
    of(entry).forEach((path, what) -> lines.append(what).append('\t').append(path).append('\n'));
    Files.writeString(entry.resolve(FILE), lines);
  }

  /** Checks whether an entry has a list: entries that an earlier version made have none. */
  static boolean isThere(Path entry) {
    return Files.exists(entry.resolve(FILE));
  }

  /**
   * Describes the damage of an entry in words; null when there is none.
   *
   * <p>Programs may have files added to them, such as those of an extension: additional files keep
   * no program from running, and other people's servers run from the folder. Data is copied as a
   * whole, with whatever came into it.
   */
  static @Nullable String damage(Path entry) {
    try {
      if (!isThere(entry)) {
        return null;
      }
      Map<String, String> then = new TreeMap<>();
      for (String line : Files.readAllLines(entry.resolve(FILE))) {
        int tab = line.indexOf('\t');
        then.put(line.substring(tab + 1), line.substring(0, Math.max(tab, 0)));
      }
      if (then.isEmpty()) {
        // As after a power cut, which leaves new files empty.
        return FILE + " is empty";
      }
      Map<String, String> now = of(entry);
      if (ServerCache.hasPrograms(entry)) {
        now.keySet().retainAll(then.keySet());
      }
      return difference(then, now);
    } catch (IOException | UncheckedIOException e) {
      return "it cannot be read: " + e.getMessage();
    }
  }

  /** An entry that was found to be damaged while it was used. */
  static ServerException damaged(Path entry, String what) {
    return new ServerException(
        "The cache entry %s is damaged: %s. Delete it and try again.".formatted(entry, what));
  }

  private static @Nullable String difference(Map<String, String> then, Map<String, String> now) {
    for (Map.Entry<String, String> each : then.entrySet()) {
      String found = now.get(each.getKey());
      if (found == null) {
        return each.getKey() + " is missing";
      }
      if (!found.equals(each.getValue())) {
        return "%s is not what was put there (%s, now %s)"
            .formatted(each.getKey(), each.getValue(), found);
      }
    }
    for (String path : now.keySet()) {
      if (!then.containsKey(path)) {
        return path + " was not put there";
      }
    }
    return null;
  }

  private static Map<String, String> of(Path entry) throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(entry)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        String name = entry.relativize(path).toString();
        if (!name.isEmpty() && !UNLISTED.contains(name)) {
          found.put(name, description(path));
        }
      }
    }
    return found;
  }

  private static String description(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return "link to " + Files.readSymbolicLink(path);
    }
    String mode = "mode " + Integer.toOctalString(Folders.mode(path) & MODE_BITS);
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
        ? "folder, " + mode
        : "%d bytes, %s, sum %s".formatted(Files.size(path), mode, Long.toHexString(sum(path)));
  }

  private static long sum(Path file) throws IOException {
    CRC32C sum = new CRC32C();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        sum.update(buffer, 0, read);
      }
    }
    return sum.getValue();
  }
}
