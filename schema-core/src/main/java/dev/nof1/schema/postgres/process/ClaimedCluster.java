package dev.nof1.schema.postgres.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A data folder that is ours to run a server on until it is released.
 *
 * @param copiedFrom the cluster that the server's data is copied from at every start; null when the
 *     data is there
 * @param spare a copy made in advance, taken instead of copying; null when there are none
 * @param deleted the folder around data that nobody needs after the server, deleted as soon as that
 *     is stopped or the JVM has ended in whatever way; null when the data stays
 * @param log what the server says; in the folder around the data, where that is deleted
 * @param parameters what this project chooses for such a server
 */
public record ClaimedCluster(
    Binaries binaries,
    RunAs runAs,
    Path data,
    @Nullable Path copiedFrom,
    @Nullable Spare spare,
    @Nullable Path deleted,
    ServerLog log,
    String password,
    Map<String, String> parameters,
    Claim claim,
    Release release) {

  /** Creates what is around the data, when somebody watches over it; once, however often called. */
  public interface Claim {
    void run() throws IOException;
  }

  /** A copy of the data that was made in advance. */
  public interface Spare {
    /** Beginning of the names of such copies, which the number of their maker's process ends. */
    Path prefix();

    /**
     * Makes one the data, if there is one; nobody else gets the same.
     *
     * @param data where it is to be; not there yet
     * @return false when there is none
     */
    boolean moveTo(Path data);

    /** Returns true once the data is such a copy. */
    boolean isTaken();
  }

  /** Gives up the folder. */
  public interface Release {
    void run() throws IOException;
  }

  /** Checks whether the cluster is somebody's data, not that of a throw-away server. */
  public boolean staysAfterwards() {
    return copiedFrom == null;
  }
}
