package dev.nof1.schema.postgres;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.error.ServerException;
import dev.nof1.schema.postgres.cluster.Host;
import dev.nof1.schema.postgres.cluster.ServerCache;
import dev.nof1.schema.postgres.files.Folders;
import dev.nof1.schema.postgres.files.Waiting;
import dev.nof1.schema.postgres.process.PostmasterPid;
import dev.nof1.schema.postgres.process.RunAs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Throw-away servers on which something was done before. */
@Timeout(120)
class PreparedClusterTest {
  private static final ServerSettings DEFAULTS = ServerSettings.defaults();
  private static final SmallPreparation SMALL = new SmallPreparation("small");

  @TempDir static Path shared;

  /** One cache for the quick tests: unpacking takes longer than all that they do. */
  private final Host host = host(shared);

  private List<String> before = List.of();

  @BeforeAll
  static void fill() throws IOException {
    Jvm.withPrograms(shared);
  }

  @BeforeEach
  void rememberWhatIsThere() {
    before = clusters(shared);
  }

  @Test
  void areCopiesOfOnePreparation() throws SQLException {
    SmallPreparation small = new SmallPreparation("copied");
    List<String> told = new ArrayList<>();
    ServerSettings settings = DEFAULTS.withProgress(told::add);
    for (int i = 0; i < 3; i++) {
      try (EmbeddedServer one = EmbeddedServer.temporary(settings, small, host);
          EmbeddedServer two = EmbeddedServer.temporary(settings, small, host)) {
        Query.run(one.dataSource(SmallPreparation.DATABASE), "CREATE TABLE mine ()");
        assertThat(small.isDoneOn(one)).isTrue();
        assertThat(small.isDoneOn(two)).isTrue();
        Query.run(two.dataSource(SmallPreparation.DATABASE), "CREATE TABLE mine ()");
      }
    }
    assertThat(told).filteredOn(line -> line.startsWith("preparing")).hasSize(1);
  }

  @Test
  void arePreparedAgainForAnotherKeyOrOtherParameters() throws SQLException {
    SmallPreparation other = new SmallPreparation("other");
    for (SmallPreparation each : List.of(SMALL, other)) {
      try (EmbeddedServer server = EmbeddedServer.temporary(DEFAULTS, each, host)) {
        assertThat(each.isDoneOn(server)).isTrue();
      }
    }
    int entries = clusters(shared).size();
    ServerSettings loud = DEFAULTS.withParameter("log_statement", "all");
    EmbeddedServer.temporary(loud, SMALL, host).close();
    assertThat(clusters(shared)).hasSize(entries + 1);
  }

  @Test
  void haveOnlyTheLogFilesOfTheirOwnStart() throws SQLException, IOException {
    Preparation large =
        new Written(
            "large",
            server -> {
              Query.run(server, "CREATE TABLE t (i int)");
              Query.run(server, "INSERT INTO t SELECT generate_series(1, 300000)");
            });
    EmbeddedServer.temporary(DEFAULTS, large, host).close();
    String name = clusters(shared).stream().filter(each -> !before.contains(each)).findAny().get();
    EmbeddedServer again = EmbeddedServer.temporary(DEFAULTS, large, host);
    try (again) {
      assertThat(Query.text(again, "SELECT count(*) FROM t")).isEqualTo("300000");
    }
    try (Stream<Path> files = Files.list(shared.resolve("clusters/" + name + "/data/pg_wal"))) {
      assertThat(files.filter(Files::isRegularFile)).hasSizeLessThanOrEqualTo(2);
    }
  }

  @Test
  void areNotMadeWhenThePreparationFails() {
    IllegalStateException own = new IllegalStateException("my own");
    assertThatThrownBy(() -> prepare(server -> raise(own))).isSameAs(own);
    StackOverflowError grave = new StackOverflowError();
    assertThatThrownBy(() -> prepare(server -> raise(grave))).isSameAs(grave);
    assertThatThrownBy(() -> prepare(server -> Query.run(server, "CREATE TABLES")))
        .isInstanceOf(ServerException.class)
        .hasMessageStartingWith(
            "A PostgreSQL cluster to copy from could not be prepared: ERROR: syntax error")
        .hasMessageEndingWith(". Nothing of it is kept.")
        .hasCauseInstanceOf(SQLException.class);
    assertNothingNew();
  }

