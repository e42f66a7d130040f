package dev.nof1.schema.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.cli.fixture.Cli;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code import liquibase}, with what it prints word for word. */
class LiquibaseImportTest {
  private static final String FORMATTED =
      """
      --liquibase formatted sql
      --property name:schema.owner value:shop

      --changeset anna:person
      --comment: create person
      CREATE TABLE person (id int PRIMARY KEY, name text DEFAULT '${schema.owner} ${other}');
      --rollback DROP TABLE person;

      --changeset bob:function splitStatements:false
      CREATE FUNCTION two() RETURNS int LANGUAGE plpgsql AS $$
      BEGIN
        -- @UNDO this
        RETURN 2;
      END $$;
      /* liquibase rollback
      DROP FUNCTION two();
      */

      --changeset "Carl C.":"an index" runInTransaction:false
      CREATE INDEX person_name ON person (name);
      --rollback DROP INDEX
      --rollback   person_name;

      --changeset anna:slash endDelimiter:/ rollbackEndDelimiter:/
      CREATE TABLE slash (id int)
      /
      CREATE TABLE slash2 (id int)
      /
      --rollback DROP TABLE slash2
      --rollback /
      --rollback DROP TABLE slash

      --changeset anna:test-data context:test
      INSERT INTO person VALUES (1);

      --changeset anna:oracle dbms:oracle
      SELECT 1 FROM dual;

      --changeset anna:guarded runOnChange:true
      --preconditions onFail:MARK_RAN
      --precondition-sql-check expectedResult:0 SELECT count(*) FROM pg_views WHERE viewname = 'people'
      CREATE VIEW people AS SELECT name FROM person;
      --rollback not required

      --changeset anna:gone
      DROP VIEW people;
      --rollback changesetId:guarded changesetAuthor:anna
      """;

  /** As Liquibase 4.33 creates it. */
  private static final String HISTORY =
      """
      CREATE TABLE databasechangelog (ID VARCHAR(255) NOT NULL, AUTHOR VARCHAR(255) NOT NULL, FILENAME VARCHAR(255) NOT NULL, DATEEXECUTED TIMESTAMP WITHOUT TIME ZONE NOT NULL, ORDEREXECUTED INTEGER NOT NULL, EXECTYPE VARCHAR(10) NOT NULL, MD5SUM VARCHAR(35), DESCRIPTION VARCHAR(255), COMMENTS VARCHAR(255), TAG VARCHAR(255), LIQUIBASE VARCHAR(20), CONTEXTS VARCHAR(255), LABELS VARCHAR(255), DEPLOYMENT_ID VARCHAR(10));
      """;

