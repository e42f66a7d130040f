package dev.nof1.schema.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.cli.fixture.Cli;
import dev.nof1.schema.cli.fixture.ForeignRepository;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code import flyway}, with what it prints word for word. */
class FlywayImportTest {
  private static final String PERSON = "CREATE TABLE person (id int PRIMARY KEY, name text);\n";
  private static final String FUNCTION =
      """
      CREATE FUNCTION greeting(name text) RETURNS text LANGUAGE plpgsql AS $body$
      BEGIN
        -- //@UNDO
        -- // undo
        RETURN 'it''s \\ ' || name; -- @DELIMITER x
      END $body$;
      -- //@UNDO is only a remark here
      """;

  /** As Flyway 9.22 creates it. */
  private static final String HISTORY =
      """
      CREATE TABLE "flyway_schema_history" (
          "installed_rank" INT NOT NULL,
          "version" VARCHAR(50),
          "description" VARCHAR(200) NOT NULL,
          "type" VARCHAR(20) NOT NULL,
          "script" VARCHAR(1000) NOT NULL,
          "checksum" INTEGER,
          "installed_by" VARCHAR(100) NOT NULL,
          "installed_on" TIMESTAMP NOT NULL DEFAULT now(),
          "execution_time" INTEGER NOT NULL,
          "success" BOOLEAN NOT NULL
      );
      ALTER TABLE "flyway_schema_history" ADD CONSTRAINT "flyway_schema_history_pk" PRIMARY KEY ("installed_rank");
      CREATE INDEX "flyway_schema_history_s_idx" ON "flyway_schema_history" ("success");
      """;

  @TempDir private Path folder;
  private ImportFixture files;

  @BeforeEach
  void createFixture() {
    files = ImportFixture.in(folder);
  }

  @Test
  void reportsWhatBecameOfEachFile() {
    files
        .write("sql/V1__create_person.sql", PERSON)
        .write("sql/U1__create_person.sql", "DROP TABLE person;\n")
        .write("sql/V2__index.sql", "CREATE INDEX CONCURRENTLY person_name ON person (name);\n")
        .write("sql/V3__Load.java", "class V3__Load {}")
        .write("sql/R__people.sql", "CREATE OR REPLACE VIEW people AS SELECT name FROM person;\n")
        .write("sql/afterMigrate.sql", "ANALYZE;\n")
        .write("sql/notes.sql", "SELECT 1;\n")
        .write("sql/U9__gone.sql", "SELECT 1;\n")
        .write("sql/V2__index.sql.bak", "SELECT 1;\n")
        .environment("");

    Cli.Result imported = files.run("import", "flyway", "sql", "repo");

    assertThat(imported.code()).as(imported.err()).isZero();
    assertThat(imported.out())
        .isEqualTo(
            """
            created   1_create_person.sql  from V1__create_person.sql, U1__create_person.sql
            created   2_index.sql  from V2__index.sql, without undo, outside a transaction
            created   3_people.sql  from R__people.sql, without undo
            left out  V2__index.sql.bak: its name ends otherwise than a migration's, and Flyway passes it over, too
            left out  V3__Load.java: a migration that is no SQL: write what it does as a script with this place in the order
            left out  afterMigrate.sql: a callback; a hook does the same: hook_before_up=… in the environment file
            left out  notes.sql: its name is no migration's, and Flyway passes it over, too
            left out  U9__gone.sql: there is no versioned migration that it undoes
            note      R__people.sql is repeatable in Flyway; it is taken over once, as 3. A later change of it goes into a new migration.
            3 migrations of Flyway, 1 of them with undo; 5 left out.
            """);
    assertThat(files.read("repo/scripts/1_create_person.sql"))
        .isEqualTo(
            """
            -- Imported from Flyway: V1__create_person.sql, U1__create_person.sql

            CREATE TABLE person (id int PRIMARY KEY, name text);

            -- //@UNDO

            DROP TABLE person;
            """);
    assertThat(files.read("repo/scripts/2_index.sql"))
        .isEqualTo(
            """
            -- Imported from Flyway: V2__index.sql
            -- //@NO_TRANSACTION

            CREATE INDEX CONCURRENTLY person_name ON person (name);

            -- //@IRREVERSIBLE imported without undo
            """);
    assertThat(files.run("verify", "--path=repo", "--offline").out())
        .isEqualTo("The scripts are in order.\n");
  }

