package dev.nof1.schema.cli.migrate;

import static dev.nof1.schema.cli.fixture.NastyRepository.leftIn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.cli.fixture.Cli;
import dev.nof1.schema.cli.fixture.ForeignRepository;
import dev.nof1.schema.cli.fixture.Java;
import dev.nof1.schema.cli.fixture.NastyRepository;
import dev.nof1.schema.cli.fixture.Psql;
import dev.nof1.schema.cli.io.PartOfAFile;
import dev.nof1.schema.session.MigrationLock;
import dev.nof1.schema.sql.Delimiter;
import dev.nof1.schema.sql.SqlReader;
import dev.nof1.schema.sql.SqlStatement;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code script} and {@code export} write, run by somebody else. */
class OfflineTest {
  @TempDir private Path folder;
  private ForeignRepository repository;
  private Path sql;

  @BeforeEach
  void createRepository() throws IOException {
    repository = NastyRepository.create(Files.createDirectory(folder.resolve("repository")));
    sql = folder.resolve("out.sql");
  }

  @Test
  void psqlLeavesADatabaseAsUpAndDownDo() throws IOException {
    ForeignRepository other = NastyRepository.create(Files.createDirectory(folder.resolve("2")));
    assertThat(run(other, "up").code()).isZero();

    write("script", "base", "head");
    assertThat(Psql.run(repository.database(), sql)).doesNotContain("ERROR");
    assertThat(leftIn(repository.database()))
        .isEqualTo(leftIn(other.database()))
        .contains("6 it's concurrent");
    assertThat(run("status").out()).endsWith(" is at 8 (nothing), head.\n");

    run(other, "version", "3");
    write("script", "8", "3");
    Psql.run(repository.database(), sql);
    assertThat(leftIn(repository.database())).isEqualTo(leftIn(other.database()));

    run(other, "down", "base");
    write("script", "3", "0");
    Psql.run(repository.database(), sql);
    assertThat(leftIn(repository.database())).isEqualTo(leftIn(other.database())).isEmpty();
  }

  @Test
  void aConnectionLeavesADatabaseAsUpAndDownDo() throws Exception {
    ForeignRepository other = NastyRepository.create(Files.createDirectory(folder.resolve("2")));
    run(other, "up");

    write("script", "base", "head", "--plain");
    assertThat(Files.readString(sql).lines()).noneMatch(line -> line.startsWith("\\"));
    statementByStatement(repository.database());
    assertThat(leftIn(repository.database())).isEqualTo(leftIn(other.database()));

    write("script", "head", "base", "--plain");
    statementByStatement(repository.database());
    assertThat(leftIn(repository.database())).isEmpty();
  }

  @Test
  void aConnectionTakesItInOnePieceWhereEverythingIsInTransactions() throws Exception {
    write("script", "0", "5", "--plain");

    try (Connection connection = connect(repository.database());
        Statement statement = connection.createStatement()) {
      statement.execute(Files.readString(sql));
    }

    assertThat(run("current").out()).isEqualTo("5 dump\n");
  }

  @Test
  void explicitVersionsNeedNoDatabase() throws IOException {
    repository.write(
        "environments/away.properties",
        "url=jdbc:postgresql://127.0.0.1:1/nowhere\nusername=u\npassword=s3cret\nword=x\n");

    Cli.Result script = run("--env=away", "script", "1", "3");

    assertThat(script.code()).isZero();
    assertThat(script.err()).isEmpty();
    assertThat(script.out())
        .contains("CREATE TABLE second (id int);")
        .doesNotContain("CREATE TABLE CHANGELOG")
        .doesNotContain("s3cret");
    assertThat(run("--env=away", "export", "docker-init").code()).isZero();
    assertThat(run("--env=away", "script", "pending").code()).isEqualTo(1);
  }

