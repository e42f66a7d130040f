package dev.nof1.schema.cli.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.cli.fixture.Cli;
import dev.nof1.schema.cli.fixture.ForeignRepository;
import dev.nof1.schema.cli.fixture.Listener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code up --each}: many databases side by side. */
class TenantRunsTest {
  @TempDir private Path folder;
  private ForeignRepository repository;
  private String a;
  private String b;
  private String c;

  @BeforeEach
  void create() {
    a = ForeignRepository.create(folder.resolve("a")).database();
    b = ForeignRepository.create(folder.resolve("b")).database();
    c = ForeignRepository.create(folder.resolve("c")).database();
    repository = ForeignRepository.create(folder.resolve("all"));
  }

  @Test
  void oneFailureStopsThatOneOnlyAndRunningAgainGoesOn() throws IOException {
    new ForeignRepository(folder.resolve("b"), b).sql("CREATE TABLE second (x int)");
    Path list =
        Files.writeString(folder.resolve("list"), "# tenants\n%s\n\n%s\n%s\n".formatted(a, b, c));

    Cli.Result first = run("up", "--each", list.toString(), "--parallel=2");

    assertThat(first.code()).isEqualTo(1);
    assertThat(unaligned(first.out()))
        .startsWith("%s  at 3, head, 3 run\n%s  failed at 2, 2 run: ".formatted(a, b))
        .contains("\n%s  at 3, head, 3 run\n".formatted(c))
        .contains("relation \"second\" already exists")
        .endsWith("2 of 3 done, 1 failed; run it again when that is put right.\n");
    assertThat(first.err())
        .contains("[%s] up    3  second  ".formatted(a))
        .contains("[%s] schema-cli: ".formatted(b))
        .contains("1 of 3 databases ended", "2 of 3 databases ended")
        .doesNotContain("3 of 3");

    new ForeignRepository(folder.resolve("b"), b).sql("DROP TABLE second");
    Cli.Result again = run("up", "--each", list.toString(), "--quiet");

    assertThat(new Cli.Result(again.code(), unaligned(again.out()), again.err()))
        .isEqualTo(
            new Cli.Result(
                0,
                "%s  at 3, head, 0 run\n%s  at 3, head, 1 run\n%s  at 3, head, 0 run\n3 of 3 done.\n"
                    .formatted(a, b, c),
                ""));
  }

  /** The names of databases may be of different lengths, and what follows is aligned. */
  private static String unaligned(String text) {
    return text.replaceAll("(cli_[0-9]+) +", "$1  ");
  }

  @Test
  void takesTheDatabasesFromAQueryAndReportsToMachines() {
    Cli.Result result =
        run(
            "up",
            "1",
            "--format=json",
            "--each",
            "SELECT datname FROM pg_database WHERE datname IN ('%s', '%s') ORDER BY oid"
                .formatted(a, c));

    assertThat(result.code()).isZero();
    assertThat(result.out())
        .isEqualTo(
            """
            [
              {
                "name": "%s",
                "succeeded": true,
                "run": 1,
                "current": "1",
                "pending": 2,
                "missing": 0
              },
              {
                "name": "%s",
                "succeeded": true,
                "run": 1,
                "current": "1",
                "pending": 2,
                "missing": 0
              }
            ]
            """
                .formatted(a, c));
  }

