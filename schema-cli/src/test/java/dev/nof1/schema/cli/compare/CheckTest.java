package dev.nof1.schema.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.cli.fixture.Cli;
import dev.nof1.schema.cli.fixture.ForeignRepository;
import dev.nof1.schema.cli.fixture.Secrets;
import dev.nof1.schema.cli.io.Console;
import dev.nof1.schema.cli.io.Invocation;
import dev.nof1.schema.cli.workspace.Database;
import dev.nof1.schema.cli.workspace.RepositoryOptions;
import dev.nof1.schema.cli.workspace.Workspace;
import dev.nof1.schema.environment.Surroundings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code check} and {@code snapshot}, with what they print word for word. */
class CheckTest {
  @TempDir private Path folder;
  private ForeignRepository repository;

  @BeforeEach
  void createRepository() {
    repository = ForeignRepository.create(folder);
  }

  @Test
  void saysThatNothingDiffers() {
    run("up", "2");

    assertThat(run("check"))
        .isEqualTo(
            new Cli.Result(
                0,
                """
                %s (at 2) is what its migrations give.
                Pending, and so not compared (1): 3 (second)
                """
                    .formatted(repository.database()),
                ""));
  }

  @Test
  void listsWhatDiffers() {
    run("up");
    repository.sql("ALTER TABLE first ADD COLUMN note text; DROP TABLE second");

    Cli.Result check = run("check");

    assertThat(check.code()).isEqualTo(1);
    assertThat(check.out())
        .isEqualTo(
            """
            added column public.first.note
            removed table public.second
            removed column public.second.id
            %s (at 3) is not what its migrations give: 3 differences.
            """
                .formatted(repository.database()));
    assertThat(check.err())
        .isEqualTo(
            "(added: only the database has it; removed: only the migrations give it; changed: from theirs to its)\n");
  }

  @Test
  void writesJunitXml() throws Exception {
    run("up");
    assertThat(run("check", "--xml=reports/").code()).isZero();
    assertThat(Xml.of(folder.resolve("reports/TEST-check.xml")))
        .isEqualTo("1 tests, 0 failures, 0 errors, 0 skipped: the schema is what it should be");

    repository.sql("ALTER TABLE first ADD COLUMN note text; DROP TABLE second");
    assertThat(run("check", "--xml=reports").code()).isEqualTo(1);
    assertThat(Xml.of(folder.resolve("reports/TEST-check.xml")))
        .isEqualTo(
            "3 tests, 3 failures, 0 errors, 0 skipped: added column public.first.note, removed table public.second, removed column public.second.id");

    repository.sql("INSERT INTO changelog VALUES (7, 'now', 'without a script')");
    Cli.Result open = run("check", "--xml", "open.xml", "--format=json");
    assertThat(open.code()).isEqualTo(3);
    assertThat(Xml.of(folder.resolve("open.xml")))
        .isEqualTo("1 tests, 0 failures, 1 errors, 0 skipped: the schema is what it should be");

    repository.write("file", "");
    assertThat(run("check", "--xml=file/report.xml").err())
        .contains("The report " + folder.resolve("file/report.xml") + " cannot be written: ");
  }

  @Test
  void comparesWithTheSchemaFileBesideTheScripts() {
    assertThat(run("check", "--target").err())
        .isEqualTo(
            "schema-cli: There is no schema.sql beside the folder of the scripts. Nothing was compared. Name the file: --target=FILE.\n");
    repository.write("schema.sql", "CREATE TABLE first (id int); CREATE TABLE second (id int);");

    assertThat(run("check", "--target"))
        .isEqualTo(
            new Cli.Result(
                0,
                "What the migrations give is what %s declares.\n"
                    .formatted(folder.resolve("schema.sql")),
                ""));
  }