  @Test
  void writesEachMigrationWithItsRow() {
    String script = run("script", "2", "3").out();

    assertThat(script)
        .startsWith("-- 1 migration as SQL, written by schema-cli.\n")
        .contains("\n\\set ON_ERROR_STOP on\n\\set AUTOCOMMIT on\nSET client_encoding = 'UTF8';\n")
        .contains(
            """

            -- up 3 (second)
            BEGIN;
            CREATE TABLE second (id int);
            INSERT INTO CHANGELOG (ID, APPLIED_AT, DESCRIPTION) VALUES (3, to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'), 'second');
            DO $nof1$
            """)
        .contains("checksum, duration and who of migration 3 are not recorded: ")
        .endsWith("\n");
    assertThat(run("script", "3", "2").out())
        .contains("-- undo 3 (second)\nBEGIN;\nDROP TABLE second;\n")
        .contains("DELETE FROM CHANGELOG WHERE ID = 3;");
    assertThat(run("script", "5", "6").out())
        .contains("(it's concurrent)\nCREATE INDEX CONCURRENTLY by_id ON first (id);\n")
        .doesNotContain("\nBEGIN;");
  }

  @Test
  void pendingIsWhatTheDatabaseLacks() throws IOException {
    run("up", "3");
    repository.sql("DELETE FROM changelog WHERE id = 2; DROP TABLE first");

    write("script", "pending");
    Path undo = folder.resolve("undo.sql");
    assertThat(run("script", "pending_undo", "-o", undo.toString()).code()).isZero();

    Psql.run(repository.database(), sql);
    assertThat(run("current").out()).isEqualTo("8 nothing\n");
    Psql.run(repository.database(), undo);
    assertThat(NastyRepository.query(repository.database(), "SELECT id FROM changelog ORDER BY id"))
        .containsExactly("1", "3");
  }

  @Test
  void aFileRunsNothingWhereAScriptIsUnfinished() throws IOException {
    repository.write(
        "scripts/6_it's_concurrent.sql",
        "-- //@NO_TRANSACTION\nINSERT INTO first VALUES (77);\nSELECT 1/0;\n");
    assertThat(run("up").code()).isEqualTo(1);
    repository.write(
        "scripts/6_it's_concurrent.sql", "-- //@NO_TRANSACTION\nINSERT INTO first VALUES (77);\n");

    for (List<String> command :
        List.of(List.of("script", "pending"), List.of("export", "docker-init"))) {
      write(command.toArray(String[]::new));
      Psql.Result psql = Psql.tryToRun(repository.database(), sql);

      assertThat(psql.code()).isEqualTo(3);
      assertThat(psql.output())
          .contains(
              "Migration 6 is unfinished: its script outside a transaction began and did not end. Nothing was run. 'schema-cli repair' shows what is known, and continues, marks it done or rolls it back as you say.");
    }
    assertThat(
            NastyRepository.query(
                repository.database(), "SELECT count(*) FROM first WHERE id = 77"))
        .containsExactly("1");
    run("repair", "--forget");
    assertThat(Psql.tryToRun(repository.database(), sql).code()).isZero();
  }

  @Test
  void anErrorStopsPsqlAndLeavesWhatWasCommitted() throws IOException {
    repository.write("scripts/7_delimiter.sql", "CREATE TABLE third (id int);\nSELECT 1/0;\n");
    write("script", "base", "head");

    Psql.Result psql = Psql.tryToRun(repository.database(), sql);

    assertThat(psql.code()).isEqualTo(3);
    assertThat(run("current").out()).isEqualTo("6 it's concurrent\n");
    assertThat(leftIn(repository.database())).noneMatch(row -> row.contains("third"));
  }

  @Test
  void aFileForAnotherStateRunsNothing() throws IOException {
    write("script", "0", "3");
    run("up", "2");
    List<String> before = leftIn(repository.database());

    Psql.Result up = Psql.tryToRun(repository.database(), sql);

    assertThat(up.code()).isEqualTo(3);
    assertThat(up.output())
        .contains(
            "Already applied: migrations 1, 2. Nothing was run. Make a file for those that are not, with 'script pending' or 'script FROM TO'.");
    run("script", "3", "1", "--force", "-o", sql.toString());
    assertThat(Psql.tryToRun(repository.database(), sql).output())
        .contains("Not applied: migrations 3. Nothing was run.");
    assertThat(leftIn(repository.database())).isEqualTo(before);
  }

