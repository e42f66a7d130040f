package dev.nof1.schema.postgres.files;

import dev.nof1.schema.error.ServerException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The operating system and processor, in the words of zonky's artifacts.
 *
 * @param resource the archive's name on the class path
 * @param artifact the end of the artifact's name that brings it
 */
public record Platform(String resource, String artifact) {

  public static Platform current() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    return of(os, System.getProperty("os.arch", ""), os.startsWith("linux") && isMusl());
  }

  static Platform of(String os, String arch, boolean musl) {
    boolean arm = arch.equals("aarch64") || arch.equals("arm64");
    boolean intel = arch.equals("amd64") || arch.equals("x86_64");
    String cpu = arm ? "arm_64" : "x86_64";
    String artifactCpu = arm ? "arm64v8" : "amd64";
    if (os.startsWith("linux") && (arm || intel)) {
      return musl
          ? new Platform(
              "postgres-linux-" + cpu + "-alpine_linux.txz", "linux-" + artifactCpu + "-alpine")
          : new Platform("postgres-linux-" + cpu + ".txz", "linux-" + artifactCpu);
    }
    if (os.startsWith("mac") && (arm || intel)) {
      return new Platform("postgres-darwin-" + cpu + ".txz", "darwin-" + artifactCpu);
    }
    throw new ServerException(
        "The embedded PostgreSQL server does not run on "
            + os
            + " ("
            + arch
            + "); it runs on Linux and macOS, Intel and ARM. "
            + (os.startsWith("windows")
                ? "Run this inside WSL2, or use another PostgreSQL server."
                : "Use another PostgreSQL server."));
  }

  /**
   * Alpine's C library cannot run binaries made for glibc. Others may have it installed beside
   * glibc, which then counts.
   */
  private static boolean isMusl() {
    boolean glibc =
        Files.exists(Path.of("/lib64/ld-linux-x86-64.so.2"))
            || Files.exists(Path.of("/lib/ld-linux-aarch64.so.1"));
    return !glibc
        && (Files.exists(Path.of("/lib/ld-musl-x86_64.so.1"))
            || Files.exists(Path.of("/lib/ld-musl-aarch64.so.1")));
  }
}
