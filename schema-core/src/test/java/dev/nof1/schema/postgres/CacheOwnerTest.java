package dev.nof1.schema.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.nof1.schema.error.ServerException;
import dev.nof1.schema.postgres.cluster.Host;
import dev.nof1.schema.postgres.cluster.Ownership;
import dev.nof1.schema.postgres.cluster.ServerCache;
import dev.nof1.schema.postgres.files.Folders;
import dev.nof1.schema.postgres.process.RunAs;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is run that somebody else could have put into the cache. */
@Timeout(120)
class CacheOwnerTest {
  private static final int STRANGER = 12345;

  @TempDir static Path cache;
  @TempDir static Path witness;

  private final List<Path> changed = new ArrayList<>();

  @BeforeEach
  void fill() throws SQLException {
    start();
  }

  @AfterEach
  void restore() throws IOException {
    for (Path each : changed) {
      Folders.mode(each, 0755);
      if (RunAs.isRoot()) {
        Files.setAttribute(each, "unix:uid", 0);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".",
        "binaries",
        "binaries/*",
        "binaries/*/bin",
        "binaries/*/bin/postgres",
        "binaries/*/lib",
        "clusters",
        "clusters/*",
        "run"
      })
  void refusesWhatTheWorldMayWrite(String which) throws IOException {
    Path path = path(which);
    changed.add(path);
    for (int mode : new int[] {0777, 01777}) {
      Folders.mode(path, mode);
      assertThatThrownBy(CacheOwnerTest::start)
          .isInstanceOf(ServerException.class)
          .hasMessageStartingWith("Every user of this machine may write " + path + ", and")
          .hasMessageContaining(
              "Nothing in it was run. If you trust what is in it, run 'chmod -R o-w")
          .hasMessageContaining("name its folder in the environment variable NOF1_CACHE_DIR");
    }
  }

  @Test
  void usesWhatTheOwnersGroupMayWrite() throws IOException, SQLException {
    for (String each :
        List.of(".", "binaries", "binaries/*", "binaries/*/bin", "clusters", "run")) {
      changed.add(path(each));
      Folders.mode(path(each), 0775);
    }
    start();
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "binaries", "binaries/*", "binaries/*/bin/postgres", "clusters/*"})
  void refusesWhatBelongsToSomebodyElse(String which) throws IOException {
    needsRoot();
    Path path = path(which);
    changed.add(path);
    Files.setAttribute(path, "unix:uid", STRANGER);
    assertThatThrownBy(CacheOwnerTest::start)
        .isInstanceOf(ServerException.class)
        .hasMessageStartingWith(
            path + " belongs to another user, " + STRANGER + ", who could have");
  }

  @Test
  void usesWhatBelongsToTheUserThatServersRunAs() throws IOException, SQLException {
    needsRoot();
    int nobody = RunAs.nobody();
    RunAs way = new RunAs("unshare", RunAs.userNamespace().prefix(), nobody);
    Path folder = path("binaries/*");
    changed.add(folder);
    Files.setAttribute(folder, "unix:uid", nobody);
    Ownership.require(new ServerCache(cache, way), folder);
    assertThatThrownBy(
            () -> Ownership.require(new ServerCache(cache, RunAs.userNamespace()), folder))
        .isInstanceOf(ServerException.class);
  }

  @Test
  void runsNothingThatWasPlanted(@TempDir Path planted) throws IOException {
    Path real = path("binaries/*");
    Path bin = planted.resolve("binaries").resolve(real.getFileName()).resolve("bin");
    Files.createDirectories(bin);
    Path ran = witness.resolve("ran");
    Files.writeString(bin.resolve("postgres"), "#!/bin/sh\ntouch " + ran + "\n");
    Folders.mode(bin.resolve("postgres"), 0755);
    Files.copy(bin.resolve("postgres"), bin.resolve("initdb"));
    Folders.mode(bin.resolve("initdb"), 0755);
    Files.writeString(bin.resolveSibling("version"), "18.6");
    Folders.mode(planted, 0777);
    assertThatThrownBy(() -> start(planted))
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("may write " + planted);
    assertThat(ran).doesNotExist();
  }

  private static void start() throws SQLException {
    start(cache);
  }

  private static void start(Path folder) throws SQLException {
    List<ServerCache> caches =
        RunAs.ways().stream().map(way -> new ServerCache(folder, way)).toList();
    Host host = new Host(caches, Host.current().freePort());
    try (EmbeddedServer server = EmbeddedServer.temporary(ServerSettings.defaults(), host)) {
      assertThat(Query.text(server, "SELECT 1")).isEqualTo("1");
    }
  }

  private static Path path(String which) throws IOException {
    Path path = cache;
    for (String part : which.split("/", -1)) {
      path = part.equals("*") ? only(path) : part.equals(".") ? path : path.resolve(part);
    }
    return path;
  }

  private static Path only(Path folder) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, Files::isDirectory)) {
      return all.iterator().next();
    }
  }

  private static void needsRoot() {
    if (!RunAs.isRoot()) {
      System.out.println("Skipped: this is not root");
      abort("this is not root");
    }
  }
}
