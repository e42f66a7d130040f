package dev.nof1.schema.postgres.cluster;

import dev.nof1.schema.error.ServerException;
import dev.nof1.schema.postgres.files.Folders;
import dev.nof1.schema.postgres.process.RunAs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Looks at whose a cache's folders are before anything in them is run or copied: whoever may write
 * there decides what this user runs.
 */
public final class Ownership {
  private static final int WORLD_WRITES = 0002;

  private Ownership() {}

  /**
   * Refuses folders that somebody else may fill. The owner's group may write: that is what some
   * systems give every folder. What is not there is fine.
   *
   * @param cache gives the user that servers run as, whose folders are as good as ours
   */
  public static void require(ServerCache cache, Path... paths) {
    for (Path path : paths) {
      try {
        if (Files.exists(path)) {
          requireOne(cache, path);
        }
      } catch (IOException e) {
        throw new ServerException(
            "Whose %s is cannot be found out: %s. Nothing in it was run. %s"
                .formatted(path, Folders.reason(e), elsewhere(cache)),
            e);
      }
    }
  }

  /**
   * Requires the owner for an entry of the cache, the folders on the way to it and the programs
   * that are run in it.
   */
  static void requireEntry(ServerCache cache, Path entry) {
    require(
        cache,
        cache.folder(),
        entry.resolve("..").normalize(),
        entry,
        entry.resolve("bin"),
        entry.resolve("bin/postgres"),
        entry.resolve("bin/initdb"),
        entry.resolve("lib"),
        entry.resolve("share"),
        entry.resolve("data"));
  }

  private static void requireOne(ServerCache cache, Path path) throws IOException {
    int owner = Folders.owner(path);
    if (owner != RunAs.ROOT && owner != cache.runAs().uid() && !isOurs(path, owner)) {
      throw new ServerException(
          "%s belongs to another user, %s, who could have put there whatever they like. Nothing in it was run. If you trust it, give it to this user or to root; otherwise delete it. %s"
              .formatted(path, Files.getOwner(path).getName(), elsewhere(cache)));
    }
    if ((Folders.mode(path) & WORLD_WRITES) != 0) {
      throw new ServerException(
          "Every user of this machine may write %s, and could have put there whatever they like. Nothing in it was run. If you trust what is in it, run 'chmod -R o-w %s'; otherwise delete it. %s"
              .formatted(path, path, elsewhere(cache)));
    }
  }

  private static boolean isOurs(Path path, int owner) throws IOException {
    Path self = Path.of("/proc/self");
    return Files.exists(self)
        ? Folders.owner(self) == owner
        : Files.getOwner(path).getName().equals(System.getProperty("user.name", RunAs.NO_NAME));
  }

  private static String elsewhere(ServerCache cache) {
    return "To use another cache than %s, name its folder in the environment variable NOF1_CACHE_DIR."
        .formatted(cache.folder());
  }
}
