package dev.nof1.schema.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nof1.schema.postgres.EmbeddedServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** psql on a database of the tests' server; where there is none, the test is skipped. */
final class Psql {
  private Psql() {}

  /** Runs a file, which must succeed; returns what psql printed. */
  static String run(String database, Path file) {
    Result result = tryToRun(database, file);
    assertThat(result.code()).as(result.output()).isZero();
    return result.output();
  }

  static Result tryToRun(String database, Path file, String... options) {
    assumeTrue(isInstalled(), "psql is not installed; it comes with the package postgresql-client");
    EmbeddedServer server = ForeignRepository.server();
    List<String> line =
        new ArrayList<>(
            List.of("psql", "-X", "-q", "-h", server.host(), "-p", "" + server.port(), "-U"));
    line.addAll(List.of(server.user(), "-d", database, "-f", file.toString()));
    line.addAll(List.of(options));
    ProcessBuilder psql = new ProcessBuilder(line).redirectErrorStream(true);
    psql.environment().put("PGPASSWORD", server.password());
    // What a file means must not depend on where psql is run.
    psql.environment().put("PGCLIENTENCODING", "LATIN1");
    try {
      Process process = psql.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), output);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static boolean isInstalled() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "psql")));
  }

  record Result(int code, String output) {}
}