  /** Marks of MyBatis's in bodies, literal placeholders, encodings, line ends, BEGIN and COMMIT. */
  @Test
  void givesTheSchemaThatTheScriptsGiveInPsql() {
    String literal =
        "COMMENT ON TABLE person IS 'C:\\${x} ${changelog} ${url}';\nSELECT $$${a} ${$$;\n";
    String latin = "INSERT INTO person VALUES (1, 'Zoë — ${who}');\n".replace("—", "-");
    String windows =
        "CREATE FUNCTION two() RETURNS text LANGUAGE sql AS $$\r\n SELECT 'a\\b''c'\r\n$$;\r\nCOMMENT ON FUNCTION two() IS 'one\r\ntwo';\r\n";
    String whole = "BEGIN;\nCREATE TABLE whole (id int);\nCOMMIT;\n";
    files
        .write("sql/V1__person.sql", "\uFEFF" + PERSON)
        .write("sql/U1__person.sql", "DROP TABLE person;")
        .write("sql/V1_2__function.sql", FUNCTION)
        .write("sql/U1_2__function.sql", "-- //@UNDO\nDROP FUNCTION greeting(text)")
        .write("sql/V1_10__literal.sql", literal)
        .write("sql/V1_10__literal.sql.conf", "placeholderReplacement=false\n")
        .write("sql/U1_10__literal.sql", "COMMENT ON TABLE person IS NULL;")
        .write("sql/V2__latin.sql", latin, StandardCharsets.ISO_8859_1)
        .write("sql/V2__latin.sql.conf", "encoding=ISO-8859-1\nexecuteInTransaction=false\n")
        .write("sql/U2__latin.sql", "TRUNCATE person;")
        .write("sql/V3__windows.sql", windows)
        .write("sql/U3__windows.sql", "DROP FUNCTION two();\r\n")
        .write("sql/V4__whole.sql", whole, StandardCharsets.UTF_16)
        .write("sql/U4__whole.sql", "DROP TABLE whole;")
        .environment("who=you\n");

    Cli.Result imported = files.run("import", "flyway", "sql", "repo");
    assertThat(imported.code()).as(imported.err()).isZero();
    assertThat(imported.out()).doesNotContain("problem", "variable").contains("110_literal.sql");
    ForeignRepository fresh = files.fresh("fresh", "who=you\nx=WRONG\na=WRONG\n");
    Cli.Result up = files.run("up", "--path=repo", "--env=fresh");
    assertThat(up.code()).as(up.err()).isZero();
    files.psql(PERSON + FUNCTION + literal + latin.replace("${who}", "you") + windows + whole);

    assertThat(files.schema("fresh")).isEqualTo(files.schema()).contains("greeting", "one");
    String stored = "SELECT prosrc FROM pg_proc WHERE proname IN ('two', 'greeting') ORDER BY 1";
    assertThat(fresh.query(stored)).isEqualTo(files.live().query(stored)).hasSize(2);
    assertThat(fresh.query("SELECT name FROM person")).containsExactly("Zoë - you");
    String comment = "SELECT obj_description('person'::regclass)";
    assertThat(fresh.query(comment)).containsExactly("C:\\${x} ${changelog} ${url}");
    assertThat(files.read("repo/scripts/200_latin.sql")).contains("-- //@NO_TRANSACTION");

    Cli.Result down = files.run("down", "5", "--path=repo", "--env=fresh");
    assertThat(down.code()).as(down.err()).isZero();
    files.psql(
        "DROP TABLE whole; DROP FUNCTION two(); TRUNCATE person; COMMENT ON TABLE person IS NULL; DROP FUNCTION greeting(text);");
    assertThat(files.schema("fresh")).isEqualTo(files.schema()).doesNotContain("greeting");
  }

