package dev.nof1.schema.postgres;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.postgres.cluster.Host;
import dev.nof1.schema.postgres.cluster.ServerCache;
import dev.nof1.schema.postgres.files.Waiting;
import dev.nof1.schema.postgres.process.Command;
import dev.nof1.schema.postgres.process.PostmasterPid;
import dev.nof1.schema.postgres.process.RunAs;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Servers whose data somebody wants to look at afterwards. */
@Timeout(60)
class KeptDataTest {
  private static final ServerSettings DEFAULTS = ServerSettings.defaults();

  /** A cache of its own, because others must not lose what they keep. */
  @TempDir static Path cache;

  @BeforeAll
  static void fill() throws IOException {
    Jvm.withPrograms(cache);
  }

  private final Host host =
      new Host(
          RunAs.ways().stream().map(way -> new ServerCache(cache, way)).toList(),
          Host.current().freePort());

  @Test
  void startAgainAfterTheirJvmExited() throws Exception {
    startsAgainAfter("exit");
  }

  @Test
  void startAgainAfterTheirJvmClosedThem() throws Exception {
    startsAgainAfter("close");
  }

  @Test
  void startAgainAfterTheirJvmWasKilled() throws Exception {
    startsAgainAfter("kill");
  }

  private void startsAgainAfter(String end) throws Exception {
    List<String> options = new ArrayList<>(Jvm.cacheIn(cache));
    options.addAll(List.of("-Dkeep=true", "-Dexit=" + end.equals("exit")));
    Path kept;
    PGSimpleDataSource source = new PGSimpleDataSource();
    try (Jvm jvm = Jvm.start(options)) {
      kept = Path.of(jvm.awaitLine("kept in ").substring("kept in ".length()));
      source.setUser("postgres");
      source.setPassword(jvm.awaitLine("password ").substring("password ".length()));
      source.setPortNumbers(
          new int[] {Integer.parseInt(jvm.awaitLine("ready ").substring("ready ".length()))});
      if (end.equals("kill")) {
        jvm.kill();
      }
    }
    Jvm.await(Duration.ofSeconds(20), "no process", () -> Jvm.processesUsing(cache).isEmpty());
    assertThat(cache.resolve("run")).isEmptyDirectory();
    assertThat(kept).isDirectoryContaining("glob:**/log").isDirectoryContaining("glob:**/data");

    Process started =
        new ProcessBuilder(kept.resolve("start").toString())
            .directory(new File("/tmp"))
            .redirectErrorStream(true)
            .redirectOutput(kept.resolve("again").toFile())
            .start();
    try {
      Path data = kept.resolve("data");
      Jvm.await(Duration.ofSeconds(20), "a server again", () -> isReady(PostmasterPid.read(data)));
      assertThat(Query.text(source, "SELECT it FROM kept")).isEqualTo("look at me");
    } finally {
      long pid = requireNonNull(PostmasterPid.read(kept.resolve("data"))).pid();
      Command.run(List.of("/bin/kill", "-INT", Long.toString(pid)), "");
      started.waitFor();
    }
    assertThat(Jvm.processesUsing(cache)).isEmpty();
  }

  private static boolean isReady(@Nullable PostmasterPid pid) {
    return pid != null && pid.ready();
  }

  @Test
  void areKeptUpToANumberTheNewestFirst() throws IOException {
    List<Path> kept = new ArrayList<>();
    Path old = cache.resolve("kept/20200101T000000Z-1-a");
    Path others = cache.resolve("kept/mine");
    Files.createDirectories(old);
    Files.createDirectories(others);
    for (int i = 0; i < 3; i++) {
      try (EmbeddedServer server = EmbeddedServer.temporary(DEFAULTS, host)) {
        kept.add(server.keepData(2));
        assertThat(server.keepData(2)).isEqualTo(kept.get(i));
      }
      // The names tell seconds.
      Waiting.millis(1001 - System.currentTimeMillis() % 1000);
    }
    assertThat(old).doesNotExist();
    assertThat(kept.get(0)).doesNotExist();
    assertThat(kept.subList(1, 3)).allMatch(Files::exists);
    assertThat(others).exists();
  }

  @Test
  void areKeptTooWhenTheServerCrashedBefore() throws SQLException {
    Path kept;
    try (EmbeddedServer server = EmbeddedServer.temporary(DEFAULTS, host)) {
      kept = server.keepData(2);
      Path data = Path.of(Query.text(server, "SHOW data_directory"));
      PostmasterPid pid = requireNonNull(PostmasterPid.read(data));
      ProcessHandle process = ProcessHandle.of(pid.pid()).orElseThrow();
      process.destroyForcibly();
      process.onExit().join();
    }
    assertThat(kept.resolve("start")).exists();
  }

  @Test
  void areNotThoseThatStayAnyway(@TempDir Path folder) {
    try (EmbeddedServer server = EmbeddedServer.persistent(folder, DEFAULTS, host)) {
      assertThatThrownBy(() -> server.keepData(1)).isInstanceOf(IllegalStateException.class);
    }
  }
}