  @Test
  void aFileWaitsForNoOtherMigrator() throws Exception {
    write("script", "0", "3");
    try (Connection connection = connect(repository.database());
        MigrationLock lock =
            MigrationLock.acquire(connection, "changelog", Duration.ZERO, holder -> {})) {
      assertThat(lock).isNotNull();
      assertThat(Psql.tryToRun(repository.database(), sql).output())
          .contains("Another migrator is at work on this database. Nothing was run.");
    }
    Psql.run(repository.database(), sql);
  }

  @Test
  void aFileIsWrittenWholeOrNotAtAll() throws IOException {
    Files.writeString(sql, "mine");
    Cli.Result refused = run("script", "0", "3", "-o", sql.toString());

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err())
        .isEqualTo(
            "schema-cli: The file %s is there already. Nothing was written. Name another, or overwrite it with --force.\n"
                .formatted(sql));
    assertThat(sql).hasContent("mine");

    assertThat(run("script", "0", "3", "--force", "-o", sql.toString()).err())
        .isEqualTo("Wrote %s.\n".formatted(sql));
    assertThat(sql).content().contains("CREATE TABLE first");

    repository.write("scripts/2_first.sql", "SELECT 'unclosed;\n");
    assertThat(run("script", "0", "3", "--force", "-o", sql.toString()).code()).isEqualTo(1);
    assertThat(sql).content().contains("CREATE TABLE first");
    Cli.Result nowhere = run("script", "3", "4", "-o", folder + "/none/x.sql");
    assertThat(nowhere.code()).isEqualTo(1);
    assertThat(nowhere.err()).contains("there is no such file or folder");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(sql, repository.path());
    }
  }

  @Test
  void aFileIsItsOwnersAndOneThatIsReplacedStaysAsItIs() throws IOException {
    write("script", "0", "3");
    assertThat(mode(sql)).isEqualTo("rw-------");
    Files.setPosixFilePermissions(sql, PosixFilePermissions.fromString("rw-r-----"));
    assertThat(run("script", "0", "2", "--force", "-o", sql.toString()).code()).isZero();
    assertThat(mode(sql)).isEqualTo("rw-r-----");
    assertThat(run("export", "docker-init", "--force", "-o", sql.toString()).code()).isZero();
    assertThat(mode(sql)).isEqualTo("rw-r-----");

    Path other = Files.createFile(folder.resolve("other"));
    write("export", "docker-init");
    assertThat(mode(sql)).isEqualTo(mode(other));
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void whatAKilledProcessLeftIsClearedAway() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Path left = Files.createFile(folder.resolve(".out.sql.%d.tmp".formatted(dead.pid())));
    Path own =
        Files.createFile(
            folder.resolve(".out.sql.%d.tmp".formatted(ProcessHandle.current().pid())));
    Path others = Files.createFile(folder.resolve(".out.sql.1.tmp"));

    write("script", "0", "3");

    assertThat(left).doesNotExist();
    assertThat(own).doesNotExist();
    assertThat(others).exists();
  }

  @Test
  void aProcessThatIsToldToEndLeavesNothing() throws Exception {
    List<String> line = Java.command();
    line.addAll(List.of(PartOfAFile.class.getName(), sql.toString()));
    Process process = new ProcessBuilder(line).start();
    assertThat(process.getInputStream().read()).isEqualTo((int) 'b');
    assertThat(sql.resolveSibling(".out.sql.%d.tmp".formatted(process.pid()))).exists();

    process.destroy();
    process.waitFor();

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(repository.path());
    }
  }

  @Test
  void aScriptThatCannotBeRunIsNotWritten() {
    repository.write("scripts/9_forever.sql", "SELECT 1;\n");

    Cli.Result undo = run("script", "head", "base");

    assertThat(undo.code()).isEqualTo(1);
    assertThat(undo.out()).isEmpty();
    assertThat(undo.err()).contains("migration 9 (forever) has no undo section");
  }

  @Test
  void aRangeIsTwoVersions() {
    assertThat(run("script", "3").code()).isEqualTo(2);
    assertThat(run("script", "3", "x").code()).isEqualTo(2);
    assertThat(run("script", "3", "3").code()).isEqualTo(2);
    assertThat(run("script", "8", "head").code()).isEqualTo(2);
    assertThat(run("export", "podman").code()).isEqualTo(2);
    assertThat(run("script", "8", "99").err())
        .isEqualTo(
            "Warning: there is no migration 99; what lies before it counts.\nThere is no migration to write.\n");
  }

  @Test
  void anIdIsDigitsWhateverReadsIt() {
    for (String id : List.of("1e999999999", "1e2147483647", "-1", "x", "1".repeat(31))) {
      for (List<String> line :
          List.of(
              List.of("version", id),
              List.of("up", "--to", id),
              List.of("down", "--to", id),
              List.of("show", id),
              List.of("script", "3", id),
              List.of("stamp", id, "--yes"),
              List.of("baseline", id, "--yes"))) {
        assertThat(run(line.toArray(String[]::new)).code()).as(line + "").isEqualTo(2);
      }
    }
    assertThat(run("version", "1e9").err())
        .startsWith(
            "schema-cli: '1e9' is not the id of a migration: give the number its file name starts with, 'head' or 'base'.\n");
  }

  @Test
  void aFileNameCannotSmuggleSql() throws IOException {
    repository.write(
        "scripts/9_x\nDROP TABLE second; -- '); DROP TABLE first; --.sql", "SELECT 1;");

    write("script", "base", "head");
    Psql.run(repository.database(), sql);

    assertThat(leftIn(repository.database()))
        .anyMatch(row -> row.startsWith("column second"))
        .anyMatch(row -> row.startsWith("column first"));
  }

  @Test
  void dockerInitBringsAnyDatabaseToHeadAndCanBeRunAgain() throws IOException {
    ForeignRepository other = NastyRepository.create(Files.createDirectory(folder.resolve("2")));
    run(other, "up");
    List<String> head = leftIn(other.database());
    write("export", "docker-init");

    Psql.run(repository.database(), sql);
    assertThat(leftIn(repository.database())).isEqualTo(head);
    Psql.run(repository.database(), sql);
    assertThat(leftIn(repository.database())).isEqualTo(head);

    run("version", "4");
    Psql.run(repository.database(), sql);
    assertThat(leftIn(repository.database())).isEqualTo(head);
    assertThat(run("up").out()).startsWith("Nothing to do: ");
  }

  private void write(String... command) throws IOException {
    Files.deleteIfExists(sql);
    String[] line =
        Stream.concat(Stream.of(command), Stream.of("-o", sql.toString())).toArray(String[]::new);
    Cli.Result result = run(line);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).isEmpty();
  }

  private void statementByStatement(String database) throws IOException, SQLException {
    try (Connection connection = connect(database);
        Statement jdbc = connection.createStatement();
        SqlReader reader =
            new SqlReader(new StringReader(Files.readString(sql)), Delimiter.SEMICOLON, 1)) {
      jdbc.setEscapeProcessing(false);
      for (SqlStatement s = reader.next(); s != null; s = reader.next()) {
        jdbc.execute(s.text());
      }
    }
  }

  private static Connection connect(String database) throws SQLException {
    return ForeignRepository.server().dataSource(database).getConnection();
  }

  private Cli.Result run(String... args) {
    return run(repository, args);
  }

  private static Cli.Result run(ForeignRepository repository, String... args) {
    return Cli.in(repository.path())
        .run(
            Stream.concat(Stream.of("--path=" + repository.path()), Stream.of(args))
                .toArray(String[]::new));
  }
}