  /** What {@code update-sql} writes. */
  private static final String UPDATE =
      """
      -- Create Database Lock Table
      CREATE TABLE databasechangeloglock (ID INTEGER NOT NULL, LOCKED BOOLEAN NOT NULL, LOCKGRANTED TIMESTAMP WITHOUT TIME ZONE, LOCKEDBY VARCHAR(255), CONSTRAINT databasechangeloglock_pkey PRIMARY KEY (ID));

      -- Initialize Database Lock Table
      DELETE FROM databasechangeloglock;

      INSERT INTO databasechangeloglock (ID, LOCKED) VALUES (1, FALSE);

      -- Lock Database
      UPDATE databasechangeloglock SET LOCKED = TRUE, LOCKEDBY = 'host (127.0.0.1)', LOCKGRANTED = NOW() WHERE ID = 1 AND LOCKED = FALSE;

      -- Create Database Change Log Table
      """
          + HISTORY
          + """

      -- *********************************************************************
      -- Update Database Script
      -- *********************************************************************
      -- Change Log: db/master.yaml
      -- Ran at: 28.11.26, 19:00
      -- Against: app@jdbc:postgresql://localhost:5432/app
      -- Liquibase version: 4.33.0
      -- *********************************************************************

      -- Changeset db/master.yaml::10::anna
      CREATE TABLE public.account (id INTEGER NOT NULL, note TEXT DEFAULT '${x}', CONSTRAINT account_pkey PRIMARY KEY (id));

      INSERT INTO databasechangelog (ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, MD5SUM, DESCRIPTION, COMMENTS, EXECTYPE, CONTEXTS, LABELS, LIQUIBASE, DEPLOYMENT_ID) VALUES ('10', 'anna', 'db/master.yaml', NOW(), 1, '9:d41d8cd98f00b204e9800998ecf8427e', 'createTable tableName=account', '', 'EXECUTED', NULL, NULL, '4.33.0', '4356789012');

      -- Changeset db/master.yaml::20::bob
      -- an index
      CREATE INDEX CONCURRENTLY account_note ON public.account(note);

      INSERT INTO databasechangelog (ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, MD5SUM, DESCRIPTION, COMMENTS, EXECTYPE, CONTEXTS, LABELS, LIQUIBASE, DEPLOYMENT_ID) VALUES ('20', 'bob', 'db/master.yaml', NOW(), 2, '9:d41d8cd98f00b204e9800998ecf8427f', 'sql', 'an index', 'EXECUTED', NULL, NULL, '4.33.0', '4356789012');

      -- Release Database Lock
      UPDATE databasechangeloglock SET LOCKED = FALSE, LOCKEDBY = NULL, LOCKGRANTED = NULL WHERE ID = 1;

      """;

  private static final String ROLLBACK =
      """
      -- *********************************************************************
      -- SQL to roll back currently unexecuted changes
      -- *********************************************************************

      -- Lock Database
      UPDATE databasechangeloglock SET LOCKED = TRUE, LOCKEDBY = 'host (127.0.0.1)', LOCKGRANTED = NOW() WHERE ID = 1 AND LOCKED = FALSE;

      -- Rolling Back ChangeSet: db/master.yaml::20::bob
      DROP INDEX CONCURRENTLY account_note;

      DELETE FROM databasechangelog WHERE ID = '20' AND AUTHOR = 'bob' AND FILENAME = 'db/master.yaml';

      -- Rolling Back ChangeSet: db/master.yaml::10::anna
      DROP TABLE public.account;

      DELETE FROM databasechangelog WHERE ID = '10' AND AUTHOR = 'anna' AND FILENAME = 'db/master.yaml';

      -- Release Database Lock
      UPDATE databasechangeloglock SET LOCKED = FALSE, LOCKEDBY = NULL, LOCKGRANTED = NULL WHERE ID = 1;

      """;

  @TempDir private Path folder;
  private ImportFixture files;

  @BeforeEach
  void createFixture() {
    files =
        ImportFixture.in(folder)
            .write("db/001.sql", FORMATTED)
            .write("db/002.sql", "SELECT 1;\n")
            .write("db/master.xml", "<databaseChangeLog/>\n")
            .write("update.sql", UPDATE)
            .write("rollback.sql", ROLLBACK)
            .environment("other=x\n");
  }

  @Test
  void reportsWhatBecameOfEachChangeset() {
    Cli.Result imported = files.run("import", "liquibase", "db", "repo");

    assertThat(imported.code()).as(imported.err()).isZero();
    assertThat(imported.out())
        .isEqualTo(
            """
            created   1_create_person.sql  from 001.sql::person::anna
            created   2_function.sql  from 001.sql::function::bob
            created   3_an_index.sql  from 001.sql::an index::Carl C., outside a transaction
            created   4_slash.sql  from 001.sql::slash::anna
            created   5_guarded.sql  from 001.sql::guarded::anna
            created   6_gone.sql  from 001.sql::gone::anna
            left out  anna:test-data in 001.sql: it is conditional (context:test), and a migration runs always; import the SQL that Liquibase writes for the contexts and labels you want (update-sql)
            left out  anna:oracle in 001.sql: it is for another database (dbms:oracle)
            left out  002.sql: it does not begin with '--liquibase formatted sql'
            left out  master.xml: it is no SQL; import the SQL that Liquibase writes of it (update-sql) if it has changesets. Formatted files are taken in the order of their names
            note      anna:guarded in 001.sql has preconditions; the migration runs without asking them.
            note      anna:guarded in 001.sql is runOnChange in Liquibase; it is taken over once. A later change of it goes into a new migration.
            variable  ${schema.owner} has no value; write schema.owner=… in the environment file
            6 migrations of Liquibase, 6 of them with undo; 4 left out.
            """);
  }

