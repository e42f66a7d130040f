package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.catalog.ComparisonOptions;
import dev.nof1.schema.catalog.Difference;
import dev.nof1.schema.catalog.SnapshotOptions;
import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import dev.nof1.schema.plan.State;
import dev.nof1.schema.plan.Status;
import dev.nof1.schema.postgres.EmbeddedServer;
import dev.nof1.schema.postgres.OlderServers;
import dev.nof1.schema.repository.Migration;
import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.scratch.Drift;
import dev.nof1.schema.scratch.SchemaCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A database beside what its migrations give. */
class SchemaCheckTest {
  private static final String SCHEMA =
      """
      CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
      CREATE TABLE people (
        id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        age int NOT NULL DEFAULT 1,
        mood mood,
        CONSTRAINT age_above_zero CHECK (age > 0)
      );
      CREATE INDEX people_age ON people (age);
      CREATE FUNCTION grow() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.age := NEW.age + 1;
        RETURN NEW;
      END $$;
      CREATE TRIGGER growing BEFORE UPDATE ON people FOR EACH ROW EXECUTE FUNCTION grow();
      CREATE VIEW adults AS SELECT p.id, p.mood FROM people p WHERE p.age >= 18;
      GRANT SELECT ON people TO reader;
      COMMENT ON TABLE people IS 'who is there';
      -- //@UNDO
      DROP VIEW adults;
      DROP TABLE people;
      DROP FUNCTION grow();
      DROP TYPE mood;
      """;

  @TempDir private Path folder;
  private ScriptFolder scripts;
  private DataSource database = TestServer.emptyDatabase();

  @BeforeEach
  void createScripts() {
    scripts = ScriptFolder.withChangelog(folder).script("2_create_people.sql", SCHEMA);
    createReader(TestServer.server().dataSource("postgres"));
  }

  @Test
  void findsNothingWhereNothingWasTouched() {
    scripts.migrations(database).up();

    Drift drift = check().live(database);

    assertThat(drift.differences()).isEmpty();
    assertThat(drift.none()).isTrue();
  }

