package dev.nof1.schema.postgres.cluster;

import dev.nof1.schema.error.ServerException;
import dev.nof1.schema.postgres.process.RunAs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Caches and ports that this machine and this user offer.
 *
 * @param caches where caches may lie and as whom servers may run, best first
 * @param freePort a port of 127.0.0.1 that was free a moment ago
 */
public record Host(List<ServerCache> caches, IntSupplier freePort) {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  public static Host current() {
    return of(RunAs.ways());
  }

  static Host of(List<RunAs> ways) {
    return new Host(caches(ways), Host::anyFreePort);
  }

  /**
   * Narrows the host for data that exists: the owner of the data decides as whom the server has to
   * run.
   */
  Host runningAs(int owner) {
    List<ServerCache> matching = new ArrayList<>();
    for (ServerCache cache : caches) {
      if (cache.runAs().createsFilesOf(owner)) {
        matching.add(cache);
      }
    }
    return matching.isEmpty() ? of(List.of(RunAs.setpriv(owner))) : new Host(matching, freePort);
  }

  /**
   * The first cache that works, found out by trying.
   *
   * @param data the data folder if it is not in the cache
   */
  public ServerCache usableCache(@Nullable Path data) {
    List<String> problems = new ArrayList<>();
    for (ServerCache cache : caches) {
      String problem = cache.problem(data == null ? cache.runs() : data);
      if (problem == null) {
        return cache;
      }
      problems.add(problem);
    }
    throw new ServerException(
        "PostgreSQL refuses to run as root, and every way around it failed here: "
            + String.join("; ", problems)
            + ". Run this as an ordinary user, or allow user namespaces, or keep cache"
            + " (NOF1_CACHE_DIR) and data where every user may enter.");
  }

  private static List<ServerCache> caches(List<RunAs> ways) {
    Path chosen = chosenCache();
    Path cache = chosen != null ? chosen : homeCache();
    List<ServerCache> caches = new ArrayList<>();
    for (RunAs way : ways) {
      caches.add(new ServerCache(cache, way));
    }
    if (chosen == null) {
      // Root in a container without user namespaces, whose home is closed to everybody else.
      for (RunAs way : ways) {
        if (way.uid() != RunAs.SELF) {
          caches.add(new ServerCache(Path.of("/var/cache/nof1-schema"), way));
        }
      }
    }
    return caches;
  }

  private static @Nullable Path chosenCache() {
    String chosen = System.getProperty("nof1.cache.dir");
    if (chosen == null || chosen.isBlank()) {
      chosen = System.getenv("NOF1_CACHE_DIR");
    }
    if (chosen != null && !chosen.isBlank()) {
      return Path.of(chosen).toAbsolutePath();
    }
    String xdg = System.getenv("XDG_CACHE_HOME");
    return xdg == null || xdg.isBlank()
        ? null
        : Path.of(xdg).toAbsolutePath().resolve("nof1-schema");
  }

  private static Path homeCache() {
    String known = System.getProperty("user.home", RunAs.NO_NAME);
    String variable = System.getenv("HOME");
    // An entry without a home names a folder that is not there, such as /nonexistent.
    boolean usable = !known.equals(RunAs.NO_NAME) && Files.isDirectory(Path.of(known));
    if (!usable && (variable == null || variable.isBlank())) {
      throw new ServerException(
          "There is no home folder to keep PostgreSQL's programs in. Set HOME, or name a folder in the"
              + " environment variable NOF1_CACHE_DIR.");
    }
    Path home = Path.of(usable ? known : String.valueOf(variable)).toAbsolutePath();
    return System.getProperty("os.name", "").startsWith("Mac")
        ? home.resolve("Library/Caches/nof1-schema")
        : home.resolve(".cache/nof1-schema");
  }

  private static int anyFreePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(LOOPBACK))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new ServerException(
          "There is no free port on 127.0.0.1 for a PostgreSQL server: %s. End what holds so many, or allow this user to listen."
              .formatted(e.getMessage()),
          e);
    }
  }
}