  @Test
  void givesTheSchemaThatTheChangesetsGiveInPsql() {
    files.run("import", "liquibase", "db", "repo");
    files.fresh("fresh", "other=x\nschema.owner=shop\n");

    Cli.Result up = files.run("up", "--path=repo", "--env=fresh");

    assertThat(up.code()).as(up.err()).isZero();
    files.psql(
        FORMATTED
                .substring(0, FORMATTED.indexOf("--changeset anna:slash"))
                .replace("${schema.owner}", "shop")
                .replace("${other}", "x")
            + "CREATE TABLE slash (id int); CREATE TABLE slash2 (id int);");
    assertThat(files.schema("fresh"))
        .isEqualTo(files.schema())
        .contains("shop x", "slash2", "-- @UNDO this");
    Cli.Result down = files.run("down", "5", "--path=repo", "--env=fresh");
    assertThat(down.code()).as(down.err()).isZero();
    files.psql(
        "DROP TABLE slash2; DROP TABLE slash; DROP INDEX person_name; DROP FUNCTION two(); CREATE VIEW people AS SELECT name FROM person;");
    assertThat(files.schema("fresh")).isEqualTo(files.schema()).contains("people");
  }

  @Test
  void takesOverWhatLiquibaseWrites() {
    Cli.Result imported =
        files.run("import", "liquibase", "update.sql", "repo", "--undo=rollback.sql");

    assertThat(imported.code()).as(imported.err()).isZero();
    assertThat(imported.out())
        .isEqualTo(
            """
            created   10_10.sql  from db/master.yaml::10::anna
            created   20_an_index.sql  from db/master.yaml::20::bob, outside a transaction
            2 migrations of Liquibase, 2 of them with undo; 0 left out.
            """);
    assertThat(files.read("repo/scripts/20_an_index.sql"))
        .isEqualTo(
            """
            -- Imported from Liquibase: db/master.yaml::20::bob
            -- //@NO_TRANSACTION

            -- an index
            CREATE INDEX CONCURRENTLY account_note ON public.account(note);

            -- //@UNDO
            -- //@NO_TRANSACTION

            DROP INDEX CONCURRENTLY account_note;
            """);
    files.fresh("fresh", "x=WRONG\n");
    assertThat(files.run("up", "--path=repo", "--env=fresh").code()).isZero();
    files.psql(UPDATE);
    files.live().sql("DROP TABLE databasechangelog, databasechangeloglock");
    assertThat(files.schema("fresh")).isEqualTo(files.schema()).contains("account_note", "${x}");
    assertThat(files.run("down", "2", "--path=repo", "--env=fresh").code()).isZero();
  }

  /** Each kind of row that Liquibase writes. */
  @Test
  void recordsExactlyWhatTheTableHas() {
    files.psql(UPDATE);

    Cli.Result imported =
        files.run("import", "liquibase", "update.sql", "repo", "--from-database", "--yes");

    assertThat(imported.code()).as(imported.err()).isZero();
    assertThat(files.changelog()).containsExactly("0 create changelog", "10 10", "20 an index");
    files.live().sql("DROP TABLE databasechangelog, databasechangeloglock");
    Cli.Result check = files.run("check", "--path=repo");
    assertThat(check.code()).as(check.out() + check.err()).isZero();
  }

