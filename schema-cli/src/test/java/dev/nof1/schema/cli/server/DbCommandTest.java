package dev.nof1.schema.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.cli.SchemaCli;
import dev.nof1.schema.cli.fixture.Cli;
import dev.nof1.schema.cli.fixture.Java;
import dev.nof1.schema.cli.fixture.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The development server that outlives the command that started it. */
class DbCommandTest {
  @TempDir private Path folder;

  @AfterEach
  void stop() {
    Cli.nof1In(folder).run("db", "stop");
  }

  @Test
  void runsOnWhenItsProcessHasEndedAndIsUsedByWhatComesLater() throws Exception {
    List<String> line = Java.command();
    line.addAll(List.of(SchemaCli.class.getName(), "--path=nof1:", "db", "start"));
    Process process =
        new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true).start();
    // Read to its end: a server that kept this pipe would hang whoever reads it.
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    Secrets.assertNoneIn(said);
    assertThat(said)
        .containsPattern(
            "PostgreSQL 18\\.[0-9]+ at 127\\.0\\.0\\.1:[0-9]+ runs, with the database nof1_tracker\\.\n");

    String url = run("db", "url", "--with-password").out().strip();
    assertThat(said).doesNotContain(url.replaceFirst(".*password=([^&]*).*", "$1"));
    try (Connection connection = DriverManager.getConnection(url)) {
      assertThat(run("up").code()).isZero();
      assertThat(run("db", "start").out()).contains(" is running already, ");
      assertThat(connection.createStatement().executeQuery("SELECT 1 FROM seasons").next())
          .isFalse();
    }

    assertThat(run("db", "stop").out())
        .isEqualTo(
            "The server is stopped; its data stays in %s.\n"
                .formatted(folder.resolve(".nof1/postgres")));
    assertThat(run("db", "stop").out()).isEqualTo("Nothing to do: no server was left running.\n");
    assertThat(run("current").out()).startsWith("20251118083000 ");
  }

  @Test
  void hasNoAddressWhenItDoesNotRun() {
    Cli.Result url = run("db", "url");

    assertThat(url)
        .isEqualTo(
            new Cli.Result(
                3,
                "",
                "schema-cli: No server was left running, so it has no address. Start it with 'schema-cli db start'.\n"));
    assertThat(folder.resolve(".nof1")).doesNotExist();
  }

  @Test
  void showsItsPasswordOnlyWhenAsked() throws IOException {
    run("db", "start");
    String password = Files.readString(folder.resolve(".nof1/postgres/password"));

    assertThat(run("db", "url").out())
        .matches("jdbc:postgresql://127\\.0\\.0\\.1:[0-9]+/nof1_tracker\\?user=postgres\n");
    assertThat(run("db", "url", "--psql").out())
        .matches("postgresql://postgres@127\\.0\\.0\\.1:[0-9]+/nof1_tracker\n");
    assertThat(run("db", "url", "--psql", "--with-password").out()).contains(":" + password + "@");
  }

  @Test
  void doesNotMistakeAnotherProcessForTheServerOfBefore() throws IOException {
    run("db", "start");
    Path pidFile = folder.resolve(".nof1/postgres/data/postmaster.pid");
    String before = Files.readString(pidFile);
    run("db", "stop");
    // A machine that lost power leaves both files, and this number is somebody else's now.
    Files.writeString(
        pidFile, before.replaceFirst("[0-9]+", Long.toString(ProcessHandle.current().pid())));
    Files.writeString(
        folder.resolve(".nof1/postgres/detached"),
        ProcessHandle.current().pid() + " " + before.split("\n")[2]);

    assertThat(run("db", "url").code()).isEqualTo(3);
    assertThat(run("db", "stop").out()).startsWith("Nothing to do");
    assertThat(run("current").out()).isEqualTo("base\n");
  }

  @Test
  void opensPsqlWithItsArguments() throws IOException {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/psql")), "there is no psql");
    Path out = folder.resolve("out");

    Cli.Result psql =
        Cli.nof1In(folder)
            .with("PATH", "/usr/bin")
            .run("db", "psql", "--", "-Ato", out.toString(), "-c", "SELECT current_database()");

    assertThat(psql.code()).isZero();
    assertThat(Files.readString(out)).isEqualTo("nof1_tracker\n");
    assertThat(
            Cli.nof1In(folder).with("PATH", "/usr/bin").run("db", "psql", "--", "-qc", "x").code())
        .isEqualTo(1);
  }

  @Test
  void saysWhenThereIsNoPsql() {
    Cli.Result psql = Cli.nof1In(folder).with("PATH", folder.toString()).run("db", "psql");

    assertThat(psql.code()).isEqualTo(1);
    assertThat(psql.err())
        .isEqualTo(
            "schema-cli: There is no psql on the PATH. Install it (such as Debian's postgresql-client), or connect another program to what 'schema-cli db url' prints.\n");
  }

  @Test
  void isNotForEnvironmentsWithAServerOfTheirOwn() {
    Cli.Result start = Cli.nof1In(folder).with("NOF1_DB_HOST", "db.example").run("db", "start");

    assertThat(start.code()).isEqualTo(1);
    assertThat(start.err())
        .startsWith("schema-cli: The environment 'development' has a server of its own");
  }

  private Cli.Result run(String... args) {
    return Cli.nof1In(folder).run(args);
  }
}
