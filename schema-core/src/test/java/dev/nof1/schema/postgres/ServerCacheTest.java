package dev.nof1.schema.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.error.ServerException;
import dev.nof1.schema.postgres.cluster.Host;
import dev.nof1.schema.postgres.cluster.ServerCache;
import dev.nof1.schema.postgres.process.RunAs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The cache folder: filled once, by one process, and repaired when that was interrupted. */
@Timeout(60)
class ServerCacheTest {
  @TempDir Path temp;

  @Test
  void isFilledOnceAndThenUsed() throws SQLException {
    assertThat(start(host(temp))).anyMatch(line -> line.startsWith("unpacking PostgreSQL into"));
    assertThat(start(host(temp))).isEmpty();
  }

  @Test
  void isFilledByOneOfTwoProcesses() throws IOException {
    try (Jvm one = Jvm.start(Jvm.cacheIn(temp));
        Jvm two = Jvm.start(Jvm.cacheIn(temp))) {
      one.awaitLine("ready");
      two.awaitLine("ready");
      List<String> said = new ArrayList<>(one.seen());
      said.addAll(two.seen());
      assertThat(said).filteredOn(line -> line.contains("unpacking")).hasSize(1);
      assertThat(said).filteredOn(line -> line.contains("creating")).hasSize(1);
      assertThat(said).anyMatch(line -> line.contains("waiting for process"));
    }
  }

  @Test
  void isFilledByOneOfTwoThreads() throws Exception {
    List<Future<List<String>>> starts = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      starts.add(threads.submit(() -> start(host(temp))));
      starts.add(threads.submit(() -> start(host(temp))));
      List<String> told = new ArrayList<>();
      for (Future<List<String>> each : starts) {
        told.addAll(each.get());
      }
      assertThat(told).filteredOn(line -> line.contains("unpacking")).hasSize(1);
      assertThat(told).anyMatch(line -> line.contains("waiting for another thread"));
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void saysWhenTheProgramsDoNotWork() {
    RunAs useless = new RunAs("useless", List.of("/bin/sh", "-c", "[ $0 = true ]"), RunAs.SELF);
    Host host = new Host(List.of(new ServerCache(temp, useless)), () -> 0);
    assertThatThrownBy(() -> start(host))
        .isInstanceOf(ServerException.class)
        .hasMessageStartingWith("PostgreSQL's programs do not work here: /bin/sh failed with exit")
        .hasMessageContaining("or use another PostgreSQL server");
    assertThat(namesIn("clusters")).isEmpty();
  }

  @Test
  void isRepairedAfterABuilderWasKilled() throws IOException, SQLException {
    try (Jvm jvm = Jvm.start(Jvm.cacheIn(temp))) {
      jvm.awaitLine("unpacking");
      jvm.kill();
    }
    try (Jvm jvm = Jvm.start(Jvm.cacheIn(temp))) {
      jvm.awaitLine("creating");
      jvm.kill();
    }
    start(host(temp));
    assertThat(namesIn("binaries")).hasSize(1).noneMatch(name -> name.contains(".new-"));
    assertThat(start(host(temp))).isEmpty();
  }

  @Test
  void isRepairedWhenItsEntriesLostTheirLastFile() throws IOException, SQLException {
    start(host(Jvm.withPrograms(temp)));
    Files.delete(temp.resolve("binaries").resolve(namesIn("binaries").get(0)).resolve("version"));
    Files.delete(temp.resolve("clusters").resolve(namesIn("clusters").get(0)).resolve("password"));
    start(host(temp));
    assertThat(namesIn("run")).isEmpty();
  }

  @Test
  void isNamedWhenItCannotBeWritten() {
    // Not even root can create anything there.
    Path impossible = Path.of("/proc/nof1-cache");
    assertThatThrownBy(() -> start(host(impossible)))
        .isInstanceOf(ServerException.class)
        .hasMessageStartingWith(
            "The cache folder " + impossible + "/binaries could not be filled: no such file:")
        .hasMessageContaining("another folder in the environment variable NOF1_CACHE_DIR");
  }

  @Test
  void deletesTheRunsOfDeadJvmsAndLeavesTheLiving() throws IOException, SQLException {
    Jvm.withPrograms(temp);
    try (EmbeddedServer living = EmbeddedServer.temporary(ServerSettings.defaults(), host(temp))) {
      Path dead = temp.resolve("run/1-abandoned");
      Files.createDirectories(dead.resolve("data"));
      Files.createFile(temp.resolve("run/1-abandoned.lock"));
      start(host(temp));
      assertThat(dead).doesNotExist();
      assertThat(temp.resolve("run/1-abandoned.lock")).doesNotExist();
      assertThat(Query.text(living, "SELECT 1")).isEqualTo("1");
    }
  }

  /** Starts, asks and stops; what was told on the way. */
  private static List<String> start(Host host) throws SQLException {
    List<String> told = new ArrayList<>();
    ServerSettings settings = ServerSettings.defaults().withProgress(told::add);
    try (EmbeddedServer server = EmbeddedServer.temporary(settings, host)) {
      assertThat(Query.text(server, "SELECT 1")).isEqualTo("1");
    }
    return told;
  }

  private static Host host(Path cache) {
    Host current = Host.current();
    List<ServerCache> caches =
        RunAs.ways().stream().map(way -> new ServerCache(cache, way)).toList();
    return new Host(caches, current.freePort());
  }

  private List<String> namesIn(String folder) {
    String[] names = temp.resolve(folder).toFile().list((any, name) -> !name.endsWith(".lock"));
    return names == null ? List.of() : List.of(names);
  }
}
