package dev.nof1.schema.postgres;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.error.ServerException;
import dev.nof1.schema.postgres.cluster.Host;
import dev.nof1.schema.postgres.cluster.ServerCache;
import dev.nof1.schema.postgres.files.Folders;
import dev.nof1.schema.postgres.process.RunAs;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A cache in which something was deleted, cut or changed heals by itself, and says so once. */
@Timeout(120)
class DamagedCacheTest {
  private static final SmallPreparation SMALL = new SmallPreparation("damaged");

  @TempDir static Path cache;

  private final List<String> told = new ArrayList<>();
  private final ServerSettings settings = ServerSettings.defaults().withProgress(told::add);

  /** Most tests leave a cache that has healed, which they show themselves. */
  @BeforeEach
  void fill() throws IOException, SQLException {
    if (prepared0().isEmpty() || initialised0().isEmpty()) {
      start();
      startEmpty();
      told.clear();
    }
  }

  private interface Damage {
    void to(Path binaries, Path initialised, Path prepared) throws IOException;
  }

  static Stream<Arguments> damages() {
    return Stream.of(
        damage("program truncated", (b, i, p) -> truncate(b.resolve("bin/postgres"))),
        damage(
            "program not executable", (b, i, p) -> Folders.mode(b.resolve("bin/postgres"), 0644)),
        damage("initdb is gone", (b, i, p) -> deleteAll(b.resolve("bin/initdb"), i, p)),
        damage("libraries gone", (b, i, p) -> deleteAll(b.resolve("lib"))),
        damage("share gone", (b, i, p) -> deleteAll(b.resolve("share"))),
        damage("version empty", (b, i, p) -> Files.writeString(b.resolve("version"), "")),
        damage("version nonsense", (b, i, p) -> Files.writeString(b.resolve("version"), "x.y")),
        damage("data gone", (b, i, p) -> deleteAll(i.resolve("data"), p.resolve("data"))),
        damage("data is a file", (b, i, p) -> replaceByFile(p.resolve("data"))),
        damage(
            "control file empty",
            (b, i, p) -> Files.writeString(p.resolve("data/global/pg_control"), "")),
        damage("folder of the log gone", (b, i, p) -> deleteAll(p.resolve("data/pg_wal"))),
        damage("emptied by a power cut", (b, i, p) -> emptyFilesIn(b, p)),
        damage("password empty", (b, i, p) -> Files.writeString(p.resolve("password"), "")),
        damage("password a folder", (b, i, p) -> replaceByFolder(p.resolve("password"))));
  }

  private static Arguments damage(String name, Damage damage) {
    return Arguments.argumentSet(name, damage);
  }

  @ParameterizedTest
  @MethodSource("damages")
  void healsByItself(Damage damage) throws IOException, SQLException {
    damage.to(binaries(), initialised(), prepared());
    start();
    startEmpty();
    assertThat(told).filteredOn(line -> line.endsWith("; it is built again")).hasSizeBetween(1, 2);
    told.clear();
    start();
    assertThat(told).isEmpty();
  }

  @Test
  void healsForAServerOnDataThatStays(@TempDir Path folder) throws IOException, SQLException {
    try (EmbeddedServer server = EmbeddedServer.persistent(folder, settings, host())) {
      Query.run(server, "CREATE TABLE mine AS SELECT 42 AS x");
    }
    truncate(binaries().resolve("bin/postgres"));
    try (EmbeddedServer server = EmbeddedServer.persistent(folder, settings, host())) {
      assertThat(Query.text(server, "SELECT x FROM mine")).isEqualTo("42");
    }
    assertThat(told).anyMatch(line -> line.contains("bin/postgres is not what was put there"));
  }

  @Test
  void staysAsItIsWhereASettingIsWrong() throws IOException {
    String before = Files.getLastModifiedTime(prepared().resolve("inventory")).toString();
    assertThatThrownBy(
            () -> EmbeddedServer.temporary(settings.withParameter("work_mem", "a lot"), host()))
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("invalid value for parameter \"work_mem\": \"a lot\"")
        .hasMessageNotContaining("cache");
    assertThat(Files.getLastModifiedTime(prepared().resolve("inventory"))).hasToString(before);
  }