  @Test
  void tellsMachinesHowFarAFailedOneGot() {
    new ForeignRepository(folder.resolve("b"), b).sql("CREATE TABLE second (x int)");

    Cli.Result result =
        run("up", "--format=json", "--each", "VALUES ('%s'), ('nowhere')".formatted(b));

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out())
        .contains(
            "\"succeeded\": false,\n    \"run\": 2,\n    \"current\": \"2\",\n    \"problem\": \"Migration 3 (second) failed at ")
        .contains(
            "\"succeeded\": false,\n    \"run\": 0,\n    \"current\": null,\n    \"problem\": \"The database cannot be used: ");
  }

  @Test
  void takesSchemasAndUrlsWhosePasswordsStaySecret() throws IOException {
    repository.sql("CREATE SCHEMA \"Shop \"\"1\"; CREATE SCHEMA shop2");
    String url = ForeignRepository.server().jdbcUrl(a);
    Path list =
        Files.writeString(
            folder.resolve("list"),
            "schema:Shop \"1\nschema:shop2\n%s?user=postgres&password=%s\n"
                .formatted(url, ForeignRepository.server().password()));

    Cli.Result result = run("up", "--each", list.toString());

    assertThat(result.code()).as(result.toString()).isZero();
    assertThat(result.out())
        .contains("schema:Shop \"1  ", url + "?user=postgres&password=***  at 3, head, 3 run\n")
        .doesNotContain(ForeignRepository.server().password());
    assertThat(result.err()).doesNotContain(ForeignRepository.server().password());
    repository.sql("SELECT * FROM \"Shop \"\"1\".second, shop2.second");
    assertThat(run("current").out()).isEqualTo("base\n");
  }

  @Test
  void refusesAListThatNamesNoneOrCannotBeRead() {
    assertThat(run("up", "--each", "SELECT 'x' WHERE false").err())
        .isEqualTo("schema-cli: --each names no database. Nothing was run.\n");
    assertThat(run("up", "--each", "nowhere").err())
        .isEqualTo(
            "schema-cli: %s cannot be read (there is no such file or folder). Nothing was run. Give --each a file, or a query that begins with SELECT.\n"
                .formatted(folder.resolve("nowhere")));
    assertThat(run("up", "--each", "SELECT drop_it()").err())
        .startsWith("schema-cli: The query of --each failed: ");
  }

  @Test
  void aTargetIsThatOfEachAndNeverOfTheEnvironmentsOwn() {
    Cli.Result result = run("up", "--to", "2", "--each", "VALUES ('%s'), ('%s')".formatted(a, b));

    assertThat(result.code()).as(result.toString()).isZero();
    assertThat(unaligned(result.out()))
        .startsWith("%s  at 2, 1 pending, 2 run\n%s  at 2, 1 pending, 2 run\n".formatted(a, b));
    assertThat(run("current").out()).isEqualTo("base\n");
  }

  @Test
  void refusesSchemasThatWouldShareAChangelog() throws IOException {
    repository.append("environments/development.properties", "changelog=public.changelog\n");
    repository.sql("CREATE SCHEMA one");

    Cli.Result result = run("up", "--each", list("schema:one"));

    assertThat(result)
        .isEqualTo(
            new Cli.Result(
                1,
                "",
                "schema-cli: --each names schema:one, but the changelog public.changelog names a schema itself, so that tenants in schemas would share it and only one of them be migrated. Nothing was run. Leave the schema out of the key 'changelog'.\n"));
    assertThat(repository.query("SELECT to_regclass('changelog')")).containsExactly((String) null);
    assertThat(run("up", "--each", list(a)).code()).isZero();
  }

  @Test
  void aQueryOnlyReads() {
    repository.sql("CREATE TABLE kept (name text); INSERT INTO kept VALUES ('%s')".formatted(a));

    Cli.Result writes =
        run("up", "--each", "WITH gone AS (DELETE FROM kept RETURNING name) SELECT name FROM gone");
    assertThat(writes.code()).isEqualTo(1);
    assertThat(writes.err())
        .isEqualTo(
            "schema-cli: The query of --each failed: ERROR: cannot execute SELECT in a read-only transaction [25006]. Nothing was run.\n");
    assertThat(run("up", "--each", "SELECT name FROM kept; COMMIT; DROP TABLE kept").err())
        .isEqualTo(
            "schema-cli: --each takes one query, and this is more than one statement. Nothing was run.\n");
    assertThat(repository.query("SELECT name FROM kept")).containsExactly(a);
    assertThat(run("up", "--each", "TABLE kept;").code()).isZero();
    assertThat(run("up", "--each", "SELECT name FROM kept /*/ ; COMMIT; */").code()).isZero();
  }

  @Test
  void aFileMayBeNamedLikeAQueryAndBeginWithAByteOrderMark() throws IOException {
    Files.writeString(folder.resolve("table.txt"), "\uFEFF%s\n".formatted(a));

    Cli.Result result = run("up", "--each", "table.txt", "--quiet");

    assertThat(result.out()).isEqualTo("%s  at 3, head, 3 run\n1 of 1 done.\n".formatted(a));
  }

  @Test
  void aServerOfSomebodyElseGetsNoPassword() throws IOException {
    try (Listener listener = new Listener()) {
      Cli.Result result =
          run("up", "--each", list("jdbc:postgresql://127.0.0.1:%d/x".formatted(listener.port())));

      assertThat(result.code()).isEqualTo(1);
      assertThat(listener.heard())
          .isNotEmpty()
          .doesNotContain(ForeignRepository.server().password());
    }
    assertThat(run("up", "--each", list(ForeignRepository.server().jdbcUrl(a))).code()).isZero();
  }

  @Test
  void showsNoLineThatMayHoldAPassword() throws IOException {
    for (String line :
        new String[] {
          "postgresql://postgres:s3cretLine@host/e1",
          "postgres:s3cretLine@host/e1",
          "host=h dbname=d password=s3cretLine",
          "JDBC:postgresql://h/d?password=s3cretLine"
        }) {
      Cli.Result result = run("up", "--each", list(a + "\n" + line));

      assertThat(result)
          .isEqualTo(
              new Cli.Result(
                  1,
                  "",
                  "schema-cli: What --each names in line 2 (not shown, it may hold a secret) is no database's name, no schema:NAME and no JDBC URL. Nothing was run. A URL begins with jdbc:postgresql:// and has user and password as parameters.\n"));
    }
  }

  @Test
  void wrongUsageIsToldAsSuch() {
    assertThat(run("up", "--each", "x", "--dry-run").code()).isEqualTo(2);
    assertThat(run("up", "--each", "SELECT 1", "--parallel=0").code()).isEqualTo(2);
  }

  private String list(String text) throws IOException {
    return Files.writeString(folder.resolve("list"), text + "\n").toString();
  }

  private Cli.Result run(String... args) {
    String[] line = new String[args.length + 1];
    line[0] = "--path=" + repository.path();
    System.arraycopy(args, 0, line, 1, args.length);
    return Cli.in(folder).run(line);
  }
}
