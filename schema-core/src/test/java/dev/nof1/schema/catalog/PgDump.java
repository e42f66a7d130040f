package dev.nof1.schema.catalog;

import dev.nof1.schema.postgres.EmbeddedServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What {@code pg_dump --schema-only} gives, without what is no difference. */
final class PgDump {
  private static final Pattern VERSION = Pattern.compile("pg_dump \\(PostgreSQL\\) (\\d+)");
  private static final Pattern OPTIONS = Pattern.compile("(?<=WITH \\()[^()]*(?=\\))");

  private PgDump() {}

  /** Whether there is one; it refuses servers that are newer than itself. */
  static boolean canDump(int major) throws InterruptedException {
    try {
      Matcher version = VERSION.matcher(run(new ProcessBuilder("pg_dump", "--version")));
      return version.find() && Integer.parseInt(version.group(1)) >= major;
    } catch (IOException e) {
      return false;
    }
  }

  static String of(EmbeddedServer server, String database)
      throws IOException, InterruptedException {
    ProcessBuilder dump =
        new ProcessBuilder(
            "pg_dump",
            "--schema-only",
            "-h",
            server.host(),
            "-p",
            Integer.toString(server.port()),
            "-U",
            server.user(),
            "-d",
            database);
    dump.environment().put("PGPASSWORD", server.password());
    return normalized(run(dump));
  }

  /** The lines that only one of them has. */
  static String difference(String a, String b) {
    Set<String> before = new LinkedHashSet<>(a.lines().toList());
    Set<String> after = new LinkedHashSet<>(b.lines().toList());
    return before.stream()
            .filter(line -> !after.contains(line))
            .map(line -> "- " + line + "\n")
            .collect(Collectors.joining())
        + after.stream()
            .filter(line -> !before.contains(line))
            .map(line -> "+ " + line + "\n")
            .collect(Collectors.joining());
  }

  /**
   * Without the keys that newer patch versions protect a dump by, which are random; grants and
   * options sorted, which it gives in the order in which they were made.
   */
  private static String normalized(String dump) {
    StringBuilder text = new StringBuilder();
    List<String> grants = new ArrayList<>();
    for (String line : dump.lines().toList()) {
      if (line.startsWith("\\restrict") || line.startsWith("\\unrestrict") || line.isBlank()) {
        continue;
      }
      if (line.startsWith("GRANT ") || line.startsWith("REVOKE ")) {
        grants.add(line);
      } else {
        text.append(OPTIONS.matcher(line).replaceAll(found -> sorted(found.group()))).append('\n');
      }
    }
    grants.stream().sorted().forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  private static String sorted(String options) {
    return Matcher.quoteReplacement(
        Arrays.stream(options.split(", ", -1)).sorted().collect(Collectors.joining(", ")));
  }

  private static String run(ProcessBuilder command) throws IOException, InterruptedException {
    Process process = command.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(command.command() + ": " + said);
    }
    return said;
  }
}
