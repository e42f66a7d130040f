package dev.nof1.schema.postgres;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.postgres.cluster.CacheCollector;
import dev.nof1.schema.postgres.cluster.Host;
import dev.nof1.schema.postgres.cluster.ServerCache;
import dev.nof1.schema.postgres.files.FolderLock;
import dev.nof1.schema.postgres.process.RunAs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is deleted from a cache, and what is not. */
class CacheCollectorTest {
  private static final String BINARIES = "postgres-linux-x86_64-39199ba7-15114736";
  private static final String OTHER_BINARIES = "postgres-linux-arm_64-alpine_linux-1-1";
  private static final String CLUSTER = BINARIES + "-unshare-72623ef6";
  private static final Duration MONTH = Duration.ofDays(31);

  @TempDir Path cache;

  @Test
  void deletesWhatWasNotUsedForAMonth() throws IOException {
    Path old = binaries(OTHER_BINARIES, MONTH);
    Path recent = binaries(BINARIES, Duration.ofDays(29));
    Path oldCluster = cluster(CLUSTER, MONTH);
    Path oldPrepared = cluster(prepared(1), MONTH);
    collect();
    assertThat(List.of(old, oldCluster, oldPrepared)).noneMatch(Files::exists);
    assertThat(recent).isNotEmptyDirectory();
  }

  @Test
  void keepsAFewPreparedClustersTheLatestUsed() throws IOException {
    for (int i = 0; i < 15; i++) {
      cluster(prepared(i), Duration.ofHours(1 + i));
    }
    Path empty = cluster(CLUSTER, Duration.ofDays(3));
    collect();
    for (int i = 0; i < 15; i++) {
      Path folder = cache.resolve("clusters").resolve(prepared(i));
      assertThat(Files.exists(folder)).as(prepared(i)).isEqualTo(i < 10);
    }
    assertThat(empty).exists();
  }

  @Test
  void sparesWhatMayJustBeCopied() throws IOException {
    for (int i = 0; i < 15; i++) {
      cluster(prepared(i), Duration.ofMinutes(9));
    }
    collect();
    assertThat(cache.resolve("clusters").toFile().list()).hasSize(15);
  }

  @Test
  void sparesWhatDoesNotLookLikeOurs() throws IOException {
    Path other = cluster("postgres-data", MONTH);
    Path almost = cluster(CLUSTER + "-backup", MONTH);
    Path target = cluster("../elsewhere", MONTH);
    Path link = cache.resolve("clusters").resolve(prepared(1));
    Files.createSymbolicLink(link, target);
    collect();
    assertThat(List.of(other, almost, target, link)).allMatch(Files::exists);
  }

  @Test
  void sparesWhatIsBeingBuilt() throws IOException {
    Path old = cluster(prepared(1), MONTH);
    Path unfinished = cluster(prepared(1) + ".new-4711-1a2b", MONTH);
    Path lockFile = old.resolveSibling(prepared(1) + ".lock");
    try (FolderLock building = requireNonNull(FolderLock.tryAcquire(lockFile))) {
      collect();
      assertThat(List.of(old, unfinished)).allMatch(Files::exists);
    }
    collect();
    assertThat(List.of(old, unfinished)).noneMatch(Files::exists);
  }

  @Test
  void sparesWhatAProcessRunsFrom() throws IOException {
    Path old = binaries(BINARIES, MONTH);
    Path program = old.resolve("bin/postgres");
    Files.createDirectory(old.resolve("bin"));
    Files.copy(Path.of("/bin/sleep").toRealPath(), program);
    program.toFile().setExecutable(true);
    Process process = new ProcessBuilder(program.toString(), "60").start();
    collect();
    assertThat(old).exists();
    process.destroyForcibly().onExit().join();
    collect();
    assertThat(old).doesNotExist();
  }

  @Test
  void deletesWhatAKilledCollectorAndOldBuildersLeft() throws IOException {
    Path old = cluster(prepared(1) + ".old-4711-1a2b", Duration.ZERO);
    Path lockFile = Files.createFile(cache.resolve("clusters").resolve(prepared(2) + ".lock"));
    Path recent = Files.createFile(cache.resolve("clusters").resolve(prepared(3) + ".lock"));
    Files.setLastModifiedTime(lockFile, before(MONTH));
    collect();
    assertThat(List.of(old, lockFile)).noneMatch(Files::exists);
    assertThat(recent).exists();
  }

  @Test
  void isDoneWhenAClusterIsPrepared() throws IOException {
    Path rubbish = cluster(prepared(1) + ".new-4711-1a2b", MONTH);
    List<ServerCache> caches =
        RunAs.ways().stream().map(way -> new ServerCache(cache, way)).toList();
    Host host = new Host(caches, Host.current().freePort());
    EmbeddedServer.temporary(ServerSettings.defaults(), host).close();
    Files.createDirectories(rubbish);
    EmbeddedServer.temporary(ServerSettings.defaults(), new SmallPreparation("k"), host).close();
    assertThat(rubbish).doesNotExist();
  }

  private void collect() {
    CacheCollector.collect(new ServerCache(cache, RunAs.ORDINARY_USER));
  }

  private static String prepared(int number) {
    return CLUSTER + "-%032x".formatted(number);
  }

  private Path binaries(String name, Duration unused) throws IOException {
    return entry(cache.resolve("binaries").resolve(name), "version", unused);
  }

  private Path cluster(String name, Duration unused) throws IOException {
    return entry(cache.resolve("clusters").resolve(name).normalize(), "password", unused);
  }

  private static Path entry(Path folder, String lastFile, Duration unused) throws IOException {
    Files.createDirectories(folder);
    Path file = Files.createFile(folder.resolve(lastFile));
    Files.setLastModifiedTime(file, before(unused));
    return folder;
  }

  private static FileTime before(Duration age) {
    return FileTime.fromMillis(System.currentTimeMillis() - age.toMillis());
  }
}