  @Test
  void passesOverWhatTheEnvironmentSays() {
    run("up");
    repository.sql(
        "CREATE TABLE flyway_schema_history (installed_rank serial PRIMARY KEY, success boolean);"
            + " CREATE INDEX flyway_schema_history_s_idx ON flyway_schema_history (success);"
            + " CREATE SCHEMA audit; CREATE VIEW audit.v AS SELECT 1;"
            + " CREATE FUNCTION audit.f(int, text) RETURNS int LANGUAGE sql AS 'SELECT 1';"
            + " CREATE TABLE surprise ()");
    repository.append(
        "environments/development.properties",
        """
        check_ignore=table public.flyway_schema_history, schema audit, view audit.*, \\
          function audit.f(integer, text)
        """);

    Cli.Result check = run("check");

    assertThat(check.out())
        .isEqualTo(
            """
            added table public.surprise
            %s (at 3) is not what its migrations give: 1 difference.
            """
                .formatted(repository.database()));
    assertThat(check.err())
        .endsWith(
            "Note: not compared, because check_ignore names it (4): function audit.f(integer, text), schema audit, table public.flyway_schema_history, view audit.v.\n");
    assertThat(run("check", "--format=json").out())
        .contains("\"table public.flyway_schema_history\"");
    repository.append("environments/development.properties", "check_ignore=* audit*,* public.*\n");
    assertThat(run("check").code()).isZero();
    repository.append("environments/development.properties", "check_ignore=tabel public.x\n");
    assertThat(run("check").err())
        .endsWith(
            "schema-cli: %s: check_ignore: 'tabel public.x' is no kind and name of objects. Did you mean 'table'? Write both as 'snapshot' does, with * for any characters, such as 'table public.flyway_schema_history' or '* audit.*'.\n"
                .formatted(folder.resolve("environments/development.properties")));
  }

  @Test
  void comparesThePartsOfATableWhoseNamesakeIsPassedOver() {
    run("up");
    repository.sql(
        "ALTER TABLE first ADD note text; CREATE INDEX by_note ON first (note);"
            + " CREATE COLLATION first FROM \"C\"");
    repository.append(
        "environments/development.properties", "check_ignore=collation public.first\n");

    assertThat(run("check").out())
        .isEqualTo(
            """
            added index public.by_note
            added column public.first.note
            %s (at 3) is not what its migrations give: 2 differences.
            """
                .formatted(repository.database()));
    repository.append(
        "environments/development.properties", "check_ignore=* public.first, table public.x\n");
    assertThat(run("check").code()).isZero();
  }

  @Test
  void snapshotHasATablesIndexesAndTriggersWithTheirTable() {
    repository.write(
        "scripts/4_shop.sql",
        """
        CREATE TABLE orders (id int PRIMARY KEY, at date);
        CREATE TABLE a (id int);
        CREATE INDEX by_date ON orders (at);
        CREATE TRIGGER z_last BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
        -- //@UNDO
        DROP TABLE orders, a;
        """);
    run("up");

    assertThat(run("snapshot").out().lines().filter(line -> line.matches("[a-z].* public\\..*")))
        .containsSubsequence(
            "table public.a",
            "table public.first",
            "table public.orders",
            "column public.orders.at",
            "column public.orders.id",
            "constraint public.orders.orders_pkey",
            "index public.by_date",
            "trigger public.orders.z_last",
            "table public.second");
  }

  @Test
  void saysItForMachines() {
    run("up", "2");
    repository.write("scripts/1.5_early.sql", "SELECT 1;\n-- //@UNDO\nSELECT 1;\n");
    repository.sql("ALTER TABLE first ALTER id SET DEFAULT 7");

    Cli.Result check = run("check", "--format=json");

    assertThat(check.code()).isEqualTo(1);
    assertThat(check.out())
        .isEqualTo(
            """
            {
              "environment": "development",
              "database": "%s",
              "current": "2",
              "same": false,
              "postgres": 18,
              "scratchPostgres": 18,
              "differences": [
                {
                  "change": "changed",
                  "kind": "column",
                  "name": "public.first.id",
                  "attribute": "default",
                  "before": null,
                  "after": "7"
                }
              ],
              "inconclusive": [],
              "ignored": [],
              "pending": [
                {
                  "id": "1.5",
                  "description": "early",
                  "outOfOrder": true
                },
                {
                  "id": "3",
                  "description": "second",
                  "outOfOrder": false
                }
              ],
              "error": null
            }
            """
                .formatted(repository.database()));
  }

  @Test
  void saysWhichPendingMigrationsAreOutOfOrder() {
    run("up", "2");
    repository.write("scripts/1.5_early.sql", "SELECT 1;\n-- //@UNDO\nSELECT 1;\n");

    assertThat(run("check").out())
        .isEqualTo(
            """
            %s (at 2, without 1.5) is what its migrations give.
            Pending, and so not compared (2): 1.5 (early), 3 (second)
            """
                .formatted(repository.database()));
  }