  @Test
  void makesVariablesOfPlaceholders() {
    files
        .write(
            "sql/V1__roles.sql",
            "CREATE TABLE t (a text DEFAULT '#[app.name]' , b text DEFAULT '${a}', c text DEFAULT '#[flyway:user]', d text DEFAULT '#[url]');\n")
        .write(
            "flyway.conf",
            "flyway.placeholderPrefix=#[\nflyway.placeholderSuffix=]\nflyway.placeholders.app.name=C:\\\\shop\nflyway.placeholders.url=u\n");

    Cli.Result imported = files.run("import", "flyway", "sql", "repo", "--config=flyway.conf");

    assertThat(imported.code()).as(imported.err()).isZero();
    assertThat(imported.out())
        .contains("variable  ${flyway_user} has no value; write flyway_user=… in")
        .doesNotContain("variable  ${app");
    assertThat(files.read("repo/scripts/1_roles.sql"))
        .contains("'${app.name}'", "'\\${a}'", "'${flyway_user}'", "'${imported_url}'");
    assertThat(files.run("status", "--path=repo").code()).isZero();
    assertThat(files.read("repo/environments/development.properties"))
        .endsWith("\napp.name=C:\\\\shop\n#flyway_user=\n#imported_url=\n");
  }

  /** Each row as Flyway writes it: failed, undone, deleted, repeated, missing. */
  @Test
  void recordsExactlyWhatTheHistoryHas() {
    migratedByFlyway();
    files.environment("");

    Cli.Result asked = files.run("import", "flyway", "sql", "repo", "--from-database");
    assertThat(asked.code()).isEqualTo(1);
    assertThat(asked.err()).contains("Record this? There is nobody to ask, so nothing was done.");
    assertThat(files.live().query("SELECT to_regclass('changelog')")).containsOnlyNulls();

    Cli.Result imported = files.run("import", "flyway", "sql", "repo", "--from-database", "--yes");

    assertThat(imported.code()).as(imported.err()).isZero();
    assertThat(imported.out())
        .isEqualTo(
            """
            there     1_person.sql  from V1__person.sql, without undo
            there     2_note.sql  from V2__note.sql, U2__note.sql
            there     3_age.sql  from V3__age.sql, without undo
            there     4_broken.sql  from V4__broken.sql, without undo, outside a transaction
            there     5_late.sql  from V5__late.sql, without undo
            there     6_people.sql  from R__people.sql, without undo
            there     7_stale.sql  from R__stale.sql, without undo
            note      R__people.sql is repeatable in Flyway; it is taken over once, as 6. A later change of it goes into a new migration.
            note      R__stale.sql is repeatable in Flyway; it is taken over once, as 7. A later change of it goes into a new migration.
            7 migrations of Flyway, 1 of them with undo; 0 left out.
            history   undone there: 2 (note)
            history   failed there: 4 (broken); it is not recorded. Find out what of it is in effect before 'up'.
            history   applied there, but not among the scripts: 4.5 (load, JDBC)
            history   changed since it was last run there: R__stale.sql; it is not recorded, 'up' runs it.
            history   not applied there, though newer ones are: 2 (V2__note.sql, U2__note.sql); 'pending' applies it.
            history   not applied there, though newer ones are: 4 (V4__broken.sql); 'pending' applies it.
            history   not applied there, though newer ones are: 5 (V5__late.sql); 'pending' applies it.
            %s is at 6 (people), 4 pending.
            """
                .formatted(files.live().database()));
    assertThat(files.changelog())
        .containsExactly("0 create changelog", "1 person", "3 age", "6 people");
    assertThat(files.live().query("SELECT DISTINCT nof1_schema->>'how' FROM changelog"))
        .containsExactly("import");
    assertThat(files.run("verify", "--path=repo").out()).doesNotContain("changed");

    assertThat(files.run("import", "flyway", "sql", "repo", "--from-database").out())
        .endsWith(
            "Nothing to record: %s is at 6 (people), 4 pending.\n"
                .formatted(files.live().database()));
  }

  @Test
  void recordsNothingWhileFlywayWritesItsHistory() throws Exception {
    migratedByFlyway();
    files.environment("lock_timeout=100ms\n");
    try (Connection flyway =
            ForeignRepository.server().dataSource(files.live().database()).getConnection();
        Statement statement = flyway.createStatement()) {
      flyway.setAutoCommit(false);
      statement.execute("UPDATE flyway_schema_history SET success = success");

      Cli.Result imported =
          files.run("import", "flyway", "sql", "repo", "--from-database", "--yes");

      assertThat(imported.code()).isEqualTo(1);
      assertThat(imported.err())
          .endsWith(
              "schema-cli: Flyway is at work: its history is locked. Nothing was recorded. Stop it, and run this again.\n");
    }
    assertThat(files.live().query("SELECT to_regclass('changelog')")).containsOnlyNulls();
  }

