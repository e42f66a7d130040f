package dev.nof1.schema.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cache folder together with the way programs in it are run.
 *
 * @param cache the folder; created when something is put into it
 * @param runAs the way
 */
record Place(Path cache, RunAs runAs) {
  private static final String BINARIES = "binaries";

  Path binaries() {
    return cache.resolve(BINARIES);
  }

  /** Whether a cache entry is one of programs, which servers run from, and not one of data. */
  static boolean hasPrograms(Path entry) {
    Path parent = entry.getParent();
    return parent != null && parent.endsWith(BINARIES);
  }

  Path clusters() {
    return cache.resolve("clusters");
  }

  Path runs() {
    return cache.resolve("run");
  }

  /**
   * Why nothing can run here, found out by looking and trying; null when it can.
   *
   * @param data the data folder, wherever it lies
   */
  @Nullable String problem(Path data) {
    try {
      Path closed = runAs.closedTo(cache);
      if (closed == null) {
        closed = runAs.closedTo(data);
      }
      if (closed != null) {
        return runAs.name() + ": " + closed + " is closed to user " + runAs.uid();
      }
      if (!runAs.prefix().isEmpty()) {
        Command.run(runAs.command(List.of("true")), "");
      }
      return null;
    } catch (IOException e) {
      return runAs.name() + ": " + e.getMessage();
    }
  }
}