  @Test
  void areNotMadeFromAServerThatDidNotStopCleanly() {
    assertThatThrownBy(
            () ->
                prepare(
                    server -> {
                      Path data = Path.of(Query.text(server, "SHOW data_directory"));
                      PostmasterPid pid = requireNonNull(PostmasterPid.read(data));
                      ProcessHandle.of(pid.pid()).orElseThrow().destroyForcibly();
                    }))
        .isInstanceOf(ServerException.class)
        .hasMessageStartingWith("The server of a preparation did not stop cleanly, so nothing");
    assertNothingNew();
  }

  @Test
  void arePreparedByOneOfTwoProcesses(@TempDir Path cache) throws IOException {
    List<String> options = withKey(cache, "key");
    try (Jvm one = Jvm.start(options);
        Jvm two = Jvm.start(options)) {
      one.awaitLine("ready");
      two.awaitLine("ready");
      List<String> said = new ArrayList<>(one.seen());
      said.addAll(two.seen());
      for (String once : List.of("unpacking", "creating", "preparing")) {
        assertThat(said).filteredOn(line -> line.contains(once)).as(once).hasSize(1);
      }
    }
  }

  @Test
  void areRepairedWheneverTheirBuilderWasKilled() throws IOException, SQLException {
    EmbeddedServer.temporary(DEFAULTS, host).close();
    SmallPreparation killed = new SmallPreparation("killed");
    long seed = System.nanoTime();
    System.out.println("Seed of the moments to kill at: " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 20; i++) {
      // Where the last one was too quick to be killed.
      deleteNewEntries();
      try (Jvm jvm = Jvm.start(withKey(shared, killed.key()))) {
        boolean early = i % 4 == 0;
        if (!early) {
          jvm.awaitLine("progress: preparing");
        }
        Waiting.millis(random.nextInt(early ? 500 : 300));
        jvm.kill();
      }
    }
    try (EmbeddedServer server = EmbeddedServer.temporary(DEFAULTS, killed, host)) {
      assertThat(killed.isDoneOn(server)).isTrue();
    }
    assertThat(clusters(shared)).hasSize(before.size() + 1).noneMatch(n -> n.contains(".new-"));
    Jvm.await(Duration.ofSeconds(20), "no server", () -> Jvm.processesUsing(shared).isEmpty());
  }

  private void deleteNewEntries() throws IOException {
    for (String name : clusters(shared)) {
      if (!before.contains(name) && !name.contains(".new-")) {
        Folders.delete(shared.resolve("clusters").resolve(name));
      }
    }
  }

  private interface Step {
    void run(EmbeddedServer server) throws Exception;
  }

  private record Written(String key, Step step) implements Preparation {
    @Override
    public void prepare(EmbeddedServer server) throws Exception {
      step.run(server);
    }
  }

  private void prepare(Step step) {
    EmbeddedServer.temporary(DEFAULTS, new Written("fails", step), host).close();
  }

  private static void raise(Throwable thrown) {
    if (thrown instanceof Error e) {
      throw e;
    }
    throw (RuntimeException) thrown;
  }

  private void assertNothingNew() {
    assertThat(clusters(shared))
        .filteredOn(name -> !before.contains(name))
        // Only the empty cluster that all begin with.
        .noneMatch(name -> name.matches(".*-[0-9a-f]{32}.*"));
    assertThat(Jvm.processesUsing(shared)).isEmpty();
  }

  private static List<String> withKey(Path cache, String key) {
    List<String> options = new ArrayList<>(Jvm.cacheIn(cache));
    options.add("-Dkey=" + key);
    return options;
  }

  private static Host host(Path cache) {
    List<ServerCache> caches =
        RunAs.ways().stream().map(way -> new ServerCache(cache, way)).toList();
    return new Host(caches, Host.current().freePort());
  }

  private static List<String> clusters(Path cache) {
    String[] names =
        cache.resolve("clusters").toFile().list((any, name) -> !name.endsWith(".lock"));
    return names == null ? List.of() : List.of(names);
  }
}