  @Test
  void saysOfALinkThatLeadsNowhereThatItCannotBeRead() throws Exception {
    files.write("sql/V1__create_person.sql", PERSON).environment("");
    Path link = Files.createSymbolicLink(folder.resolve("sql/V2__gone.sql"), Path.of("nowhere"));

    assertThat(files.run("import", "flyway", "sql", "repo").err())
        .isEqualTo(
            "schema-cli: %s cannot be read: there is no such file or folder. Nothing was created.\n"
                .formatted(link));
  }

  @Test
  void takesEverythingUpToABaselineForApplied() {
    files
        .write("sql/V1__a.sql", "CREATE TABLE a (id int);")
        .write("sql/V1.1__b.sql", "CREATE TABLE b (id int);")
        .write("sql/V2__c.sql", "CREATE TABLE c (id int);")
        .environment("");
    files.live().sql("CREATE TABLE a (id int); CREATE TABLE b (id int)");
    files
        .live()
        .sql(HISTORY + row(1, "1.1", "<< Flyway Baseline >>", "BASELINE", "x", "NULL", true));

    files.run("import", "flyway", "sql", "repo", "--from-database", "--yes");

    assertThat(files.changelog()).containsExactly("0 create changelog", "100 a", "101 b");
    assertThat(files.run("up", "--path=repo").code()).isZero();
    assertThat(files.run("check", "--path=repo").out())
        .doesNotContain("removed")
        .contains("flyway_schema_history");
  }

  @Test
  void writesIntoAMavenProject() {
    files
        .write("sql/V1__a.sql", "CREATE TABLE a (id int);")
        .write("shop/env/development.properties", files.live().environment())
        .write("shop/scripts/deploy.sh", "true");

    Cli.Result imported = files.run("import", "flyway", "sql", "shop", "--maven");

    assertThat(imported.code()).as(imported.err()).isZero();
    assertThat(files.read("shop/src/main/resources/db/migrations/1_a.sql")).contains("TABLE a");
    assertThat(folder.resolve("shop/README.md")).doesNotExist();
  }

  @Test
  void keepsFilesThatAreThere() {
    files
        .write("sql/V1__a.sql", "CREATE TABLE a (id int);")
        .write("repo/README.md", "mine")
        .environment("");
    files.run("import", "flyway", "sql", "repo");
    files.write("repo/scripts/1_a.sql", "-- mine\n-- //@UNDO\nDROP TABLE a;\n");

    Cli.Result again = files.run("import", "flyway", "sql", "repo");

    assertThat(again.out()).startsWith("kept      1_a.sql  from V1__a.sql");
    assertThat(files.read("repo/scripts/1_a.sql")).startsWith("-- mine");
    assertThat(files.read("repo/README.md")).isEqualTo("mine");
  }

  @Test
  void namesWhatUpWouldRefuse() {
    files
        .write("sql/V1__rows.sql", "CREATE TABLE a (b int);\nCOPY a FROM STDIN;\n1\n\\.\n")
        .write("sql/V2__half.sql", "BEGIN; CREATE TABLE c (d int); COMMIT; SELECT 1;")
        .write("sql/V3__when.sql", "SELECT 1;")
        .write("sql/V3__when.sql.conf", "shouldExecute=${stage}==prod\n")
        .write("sql/V4__path.sql", "SELECT 'C:\\${dir}';")
        .environment("dir=x\n");

    Cli.Result imported = files.run("import", "flyway", "sql", "repo");

    assertThat(imported.code()).isZero();
    assertThat(imported.out())
        .contains(
            "left out  V3__when.sql: Flyway runs it only where ${stage}==prod, and a migration runs always;",
            "note      the placeholder dir stands behind a backslash,",
            "1_rows.sql:4:13: COPY … FROM STDIN needs a client that sends the rows;",
            "2_half.sql:3:1: BEGIN is not for a script:");
    assertThat(imported.out().lines().filter(line -> line.startsWith("problem"))).hasSize(2);
  }

  @Test
  void takesABaselineWhoseVersionsAreGone() {
    files
        .write("sql/B3__all.sql", "CREATE TABLE a (id int);")
        .write("sql/V4__b.sql", "CREATE TABLE b (id int);")
        .environment("");

    assertThat(files.run("import", "flyway", "sql", "repo").out())
        .startsWith(
            "created   3_all.sql  from B3__all.sql, without undo\ncreated   4_b.sql  from V4__b.sql");
    files.write("sql/V3__three.sql", "CREATE TABLE a (id int);");
    assertThat(files.run("import", "flyway", "sql", "other").out())
        .contains("left out  B3__all.sql: a baseline of versioned migrations that are taken over;");
  }

