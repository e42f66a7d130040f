package dev.nof1.schema.postgres.cluster;

import dev.nof1.schema.postgres.process.Command;
import dev.nof1.schema.postgres.process.RunAs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cache folder together with the way programs in it are run.
 *
 * @param folder where it is; created when something is put into it
 * @param runAs the way
 */
public record ServerCache(Path folder, RunAs runAs) {
  /** The last file of an entry of programs, which says that the entry is complete. */
  static final String VERSION = "version";

  /** The last file of an entry of data. */
  static final String PASSWORD = "password";

  private static final String BINARIES = "binaries";

  Path binaries() {
    return folder.resolve(BINARIES);
  }

  /**
   * Checks whether a cache entry is one of programs, which servers run from, and not one of data.
   */
  static boolean hasPrograms(Path entry) {
    Path parent = entry.getParent();
    return parent != null && parent.endsWith(BINARIES);
  }

  Path clusters() {
    return folder.resolve("clusters");
  }

  /** Copies of clusters, made in advance. */
  Path spares() {
    return folder.resolve("spare");
  }

  public Path runs() {
    return folder.resolve("run");
  }

  /**
   * Describes why no server can run here, which it tries out; null when one can.
   *
   * @param data the data folder, wherever it lies
   */
  public @Nullable String problem(Path data) {
    try {
      Path closed = runAs.closedTo(folder);
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