  @Test
  void findsAMembershipThatMigrationsMakeAndSomebodyTookBack() {
    scripts.script(
        "3_roles.sql",
        """
        CREATE ROLE check_writers;
        CREATE ROLE check_app;
        GRANT check_writers TO check_app;
        -- //@UNDO
        DROP ROLE check_app;
        DROP ROLE check_writers;
        """);
    try {
      scripts.migrations(database).up();
      assertThat(check().live(database).none()).isTrue();

      execute(database, "GRANT check_app TO reader");
      assertThat(check().live(database).none()).as("what others grant is theirs").isTrue();

      execute(database, "REVOKE check_writers FROM check_app");
      assertThat(Difference.text(check().live(database).differences()))
          .isEqualTo("removed role membership of check_app in check_writers\n");
    } finally {
      execute(database, "DROP ROLE IF EXISTS check_app, check_writers");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          ALTER TABLE people ADD COLUMN note text | added column public.people.note
          DROP INDEX people_age | removed index public.people_age
          ALTER TABLE people ALTER age SET DEFAULT 2 | changed column public.people.age: default: 1 -> 2
          ALTER TABLE people DROP CONSTRAINT age_above_zero, ADD CONSTRAINT age_above_zero CHECK (age > 0) NOT VALID | changed constraint public.people.age_above_zero: validated: absent -> no
          REVOKE SELECT ON people FROM reader | changed table public.people: granted to reader: SELECT -> absent
          COMMENT ON TABLE people IS 'who was there' | changed table public.people: comment: who is there -> who was there
          """)
  void findsWhatWasChangedByHand(String change, String difference) {
    scripts.migrations(database).up();
    execute(database, change);

    assertThat(texts(check().live(database))).containsExactly(difference);
  }

  @Test
  void findsAReorderedEnum() {
    scripts.migrations(database).up();
    execute(
        database,
        "ALTER TYPE mood RENAME VALUE 'sad' TO 'other'",
        "ALTER TYPE mood RENAME VALUE 'happy' TO 'sad'",
        "ALTER TYPE mood RENAME VALUE 'other' TO 'happy'");

    assertThat(texts(check().live(database)))
        .containsExactly(
            "changed enum type public.mood: labels: 'sad', 'ok', 'happy' -> 'happy', 'ok', 'sad'");
  }

  @Test
  void findsAChangedFunctionBody() {
    scripts.migrations(database).up();
    execute(
        database,
        "CREATE OR REPLACE FUNCTION grow() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n  NEW.age := NEW.age + 2;\n  RETURN NEW;\nEND $$");

    assertThat(check().live(database).differences())
        .singleElement()
        .satisfies(
            d -> {
              assertThat(d.name()).isEqualTo("public.grow()");
              assertThat(d.before().orElse("")).contains("NEW.age + 1;");
              assertThat(d.after().orElse("")).contains("NEW.age + 2;");
            });
  }

  @Test
  void findsADisabledTrigger() {
    scripts.migrations(database).up();
    execute(database, "ALTER TABLE people DISABLE TRIGGER growing");

    assertThat(check().live(database).differences())
        .singleElement()
        .satisfies(d -> assertThat(d.toString()).contains("public.people.growing", "disabled"));
  }

  @Test
  void findsTheSameInADatabaseOfAnotherMajorVersion() {
    try (EmbeddedServer older = OlderServers.temporary("15")) {
      createReader(older.dataSource("postgres"));
      database = older.dataSource("postgres");
      scripts.migrations(database).up();

      Drift drift = check().live(database);
      assertThat(drift.actualMajor()).isEqualTo(15);
      assertThat(drift.expectedMajor()).isEqualTo(18);
      assertThat(drift.none()).isTrue();

      execute(
          database,
          "ALTER TABLE people ADD COLUMN note text, ALTER age DROP NOT NULL",
          "DROP INDEX people_age",
          "CREATE OR REPLACE VIEW adults AS SELECT p.id, p.mood FROM people p WHERE p.age >= 21");
      drift = check().live(database);
      assertThat(texts(drift))
          .contains(
              "changed column public.people.age: not null: yes -> absent",
              "added column public.people.note",
              "removed index public.people_age");
      assertThat(drift.differences())
          .hasSize(4)
          .extracting(Difference::name)
          .contains("public.adults");
      assertThat(drift.inconclusive()).isEmpty();
    }
  }

  @Test
  void saysWhatItCannotTellAcrossMajorVersions() {
    try (EmbeddedServer older = OlderServers.temporary("15")) {
      createReader(older.dataSource("postgres"));
      database = older.dataSource("postgres");
      scripts.migrations(database).up();
      execute(
          database,
          "CREATE TABLE others (id int, mood mood)",
          "CREATE OR REPLACE VIEW adults AS SELECT others.id, others.mood FROM others");

      Drift drift = check().live(database);

      assertThat(drift.differences())
          .extracting(Difference::name)
          .containsExactly("public.others", "public.others.id", "public.others.mood");
      assertThat(drift.inconclusive())
          .extracting(Difference::name)
          .containsExactly("public.adults");
      assertThat(drift.none()).isFalse();
    }
  }

  @Test
  void takesTheSameMajorVersionWhereItIsAtHand() {
    try (EmbeddedServer older = OlderServers.temporary("15")) {
      createReader(older.dataSource("postgres"));
      database = older.dataSource("postgres");
      scripts.migrations(database).up();

      Drift drift =
          OlderServers.with(
              () -> {
                Thread thread = Thread.currentThread();
                ClassLoader programs = thread.getContextClassLoader();
                thread.setContextClassLoader(SchemaCheckTest.class.getClassLoader());
                return check().withPrograms(programs).live(database);
              });

      assertThat(drift.expectedMajor()).isEqualTo(15);
      assertThat(drift.none()).isTrue();
    }
  }

  @Test
  void takesWhatIsGrantedToTheOwnerForNothing() {
    String name = ((PGSimpleDataSource) database).getDatabaseName();
    execute(
        TestServer.server().dataSource("postgres"),
        "CREATE ROLE \"the owner\" LOGIN PASSWORD 'x'",
        "ALTER DATABASE " + name + " OWNER TO \"the owner\"");
    scripts.script(
        "3_grant.sql",
        "GRANT SELECT ON people TO \"the owner\";\n-- //@UNDO\nREVOKE SELECT ON people FROM \"the owner\";\n");
    PGSimpleDataSource owners = TestServer.server().dataSource(name);
    owners.setUser("the owner");
    owners.setPassword("x");
    database = owners;
    scripts.migrations(database).up();

    Drift drift =
        check()
            .comparing(SnapshotOptions.defaults().withOwners(true), ComparisonOptions.defaults())
            .live(database);

    assertThat(texts(drift)).isEmpty();
  }

  @Test
  void takesWhatWasSetUpBeforeTheFirstMigrationForGiven() {
    String name = ((PGSimpleDataSource) database).getDatabaseName();
    execute(
        TestServer.server().dataSource("postgres"),
        "CREATE ROLE \"the migrator\" LOGIN PASSWORD 'x'",
        "CREATE ROLE \"database's owner\"",
        "ALTER DATABASE " + name + " OWNER TO \"database's owner\"");
    execute(
        database,
        "GRANT CREATE ON SCHEMA public TO \"the migrator\"",
        "GRANT USAGE ON SCHEMA public TO \"the migrator\" WITH GRANT OPTION");
    scripts.script(
        "3_default.sql",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO reader;\n-- //@UNDO\nSELECT 1;\n");
    PGSimpleDataSource migrators = TestServer.server().dataSource(name);
    migrators.setUser("the migrator");
    migrators.setPassword("x");
    DataSource administrators = database;
    database = migrators;
    scripts.migrations(database).up();

    assertThat(texts(check().live(database))).isEmpty();
    assertThat(
            texts(
                check()
                    .comparing(
                        SnapshotOptions.defaults().withOwners(true), ComparisonOptions.defaults())
                    .live(database)))
        .isEmpty();
    execute(administrators, "GRANT CREATE ON SCHEMA public TO reader");
    assertThat(texts(check().live(database)))
        .containsExactly("changed schema public: granted to reader: absent -> CREATE");
  }

  @Test
  void takesMigrationsThatCreateRoles() throws IOException {
    String role = "CREATE ROLE created_by_a_migration;\n";
    String grant = "GRANT SELECT ON people TO created_by_a_migration, lacking_elsewhere;\n";
    execute(TestServer.server().dataSource("postgres"), "CREATE ROLE lacking_elsewhere");
    scripts.script("3_role.sql", role + "-- //@UNDO\nDROP ROLE created_by_a_migration;\n");
    scripts.script(
        "4_grant.sql",
        grant
            + "-- //@UNDO\nREVOKE SELECT ON people FROM created_by_a_migration, lacking_elsewhere;\n");
    scripts.migrations(database).up();

    // The scratch server lacks roles when 3 has been committed on it already.
    assertThat(texts(check().live(database))).isEmpty();
    Path file = folder.resolve("target");
    Files.writeString(file, SCHEMA.substring(0, SCHEMA.indexOf("-- //@UNDO")) + role + grant);
    assertThat(texts(check().target(file))).isEmpty();
  }

  @Test
  void comparesWithWhatIsAppliedAndNotWithWhatIsPending() {
    scripts.migrations(database).up();
    scripts.table(3, "three").table(5, "five");
    scripts.migrations(database).up();
    scripts.table(4, "four").table(6, "six");

    Drift drift = check().live(database);

    assertThat(drift.differences()).isEmpty();
    Status status = drift.status().orElseThrow();
    assertThat(status.in(State.PENDING)).extracting(Migration::version).containsExactly("4", "6");
    assertThat(status.outOfOrder()).extracting(Migration::version).containsExactly("4");
  }

  @Test
  void comparesADatabaseAtBaseWithNothing() {
    assertThat(check().live(database).differences()).isEmpty();
    execute(database, "CREATE TABLE by_hand (id int)");
    assertThat(texts(check().live(database)))
        .contains("added table public.by_hand", "added column public.by_hand.id");
  }

  @Test
  void looksWhereTheMigrationsPutThings() {
    execute(database, "CREATE SCHEMA \"Tenant 1\"");
    ((PGSimpleDataSource) database).setCurrentSchema("\"Tenant 1\"");
    scripts.migrations(database).up();

    assertThat(check().live(database).differences()).isEmpty();
    execute(database, "DROP INDEX people_age");
    assertThat(texts(check().live(database)))
        .containsExactly("removed index \"Tenant 1\".people_age");
  }

  @Test
  void runsTheBootstrapScriptBeforeTheMigrations() {
    scripts.script("bootstrap.sql", "CREATE SCHEMA app;");
    scripts.script("3_table.sql", "CREATE TABLE app.t (id int);\n-- //@UNDO\nDROP TABLE app.t;\n");
    scripts.migrations(database).bootstrap(false);
    scripts.migrations(database).up();

    assertThat(check().live(database).differences()).isEmpty();
  }

  @Test
  void cannotTellWithoutAScript() throws IOException {
    scripts.migrations(database).up();
    Files.delete(folder.resolve("2_create_people.sql"));

    assertThatThrownBy(() -> check().live(database))
        .isInstanceOf(RepositoryException.class)
        .hasMessageContaining(
            " has migrations whose scripts are not in the repository: 2 (create people). What they give is not known, so it cannot be found out whether the database differs from it.");
  }

  @Test
  void saysWhichExtensionTheScratchServerLacks() {
    scripts.migrations(database).up();
    scripts.script("2_create_people.sql", "CREATE EXTENSION postgis;\n-- //@UNDO\nSELECT 1;\n");

    assertThatThrownBy(() -> check().live(database))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("A scratch database could not be made (")
        .hasMessageContaining("2_create_people.sql:1:1: ")
        .hasMessageEndingWith("\nThe server that this program starts has no extension postgis.");
  }

  @Test
  void cannotTellWhileAScriptOutsideATransactionIsUnfinished() {
    scripts.script(
        "3_half.sql",
        "-- //@NO_TRANSACTION\nCREATE TABLE half ();\nSELECT 1 / 0;\n-- //@UNDO\nDROP TABLE half;\n");
    assertThatThrownBy(() -> scripts.migrations(database).up())
        .hasMessageContaining("division by zero");

    assertThatThrownBy(() -> check().live(database))
        .isInstanceOf(DatabaseException.class)
        .hasMessageEndingWith(
            " has only a part of migration 3, which runs outside a transaction and failed or still runs, so it cannot be found out whether it differs. 'schema-cli repair' shows how far it got.");
  }

  @Test
  void onlyReadsTheDatabase() {
    scripts.migrations(database).up();
    execute(database, "ALTER TABLE changelog DROP COLUMN nof1_schema");
    String name = ((PGSimpleDataSource) database).getDatabaseName();
    execute(database, "ALTER DATABASE " + name + " SET default_transaction_read_only = on");

    assertThat(check().live(database).differences()).isEmpty();
    assertThat(
            TestServer.query(
                database,
                "SELECT attname FROM pg_attribute WHERE attrelid = 'changelog'::regclass AND attname = 'nof1_schema'"))
        .isEmpty();
  }

  @Test
  void comparesTheMigrationsWithAFile() throws IOException {
    Path file = folder.resolve("target");
    Files.writeString(file, SCHEMA.substring(0, SCHEMA.indexOf("-- //@UNDO")));
    assertThat(check().target(file).none()).isTrue();

    scripts.table(3, "three");
    Files.writeString(
        file, Files.readString(file) + "DROP INDEX people_age;\nCREATE TABLE four ();\n");
    assertThat(texts(check().target(file)))
        .containsExactlyInAnyOrder(
            "removed table public.four",
            "added index public.people_age",
            "added table public.three",
            "added column public.three.id");
  }

  @Test
  void saysWhereAFileIsWrong() throws IOException {
    Path file =
        Files.writeString(folder.resolve("target"), "CREATE TABLE t ();\nCREATE TABEL u;\n");

    assertThatThrownBy(() -> check().target(file))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining(
            file + ":2:8: syntax error at or near \"TABEL\" [42601]\n    CREATE TABEL u");
    assertThatThrownBy(() -> check().target(folder.resolve("none.sql")))
        .isInstanceOf(RepositoryException.class)
        .hasMessage(
            "The file %s cannot be read: there is no such file. Nothing was compared.",
            folder.resolve("none.sql"));
  }

  private SchemaCheck check() {
    return SchemaCheck.of(scripts.source(), ScriptSettings.DEFAULT, Migrations.DEFAULT_CHANGELOG);
  }

  private static List<String> texts(Drift drift) {
    return drift.differences().stream().map(Difference::toString).toList();
  }

  private static void createReader(DataSource database) {
    execute(
        database,
        "DO $$ BEGIN CREATE ROLE reader; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
  }
}