  @Test
  void refusesWhatItCannotTakeOverWhole() {
    files.write("sql/V1__a.sql", "SELECT 'ë';", StandardCharsets.ISO_8859_1);
    refused("V1__a.sql is not UTF-8 text. Nothing was created. Name its encoding with --encoding.");
    files.write("sql/V1__a.sql", "SELECT 1;").write("sql/V01.0__b.sql", "SELECT 1;");
    refused("are the same migration to Flyway. Nothing was created. Remove one of them.");
    assertThat(Files.exists(folder.resolve("repo"))).isFalse();
    files.write("repo/scripts/7_mine.sql", "SELECT 1;").write("sql/V01.0__b.sql", "");
    folder.resolve("sql/V01.0__b.sql").toFile().delete();
    refused("repo/scripts has scripts of its own already (7_mine.sql). Nothing was created.");
    assertThat(files.run("import", "flyway", "none", "repo").err())
        .endsWith(
            "none is not a folder. Nothing was created. Name the folder of the migrations.\n");
    assertThat(files.run("import", "flyway", "live", "other").err())
        .contains("has no Flyway migrations (files such as V1__words.sql). Nothing was created.");
    assertThat(files.run("import", "rails", "sql", "repo").code()).isEqualTo(2);
  }

  @Test
  void saysWhereTheHistoryIsNot() {
    files.write("sql/V1__a.sql", "CREATE TABLE a (id int);").environment("");

    Cli.Result imported = files.run("import", "flyway", "sql", "repo", "--from-database", "--yes");

    assertThat(imported.code()).isEqualTo(1);
    assertThat(imported.err())
        .endsWith(
            "There is no table \"flyway_schema_history\" in %s, so it is not known what Flyway has applied there. Nothing was recorded. Name the table with --history-table, or check the database (--env).\n"
                .formatted(files.live().database()));
  }

  private void refused(String why) {
    Cli.Result result = files.run("import", "flyway", "sql", "repo");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains(why);
  }

  private void migratedByFlyway() {
    files
        .write("sql/V1__person.sql", PERSON)
        .write("sql/V2__note.sql", "ALTER TABLE person ADD note text;")
        .write("sql/U2__note.sql", "ALTER TABLE person DROP note;")
        .write("sql/V3__age.sql", "ALTER TABLE person ADD age int;\r\nSELECT 1;")
        .write("sql/V4__broken.sql", "CREATE INDEX CONCURRENTLY i ON person (nme);")
        .write("sql/V5__late.sql", "CREATE TABLE late (id int);")
        .write("sql/R__people.sql", "CREATE OR REPLACE VIEW people AS SELECT name FROM person;")
        .write("sql/R__stale.sql", "CREATE OR REPLACE VIEW stale AS SELECT id FROM person;");
    files.live().sql(PERSON + "ALTER TABLE person ADD age int");
    files.live().sql("CREATE VIEW people AS SELECT name FROM person");
    files
        .live()
        .sql(
            HISTORY
                + row(1, "1", "person", "SQL", "V1__person.sql", "-603311819", true)
                + row(2, "2", "note", "SQL", "V2__note.sql", "NULL", true)
                + row(3, "2", "note", "UNDO_SQL", "U2__note.sql", "NULL", true)
                + row(4, "3", "age", "SQL", "V3__age.sql", "32125032", true)
                + row(5, "4", "broken", "SQL", "V4__broken.sql", "1", false)
                + row(6, "4.5", "load", "JDBC", "db.migration.V4_5__load", "NULL", true)
                + row(7, null, "people", "SQL", "R__people.sql", "NULL", true)
                + row(8, null, "stale", "SQL", "R__stale.sql", "7", true));
    files.run("import", "flyway", "sql", "repo");
  }

  private static String row(
      int rank,
      @Nullable String version,
      String words,
      String type,
      String script,
      String sum,
      boolean ok) {
    return "INSERT INTO flyway_schema_history VALUES (%d, %s, '%s', '%s', '%s', %s, 'app', now(), 12, %s);\n"
        .formatted(
            rank, version == null ? "NULL" : "'" + version + "'", words, type, script, sum, ok);
  }
}
