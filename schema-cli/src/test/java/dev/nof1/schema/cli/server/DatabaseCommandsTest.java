package dev.nof1.schema.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.cli.fixture.Cli;
import dev.nof1.schema.cli.fixture.ForeignRepository;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code wait}, {@code create-db} and {@code drop-db}, with what they print word for word. */
class DatabaseCommandsTest {
  private static final String NAME = "odd \"name\" é";

  @TempDir private Path folder;

  @BeforeEach
  void nameADatabaseThatIsNotThere() throws IOException {
    url(ForeignRepository.server().jdbcUrl(NAME), ForeignRepository.server().password());
    run("drop-db", "--yes", "--force");
  }

  @Test
  void createsADatabaseOfAnyNameOnce() {
    assertThat(run("create-db"))
        .isEqualTo(new Cli.Result(0, "Created the database " + NAME + ".\n", ""));
    assertThat(run("create-db"))
        .isEqualTo(new Cli.Result(0, "Nothing to do: the database " + NAME + " exists.\n", ""));
    assertThat(run("current").out()).isEqualTo("base\n");
  }

  @Test
  void dropsItOnlyWhenToldSo() {
    run("create-db");

    Cli.Result refused = run("drop-db");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err())
        .endsWith(
            "with everything in it? There is nobody to ask, so nothing was done. Add --yes if you mean it.\n");
    assertThat(run("current").code()).isZero();

    assertThat(run("drop-db", "--yes"))
        .isEqualTo(new Cli.Result(0, "Dropped the database " + NAME + ".\n", ""));
    assertThat(run("drop-db", "--yes"))
        .isEqualTo(new Cli.Result(0, "Nothing to do: there is no database " + NAME + ".\n", ""));
  }

  @Test
  void namesTheSessionsInTheWayAndEndsThemOnRequest() throws SQLException {
    run("create-db");
    var source = ForeignRepository.server().dataSource(NAME);
    source.setApplicationName("in the way");
    try (Connection connection = source.getConnection()) {
      Cli.Result refused = run("drop-db", "--yes");
      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.err())
          .startsWith(
              "schema-cli: The database \"%s\" was not dropped: sessions are connected to it (process "
                  .formatted(NAME))
          .contains(", in the way, user postgres from 127.0.0.1, idle")
          .endsWith("). It is as it was. End them, or end them with --force.\n");
      assertThat(connection.isValid(5)).isTrue();

      assertThat(run("drop-db", "--yes", "--force").code()).isZero();
      assertThat(connection.isValid(5)).isFalse();
    }
  }

  @Test
  void dropsNoDatabaseThatServersNeed() throws Exception {
    for (String name : new String[] {"postgres", "template1", "template0"}) {
      url(ForeignRepository.server().jdbcUrl(name), ForeignRepository.server().password());

      Cli.Result refused = run("drop-db", "--yes", "--force");

      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.err())
          .isEqualTo(
              "schema-cli: The database \"%s\" is one that every server needs, and is not dropped. Nothing was changed. Check which environment this is.\n"
                  .formatted(name));
    }
  }

  @Test
  void dropsNoTemplate() throws Exception {
    run("create-db");
    ForeignRepository other = ForeignRepository.create(folder.resolve("other"));
    other.sql("ALTER DATABASE \"odd \"\"name\"\" é\" IS_TEMPLATE true");
    try {
      assertThat(run("drop-db", "--yes", "--force").err()).contains("is a template for others");
    } finally {
      other.sql("ALTER DATABASE \"odd \"\"name\"\" é\" IS_TEMPLATE false");
    }
  }

  @Test
  void waitsForADatabaseThatSomebodyElseCreates() throws Exception {
    CompletableFuture<Cli.Result> waiting =
        CompletableFuture.supplyAsync(() -> run("wait", "--timeout=30s"));
    Thread.sleep(300);
    assertThat(waiting).isNotDone();

    run("create-db");

    assertThat(waiting.get())
        .isEqualTo(
            new Cli.Result(
                0,
                NAME + " accepts connections.\n",
                "Waiting for the database \"%1$s\": FATAL: database \"%1$s\" does not exist [3D000].\n"
                    .formatted(NAME)));
  }

  @Test
  void waitsNoLongerThanToldAndSaysForWhat() throws Exception {
    url("jdbc:postgresql://127.0.0.1:" + closedPort() + "/x", "s3cret");

    Cli.Result result = run("wait", "--timeout=300ms", "--quiet");

    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err())
        .matches(
            "schema-cli: The database \"x\" does not accept connections, after 300 ms: Connection to 127.0.0.1:[0-9]+ refused \\[08001]\\. Check that its server runs and that host and port are right\\.\n");
  }

  @Test
  void waitsNotAMomentWithAWrongPassword() throws Exception {
    url(ForeignRepository.server().jdbcUrl("postgres"), "wr0ng");
    long started = System.nanoTime();

    Cli.Result result = run("wait", "--timeout=60");

    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err())
        .isEqualTo(
            "schema-cli: The database \"postgres\" cannot be used, and waiting does not help: FATAL: password authentication failed for user \"postgres\" [28P01].\n");
    assertThat(System.nanoTime() - started).isLessThan(20_000_000_000L);
  }

  @Test
  void refusesATimeoutThatIsNone() {
    assertThat(run("wait", "--timeout=soon").err())
        .startsWith(
            "schema-cli: Invalid value for option '--timeout': 'soon' is not a duration: write seconds, or 500ms, 30s, 2min.\n");
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void url(String url, String password) throws IOException {
    Files.createDirectories(folder.resolve("scripts"));
    Files.writeString(
        Files.createDirectories(folder.resolve("environments")).resolve("development.properties"),
        "url=%s\nusername=postgres\npassword=%s\n".formatted(url, password));
  }

  private Cli.Result run(String... args) {
    String[] line = new String[args.length + 1];
    line[0] = "--path=" + folder;
    System.arraycopy(args, 0, line, 1, args.length);
    return Cli.in(folder).run(line);
  }
}
