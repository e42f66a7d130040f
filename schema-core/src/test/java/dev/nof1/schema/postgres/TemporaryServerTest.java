package dev.nof1.schema.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.error.ServerException;
import dev.nof1.schema.postgres.cluster.Host;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TemporaryServerTest {
  /** Of servers that other tests keep running. */
  private final List<Path> foldersBefore = ownFolders();

  private static final ServerSettings DEFAULTS = ServerSettings.defaults();

  @Test
  void startsAndAnswersAQuery() throws SQLException {
    try (EmbeddedServer server = EmbeddedServer.temporary(DEFAULTS)) {
      assertThat(Query.text(server, "SHOW server_version")).isEqualTo(server.version());
      assertThat(Query.text(server, "SHOW server_encoding")).isEqualTo("UTF8");
      if (Integer.parseInt(Query.text(server, "SHOW server_version_num")) >= 170000) {
        assertThat(Query.text(server, "SELECT upper('zwölf')")).isEqualTo("ZWÖLF");
      }
    }
  }

  @Test
  void refusesAWrongPassword() {
    try (EmbeddedServer server = EmbeddedServer.temporary(DEFAULTS)) {
      assertThatThrownBy(
              () -> DriverManager.getConnection(server.jdbcUrl("postgres"), "postgres", "guess"))
          .hasMessageContaining("password authentication failed");
    }
  }

  @Test
  void tellsItsAddressButNotItsPassword() throws SQLException {
    try (EmbeddedServer server = EmbeddedServer.temporary(DEFAULTS)) {
      assertThat(server)
          .hasToString("PostgreSQL " + server.version() + " at 127.0.0.1:" + server.port());
      assertThat(server.jdbcUrl("a b"))
          .isEqualTo("jdbc:postgresql://127.0.0.1:" + server.port() + "/a%20b");
      DriverManager.getConnection(server.jdbcUrl("postgres"), server.user(), server.password())
          .close();
    }
  }

  @Test
  void parametersOfTheSettingsWinOverItsOwn() throws SQLException {
    ServerSettings settings = DEFAULTS.withParameter("jit", "on").withParameter("port", "1");
    try (EmbeddedServer server = EmbeddedServer.temporary(settings)) {
      assertThat(Query.text(server, "SHOW jit")).isEqualTo("on");
      assertThat(Query.text(server, "SHOW fsync")).isEqualTo("off");
    }
  }

  @Test
  void quotesTheLogWhenASettingIsWrongAndLeavesNothing() {
    Path runs = runs();
    List<Path> before = foldersBefore.stream().map(runs::resolve).toList();
    assertThatThrownBy(() -> EmbeddedServer.temporary(DEFAULTS.withParameter("work_mem", "a lot")))
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("did not start in " + runs)
        .hasMessageContaining("it ended with exit code 1")
        .hasMessageContaining("invalid value for parameter \"work_mem\": \"a lot\"");
    assertThat(Jvm.processesUsing(runs.resolve(ownPrefix()), before)).isEmpty();
    assertThat(ownFolders()).isEqualTo(foldersBefore);
  }

  @Test
  void givesUpAfterTheStartTimeoutAndLeavesNothing() {
    assertThatThrownBy(
            () -> EmbeddedServer.temporary(DEFAULTS.withStartTimeout(Duration.ofMillis(1))))
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("it was not ready after 1 ms");
    assertThat(ownFolders()).isEqualTo(foldersBefore);
  }

  @Test
  void triesAnotherPortWhenSomebodyTookTheFirst() throws IOException, SQLException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Host host = Host.current();
      Deque<Integer> ports = new ArrayDeque<>(List.of(taken.getLocalPort()));
      Host unlucky =
          new Host(
              host.caches(),
              () -> ports.isEmpty() ? host.freePort().getAsInt() : ports.removeFirst());
      try (EmbeddedServer server = EmbeddedServer.temporary(DEFAULTS, unlucky)) {
        assertThat(server.port()).isNotEqualTo(taken.getLocalPort());
        assertThat(Query.text(server, "SELECT 1")).isEqualTo("1");
      }
    }
  }

  @Test
  void isGoneAfterClose() throws SQLException {
    EmbeddedServer server = EmbeddedServer.temporary(DEFAULTS);
    String folder = Query.text(server, "SHOW data_directory");
    assertThat(server.logTail(1)).contains("database system is ready");

    server.close();
    server.close();

    assertThat(Path.of(folder).getParent()).doesNotExist();
    assertThat(Jvm.processesUsing(Path.of(folder))).isEmpty();
    assertThat(ownFolders()).isEqualTo(foldersBefore);
    assertThat(server.logTail(1)).isEmpty();
  }

  @Test
  void severalRunAtOnce() throws SQLException {
    try (EmbeddedServer one = EmbeddedServer.temporary(DEFAULTS);
        EmbeddedServer two = EmbeddedServer.temporary(DEFAULTS)) {
      Query.run(one, "CREATE TABLE t AS SELECT 1");
      assertThat(Query.text(two, "SELECT to_regclass('t')")).isNull();
    }
  }

  private static Path runs() {
    return Host.current().usableCache(null).runs();
  }

  private static String ownPrefix() {
    return ProcessHandle.current().pid() + "-";
  }

  /** What this JVM has there; other JVMs may be using the same cache. */
  private static List<Path> ownFolders() {
    String[] names = runs().toFile().list((folder, name) -> name.startsWith(ownPrefix()));
    return names == null ? List.of() : Stream.of(names).sorted().map(Path::of).toList();
  }
}
