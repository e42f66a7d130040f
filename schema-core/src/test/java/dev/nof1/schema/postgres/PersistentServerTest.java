package dev.nof1.schema.postgres;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.error.ServerException;
import dev.nof1.schema.postgres.files.Folders;
import dev.nof1.schema.postgres.process.PostmasterPid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class PersistentServerTest {
  private static final ServerSettings DEFAULTS = ServerSettings.defaults();

  @TempDir Path temp;

  @Test
  void keepsItsDataAndItsPassword() throws SQLException {
    String password;
    try (EmbeddedServer server = open()) {
      password = server.password();
      Query.run(server, "CREATE TABLE t AS SELECT 42 AS answer");
    }
    try (EmbeddedServer server = open()) {
      assertThat(server.password()).isEqualTo(password);
      assertThat(Query.text(server, "SELECT answer FROM t")).isEqualTo("42");
    }
  }

  @Test
  void caresForItsData() throws SQLException {
    try (EmbeddedServer server = open()) {
      for (String careful : List.of("fsync", "full_page_writes", "synchronous_commit")) {
        assertThat(Query.text(server, "SHOW " + careful)).as(careful).isEqualTo("on");
      }
    }
  }

  @Test
  void keepsItsSecretsFromOtherUsers() throws IOException {
    open().close();
    for (String secret : List.of("password", "log")) {
      assertThat(Folders.mode(folder().resolve(secret)) & 0777).as(secret).isEqualTo(0600);
    }
    assertThat(Folders.mode(folder().resolve("data")) & 0777).isEqualTo(0700);
  }

  @Test
  void tellsThatCreatingTakesAMoment() {
    List<String> told = new ArrayList<>();
    EmbeddedServer.persistent(folder(), DEFAULTS.withProgress(told::add)).close();
    assertThat(told).contains("creating a PostgreSQL cluster in " + folder());
  }

  @Test
  void refusesASecondServerInTheSameJvm() throws SQLException {
    try (EmbeddedServer server = open()) {
      assertThatThrownBy(this::open)
          .isInstanceOf(ServerException.class)
          .hasMessageStartingWith("This process already runs a server on " + folder());
      assertThat(Query.text(server, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void startsAgainAfterACrashOfTheServer() throws SQLException {
    try (EmbeddedServer server = open()) {
      Query.run(server, "CREATE TABLE t AS SELECT 42 AS answer");
      PostmasterPid pid = requireNonNull(PostmasterPid.read(folder().resolve("data")));
      ProcessHandle.of(pid.pid()).orElseThrow().destroyForcibly();
    }
    try (EmbeddedServer server = open()) {
      assertThat(Query.text(server, "SELECT answer FROM t")).isEqualTo("42");
    }
  }

  @Test
  @Timeout(30)
  void closesSoonAfterOneOfItsBackendsHasCrashed() throws Exception {
    Path data = folder().resolve("data");
    EmbeddedServer server = open();
    String backend;
    try (Connection connection = server.dataSource("postgres").getConnection()) {
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
        row.next();
        backend = row.getString(1);
      }
      new ProcessBuilder("/bin/sh", "-c", "kill -9 " + backend).start().waitFor();
    }

    server.close();

    assertThat(Jvm.processesUsing(data)).isEmpty();
  }

  @Test
  @Timeout(30)
  void isStoppedByItsJvmWhenTheWatchdogIsDead() throws Exception {
    Path data = folder().resolve("data");
    EmbeddedServer server = open();
    for (ProcessHandle child : ProcessHandle.current().children().toList()) {
      if (Jvm.processesUsing(data).stream().anyMatch(each -> each.startsWith(child.pid() + " "))) {
        child.destroyForcibly();
      }
    }

    server.close();

    assertThat(
            Jvm.processesUsing(data).stream()
                .filter(each -> each.contains("bin/postgres") && !each.contains("/bin/sh")))
        .isEmpty();
  }

  @Test
  void isNotFooledByAnotherProcessWithTheSameNumber() throws IOException, SQLException {
    open().close();
    long innocent = ProcessHandle.current().pid();
    Path data = folder().resolve("data");
    Files.writeString(
        data.resolve("postmaster.pid"),
        innocent + "\n" + data + "\n1000000000\n5432\n\n127.0.0.1\n  123456 0\nready   \n");
    try (EmbeddedServer server = open()) {
      assertThat(Query.text(server, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void refusesTheDataOfAnotherMajorVersion() throws IOException {
    open().close();
    Path version = folder().resolve("data/PG_VERSION");
    Files.writeString(version, "13\n");
    assertThatThrownBy(this::open)
        .isInstanceOf(ServerException.class)
        .hasMessageStartingWith(
            "The data in "
                + folder().resolve("data")
                + " was written by PostgreSQL 13, and this is"
                + " PostgreSQL ")
        .hasMessageContaining("dump it with pg_dump; otherwise move " + folder() + " away");
    assertThat(version).hasContent("13");
  }

  @Test
  void refusesAFolderThatIsNoCluster() throws IOException {
    Files.createDirectories(folder().resolve("data"));
    assertThatThrownBy(this::open)
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("is there but is no PostgreSQL cluster");
  }

  @Test
  void saysWhenThePasswordIsLost() throws IOException {
    open().close();
    Files.delete(folder().resolve("password"));
    assertThatThrownBy(this::open)
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("is not in " + folder().resolve("password") + " any more");
  }

  @Test
  void removesWhatAKilledCreationLeft() throws IOException {
    Path rubbish = folder().resolve("data.new-1-1");
    Files.createDirectories(rubbish.resolve("base"));
    open().close();
    assertThat(rubbish).doesNotExist();
  }

  @Test
  void canBeOpenedAgainAfterAFailedStart() throws SQLException {
    assertThatThrownBy(
            () ->
                EmbeddedServer.persistent(
                    folder(), DEFAULTS.withParameter("no_such_parameter", "1")))
        .hasMessageContaining("unrecognized configuration parameter \"no_such_parameter\"");
    try (EmbeddedServer server = open()) {
      assertThat(Query.text(server, "SELECT 1")).isEqualTo("1");
    }
  }

  private EmbeddedServer open() {
    return EmbeddedServer.persistent(folder(), DEFAULTS);
  }

  private Path folder() {
    return temp.resolve("server");
  }
}