  @Test
  void cannotTellWithoutAConnection() {
    repository.write(
        "environments/development.properties",
        "url=jdbc:postgresql://127.0.0.1:1/x\nusername=u\npassword=s3cret\n");

    Cli.Result check = run("check");
    assertThat(check.code()).isEqualTo(3);
    assertThat(check.out()).isEmpty();
    assertThat(check.err()).startsWith("schema-cli: The database cannot be used: Connection to ");
    Cli.Result json = run("check", "--format=json");
    assertThat(json.code()).isEqualTo(3);
    assertThat(json.out())
        .startsWith(
            "{\n  \"environment\": \"development\",\n  \"same\": null,\n  \"error\": \"The database cannot be used: ");
    assertThat(run("snapshot").code()).isEqualTo(3);
  }

  @Test
  void cannotTellWithoutAScript() throws IOException {
    run("up");
    Files.delete(folder.resolve("scripts/3_second.sql"));

    Cli.Result check = run("check");

    assertThat(check.code()).isEqualTo(3);
    assertThat(check.err())
        .isEqualTo(
            "schema-cli: %s has migrations whose scripts are not in the repository: 3 (second). What they give is not known, so it cannot be found out whether the database differs from it. Bring the scripts back (an older branch has been checked out, or a file was renamed or deleted), or check with the version that the database was migrated by.\n"
                .formatted(repository.database()));
  }