  @Test
  void leavesProgramsToWhichSomethingWasAdded() throws IOException, SQLException {
    Path added = binaries().resolve("share/postgresql/extension/of_ours.control");
    Files.writeString(added, "default_version = '1'\n");
    try (EmbeddedServer server = EmbeddedServer.temporary(settings, SMALL, host())) {
      assertThatThrownBy(
              () -> EmbeddedServer.temporary(settings.withParameter("work_mem", "a lot"), host()))
          .isInstanceOf(ServerException.class)
          .hasMessageContaining("invalid value for parameter");
      assertThat(server.repairCache()).isEmpty();
      assertThat(added).exists();
      assertThat(Query.text(server, "SELECT 1")).isEqualTo("1");
    }
    assertThat(told).isEmpty();
    Files.delete(added);
  }

  @Test
  void buildsDataAgainToWhichSomethingWasAdded() throws IOException, SQLException {
    try (EmbeddedServer server = EmbeddedServer.temporary(settings, SMALL, host())) {
      Files.writeString(prepared().resolve("data/standby.signal"), "");
      assertThat(server.repairCache())
          .get()
          .asString()
          .endsWith("(data/standby.signal was not put there); it is built again");
    }
    assertThat(prepared0()).isEmpty();
  }

  @Test
  void isCheckedWhenARunningServerFails() throws IOException, SQLException {
    try (EmbeddedServer server = EmbeddedServer.temporary(settings, SMALL, host())) {
      assertThat(server.repairCache()).isEmpty();
      deleteAll(binaries().resolve("share"));
      deleteAll(prepared().resolve("data/base/1"));
      assertThat(server.repairCache()).get().asString().contains("share is missing");
      Query.run(server, "CREATE EXTENSION pg_trgm");
    }
    assertThat(prepared0()).isEmpty();
    start();
  }

  private void start() throws SQLException {
    try (EmbeddedServer server = EmbeddedServer.temporary(settings, SMALL, host())) {
      assertThat(SMALL.isDoneOn(server)).isTrue();
    }
  }

  private void startEmpty() throws SQLException {
    try (EmbeddedServer server = EmbeddedServer.temporary(settings, host())) {
      assertThat(Query.text(server, "SELECT 1")).isEqualTo("1");
    }
  }

  private static Host host() {
    List<ServerCache> caches =
        RunAs.ways().stream().map(way -> new ServerCache(cache, way)).toList();
    return new Host(caches, Host.current().freePort());
  }

  private static Path binaries() throws IOException {
    return only(entries("binaries", ".*"));
  }

  private static Path initialised() throws IOException {
    return only(initialised0());
  }

  private static List<Path> initialised0() throws IOException {
    return entries("clusters", ".*-[0-9a-f]{1,8}");
  }

  private static Path prepared() throws IOException {
    return only(prepared0());
  }

  private static List<Path> prepared0() throws IOException {
    return entries("clusters", ".*-[0-9a-f]{32}");
  }

  private static Path only(List<Path> entries) {
    assertThat(entries).hasSize(1);
    return entries.get(0);
  }

  private static List<Path> entries(String folder, String name) throws IOException {
    List<Path> found = new ArrayList<>();
    if (!Files.exists(cache.resolve(folder))) {
      return found;
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(cache.resolve(folder))) {
      for (Path each : all) {
        if (Files.isDirectory(each) && each.getFileName().toString().matches(name)) {
          found.add(each);
        }
      }
    }
    return found;
  }

  private static void truncate(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() / 2);
    }
  }

  private static void deleteAll(Path... paths) throws IOException {
    for (Path path : paths) {
      Folders.delete(path);
    }
  }

  private static void replaceByFile(Path path) throws IOException {
    Folders.delete(path);
    Files.writeString(path, "");
  }

  private static void replaceByFolder(Path path) throws IOException {
    Folders.delete(path);
    Files.createDirectory(path);
  }

  private static void emptyFilesIn(Path... folders) throws IOException {
    for (Path folder : folders) {
      try (Stream<Path> paths = Files.walk(folder)) {
        for (Path each : paths.filter(path -> Files.isRegularFile(path, NOFOLLOW_LINKS)).toList()) {
          Files.write(each, new byte[0]);
        }
      }
    }
  }
}