  @Test
  void tellsApartWhatWasRunAndWhatWasNot() {
    files.live().sql(HISTORY);
    row(1, "person", "anna", "classpath:shop/db/001.sql", "EXECUTED");
    row(2, "an index", "Carl C.", "shop/db/001.sql", "RERAN");
    row(3, "function", "bob", "shop/db/001.sql", "FAILED");
    row(4, "guarded", "anna", "shop/db/001.sql", "MARK_RAN");
    row(5, "slash", "anna", "shop/db/002.sql", "EXECUTED");

    Cli.Result imported =
        files.run("import", "liquibase", "db", "repo", "--from-database", "--yes");

    assertThat(imported.out())
        .contains(
            """
            history   failed there: shop/db/001.sql::function::bob; it is not recorded. Find out what of it is in effect before 'up'.
            history   marked there as run without being run: shop/db/001.sql::guarded::anna; 'check' says whether its effect is there.
            history   applied there, but not among the scripts: shop/db/002.sql::slash::anna
            history   not applied there, though newer ones are: 2 (001.sql::function::bob); 'pending' applies it.
            history   not applied there, though newer ones are: 4 (001.sql::slash::anna); 'pending' applies it.
            """);
    assertThat(files.changelog())
        .containsExactly("0 create changelog", "1 create person", "3 an index", "5 guarded");
  }

  /** As Liquibase takes it, whose default delimiter is no pattern. */
  @Test
  void readsAttributesAndLinesThatAreNoSql() {
    files.write(
        "one.sql",
        """
        --liquibase formatted sql logicalFilePath:db/logical.sql
        --changeset anna:1 dbms:!oracle,!mysql
        CREATE TABLE a (id int);
        --ignoreLines:2
        THIS IS NOT SQL
        NOR IS THIS
        --ignoreLines:start
        not this either
        --ignoreLines:end
        CREATE TABLE b (id int);
        --changeset anna:2 endDelimiter:\\nGO
        CREATE TABLE c (id int)
        GO
        --changeset anna:3 endDelimiter:;|go
        CREATE TABLE d (id int);
        --changeset anna:4 labels:"a, b"
        CREATE TABLE e (id int);
        --changeset anna:5 dbms:postgresql, h2 ignore:true
        CREATE TABLE f (id int);
        """);

    Cli.Result imported = files.run("import", "liquibase", "one.sql", "one");

    assertThat(imported.out())
        .contains(
            "created   1_1.sql  from db/logical.sql::1::anna, without undo",
            "created   2_2.sql",
            "left out  anna:3 in one.sql: its delimiter is a pattern;",
            "left out  anna:4 in one.sql: it is conditional (labels:a, b)",
            "left out  anna:5 in one.sql: it says ignore:true");
    assertThat(files.read("one/scripts/1_1.sql"))
        .contains("TABLE a", "TABLE b")
        .doesNotContain("SQL", "THIS");
    assertThat(files.read("one/scripts/2_2.sql")).contains("-- //@DELIMITER GO");
  }

  @Test
  void refusesWhatHasNoChangesets() {
    Cli.Result nothing = files.run("import", "liquibase", "db/master.xml", "repo");

    assertThat(nothing.code()).isEqualTo(1);
    assertThat(nothing.err()).contains("has no changesets in formatted SQL. Nothing was created.");
    assertThat(files.run("import", "liquibase", "update.sql", "repo", "--undo=update.sql").err())
        .contains("has no line '-- Rolling Back ChangeSet: …'");
  }

  private void row(int order, String id, String author, String file, String type) {
    files
        .live()
        .sql(
            "INSERT INTO databasechangelog VALUES ('%s', '%s', '%s', now(), %d, '%s', '9:0', 'sql', '', NULL, '4.33.0', NULL, NULL, '1')"
                .formatted(id, author, file, order, type));
  }
}