  @Test
  void neverWritesToTheDatabase() throws Exception {
    run("up");
    repository.sql("ALTER TABLE changelog DROP COLUMN nof1_schema");
    Invocation here =
        new Invocation(new Surroundings(Map.of(), Map.of()), folder, Optional.empty());
    RepositoryOptions options = new RepositoryOptions();
    options.path = folder;
    Console nowhere =
        new Console(new PrintWriter(Writer.nullWriter()), new PrintWriter(Writer.nullWriter()));

    assertThat(run("check").code()).isZero();
    assertThat(run("snapshot").code()).isZero();

    assertThat(
            repository.query(
                "SELECT attname FROM pg_attribute WHERE attrelid = 'changelog'::regclass AND attname = 'nof1_schema'"))
        .isEmpty();
    try (Database database = Workspace.of(options, here, nowhere).open();
        var connection = database.forReading().getConnection();
        var statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("CREATE TABLE by_hand ()"))
          .hasMessageContaining("read-only transaction");
    }
  }

  @Test
  void notesThatHooksAreNotRun() {
    run("up");
    repository
        .write("hooks/after.sql", "CREATE TABLE made_by_a_hook ();")
        .append("environments/development.properties", "hook_after_up=sql:after.sql\n");

    assertThat(run("check").err())
        .isEqualTo(
            "Note: hooks are not run on a scratch database (hook_after_up). What they change in a schema shows as a difference.\n");
  }

  @Test
  void comparesTheMigrationsWithAFileAndNoDatabase() {
    repository
        .write("schema.sql", "CREATE TABLE first (id int);\nCREATE TABLE second (id int);\n")
        .write(
            "environments/development.properties",
            "url=jdbc:postgresql://127.0.0.1:1/x\nusername=u\npassword=s3cret\n");

    assertThat(run("check", "--target", "schema.sql"))
        .isEqualTo(
            new Cli.Result(0, "What the migrations give is what schema.sql declares.\n", ""));
    repository.append("schema.sql", "CREATE INDEX by_id ON first (id);\n");
    Cli.Result check = run("check", "--target=schema.sql");
    assertThat(check.code()).isEqualTo(1);
    assertThat(check.out())
        .isEqualTo(
            """
            removed index public.by_id
            What the migrations give is not what schema.sql declares: 1 difference.
            """);
    repository.append("schema.sql", "CREATE INDEX by_id ON third (id);\n");
    Cli.Result wrong = run("check", "--target=schema.sql");
    assertThat(wrong.code()).isEqualTo(3);
    assertThat(wrong.err())
        .contains(folder.resolve("schema.sql") + ":4:1: relation \"third\" does not exist");
  }

  /** Such as the owner of all tables, which was created by hand: for SET ROLE it is a setting. */
  @Test
  void makesARoleThatAMigrationBecomes() {
    ForeignRepository.execute("postgres", "CREATE ROLE check_owner");
    repository.write(
        "scripts/3_second.sql",
        "SET ROLE check_owner; SELECT 1;\nRESET ROLE; CREATE TABLE second ();");
    run("up");

    assertThat(run("check").code()).isZero();

    repository.write("scripts/4_third.sql", "SET ROLE check_owner; CREATE TABLE third ();");
    repository.sql("GRANT ALL ON SCHEMA public TO check_owner");
    run("up");
    Cli.Result check = run("check");
    assertThat(check.code()).isEqualTo(3);
    assertThat(check.err())
        .contains("permission denied for schema public [42501]")
        .endsWith(
            "\nA role that no migration creates is made there too, but has no privileges beyond those that migrations grant. Grant in a migration what the role was granted by hand.\n");
  }

  @Test
  void showsNoValueOfAVariable() {
    repository
        .append("environments/development.properties", "token=t0ken-in-a-default\n")
        .write(
            "scripts/3_second.sql",
            "CREATE TABLE second (t text DEFAULT '${token}');\n-- //@UNDO\nDROP TABLE second;\n");
    Secrets.add("t0ken-in-a-default");
    run("up");
    assertThat(run("snapshot").out()).contains("  default: '${token}'::text\n");
    assertThat(run("snapshot", "--format=json").out()).contains("'${token}'::text");
    repository.sql("ALTER TABLE second ALTER t SET DEFAULT 'other'");

    assertThat(run("check").out())
        .startsWith("changed column public.second.t: default: '${token}'::text -> 'other'::text\n");
    assertThat(run("check", "--format=json").out()).contains("\"before\": \"'${token}'::text\"");
  }

  @Test
  void writesASnapshot() throws IOException {
    run("up", "2");

    assertThat(run("snapshot", "--no-privileges").out())
        .isEqualTo(
            """
            extension plpgsql
              schema: pg_catalog
              comment: PL/pgSQL procedural language

            schema public
              comment: standard public schema

            table public.first

            column public.first.id
              type: integer
            """);
    Cli.Result file = run("snapshot", "-o", "schema.txt");
    assertThat(file.out()).isEmpty();
    assertThat(file.err()).isEqualTo("Wrote %s.\n".formatted(folder.resolve("schema.txt")));
    assertThat(Files.readString(folder.resolve("schema.txt"))).contains("column public.first.id\n");
    assertThat(run("snapshot", "-o", "schema.txt").code()).isEqualTo(3);
    repository.sql("CREATE SCHEMA \"Empty\"");
    assertThat(run("snapshot", "--schema=Empty", "--format=json").out())
        .isEqualTo(
            """
            {
              "postgres": 18,
              "objects": [
                {
                  "kind": "schema",
                  "name": "\\"Empty\\"",
                  "attributes": {}
                }
              ],
              "notCovered": []
            }
            """);
  }

  @Test
  void doesNotCallAMistypedSchemaTheSame() {
    run("up");
    repository.sql("CREATE SCHEMA \"By hand\"");
    repository.write("schema.sql", "CREATE SCHEMA declared;\n");

    assertThat(run("check", "--schema=public", "--schema=pulbic"))
        .isEqualTo(
            new Cli.Result(
                3,
                "",
                "schema-cli: There is no schema pulbic on either side, so it cannot be found out whether anything differs in it. Names of schemas are meant as the catalogs have them: without quotes, capitals where they have some.\n"));
    assertThat(run("check", "--schema=By hand").code()).isEqualTo(1);
    assertThat(run("check", "--target=schema.sql", "--schema=declared").code()).isEqualTo(1);
    assertThat(run("check", "--target=schema.sql", "--schema=other").code()).isEqualTo(3);
    assertThat(run("snapshot", "--schema=pulbic", "-o", "schema.txt"))
        .isEqualTo(
            new Cli.Result(
                3,
                "",
                "schema-cli: The database has no schema pulbic. Nothing was written. Names of schemas are meant as the catalogs have them: without quotes, capitals where they have some.\n"));
    assertThat(folder.resolve("schema.txt")).doesNotExist();
  }

  private Cli.Result run(String... args) {
    String[] line = new String[args.length + 1];
    line[0] = "--path=" + folder;
    System.arraycopy(args, 0, line, 1, args.length);
    Cli.Result result = Cli.in(folder).run(line);
    // Where nothing like it was tried before, there is more to be said.
    return new Cli.Result(
        result.code(), result.out(), result.err().replaceAll("(?m)^.* \\(once\\)\n", ""));
  }
}
