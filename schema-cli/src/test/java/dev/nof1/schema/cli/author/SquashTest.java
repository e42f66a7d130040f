package dev.nof1.schema.cli.author;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.cli.fixture.Cli;
import dev.nof1.schema.cli.fixture.ForeignRepository;
import dev.nof1.schema.cli.fixture.StockTool;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code squash}: what becomes of the files, and of databases at, beyond and before the version.
 */
class SquashTest {
  @TempDir private Path folder;
  private ForeignRepository repository;

  @BeforeEach
  void createRepository() {
    repository =
        ForeignRepository.create(folder)
            .append(
                "environments/development.properties",
                "changelog=changelog\ndriver=org.postgresql.Driver\n")
            .write(
                "scripts/3_second.sql",
                """
                -- // second, with rows
                CREATE TYPE colour AS ENUM ('red', 'green');
                CREATE TABLE second (id int, colour colour, made timestamptz DEFAULT clock_timestamp());
                INSERT INTO second VALUES (1, 'red'), (2, 'green')
                -- //@UNDO
                -- //@LOSSY its rows go
                DROP TABLE second;
                DROP TYPE colour
                """)
            .write(
                "scripts/4_third.sql", "CREATE TABLE third ();\n-- //@UNDO\nDROP TABLE third;\n");
  }

  @Test
  void squashesMigrationsThatCreateRoles() {
    repository
        .write(
            "scripts/5_role.sql",
            "CREATE ROLE batch;\nGRANT SELECT ON first TO batch;\n-- //@UNDO\nREVOKE SELECT ON first FROM batch;\nDROP ROLE batch;\n")
        .write(
            "scripts/6_grant.sql",
            "GRANT SELECT ON first TO reader;\n-- //@UNDO\nREVOKE SELECT ON first FROM reader;\n");

    Cli.Result squash = run("squash", "6", "--yes");

    assertThat(squash.err())
        .contains(
            "On scratch databases the one script gives what the old ones give, and undoes it.");
    assertThat(squash.code()).isZero();
  }

  @Test
  void makesOneScriptOfSeveral() {
    Cli.Result squash = run("squash", "3", "--yes");

    assertThat(squash)
        .isEqualTo(
            new Cli.Result(
                0,
                """
                squashed  1 (create changelog)
                squashed  2 (first)
                squashed  3 (second)
                3 migrations are one: %1$s/scripts/3_second.sql
                """
                    .formatted(folder),
                """
                Note: not compared, because the old scripts write other values at each run: public.second.made.
                On scratch databases the one script gives what the old ones give, and undoes it.
                The old scripts are in %s/scripts/squashed/3: keep them until every database is at 3 or beyond.
                """
                    .formatted(folder)));
    assertThat(folder.resolve("scripts"))
        .isDirectoryContaining("glob:**/3_second.sql")
        .isDirectoryNotContaining("glob:**/{1,2}_*.sql")
        .isDirectoryNotContaining("glob:**/*.tmp");
    assertThat(folder.resolve("scripts/squashed/3/2_first.sql")).exists();
    assertThat(repository.read("scripts/3_second.sql").replaceAll("[0-9a-f]{64}", "<checksum>"))
        .isEqualTo(
            """
            -- // second
            --
            -- What the migrations up to 3 gave, as one: first all their up sections, then
            -- all their undo sections, the newest first. Databases that had applied them take it as
            -- applied; one that had only some of them is refused by the first statement.
            --
            -- //@REPLACES 1 <checksum> create changelog
            -- //@REPLACES 2 <checksum> first
            -- //@REPLACES 3 <checksum> second

            DO $squash$ BEGIN IF to_regclass('${changelog}') IS NOT NULL THEN IF EXISTS (SELECT FROM ${changelog} WHERE id IN (1, 2)) THEN RAISE EXCEPTION 'this database has some of the migrations that 3 replaces, and not all; bring it there with the older scripts'; END IF; END IF; END $squash$;

            -- ---- 1 create changelog
            CREATE TABLE ${changelog} (ID NUMERIC(20,0) NOT NULL PRIMARY KEY,
              APPLIED_AT VARCHAR(25) NOT NULL, DESCRIPTION VARCHAR(255) NOT NULL);

            -- ---- 2 first
            CREATE TABLE first (id int);

            -- ---- 3 second
            -- // second, with rows
            CREATE TYPE colour AS ENUM ('red', 'green');
            CREATE TABLE second (id int, colour colour, made timestamptz DEFAULT clock_timestamp());
            INSERT INTO second VALUES (1, 'red'), (2, 'green')
            ;

            -- //@UNDO
            -- //@LOSSY 3: its rows go

            -- ---- 3 second
            DROP TABLE second;
            DROP TYPE colour
            ;

            -- ---- 2 first
            DROP TABLE first;

            -- ---- 1 create changelog
            DROP TABLE ${changelog};

            -- The rows of the migrations that this one replaces, where the changelog is still there.
            DO $squash$ BEGIN IF to_regclass('${changelog}') IS NOT NULL THEN DELETE FROM ${changelog} WHERE id IN (1, 2); END IF; END $squash$;
            """);
    assertThat(run("verify", "--offline").code()).isZero();
  }

  @Test
  void isAppliedWhereTheOldOnesWere() {
    run("up");
    run("squash", "3", "--yes");

    assertThat(run("status").out())
        .contains("\n3   ")
        .contains("\n4   ")
        .doesNotContain("missing", "pending", "\n1   ")
        .endsWith(" is at 4 (third), head.\n");
    assertThat(run("verify")).isEqualTo(new Cli.Result(0, "Nothing wrong was found.\n", ""));
    assertThat(run("check").code()).isZero();
    assertThat(run("up").out()).startsWith("Nothing to do: ");
    assertThat(run("down", "base").code()).isZero();
    assertThat(run("up").code()).isZero();
    assertThat(run("check").code()).isZero();
  }

  @Test
  void isAppliedWhereTheOldOnesWereForTheStockToolToo() {
    run("up");
    run("squash", "3", "--yes");

    assertThat(stock("status")).doesNotContain("pending");
    assertThat(stock("up")).doesNotContain("Applying");
    assertThat(stock("down", "2")).contains("SUCCESS");
    assertThat(
            repository.query(
                "SELECT to_regclass('first') IS NULL AND to_regclass('changelog') IS NULL"))
        .containsExactly("t");
    assertThat(stock("up")).contains("SUCCESS");
    assertThat(run("check").code()).isZero();
  }

  @Test
  void refusesADatabaseInTheMiddleAndBringsItThereWithTheOldScripts() {
    run("up", "2");
    run("squash", "3", "--yes");

    Cli.Result up = run("up");
    assertThat(up.code()).isEqualTo(1);
    assertThat(up.err())
        .isEqualTo(
            "schema-cli: %s stands in the middle of what was squashed into migration 3 (second): it has 1 (create changelog), 2 (first), and not the rest. Nothing was run. Bring it to 3 with the scripts as they were before ('squash' has moved them into a folder squashed/3: up --scriptpath=… --to 3), then run this again.\n"
                .formatted(repository.database()));
    assertThat(run("check").code()).isEqualTo(3);
    assertThat(stock("up")).contains("this database has some of the migrations that 3 replaces");
    assertThat(run("up", "--scriptpath=scripts/squashed/3", "--to", "3").code()).isZero();
    assertThat(run("up").code()).isZero();
    assertThat(run("check").code()).isZero();
  }

  @Test
  void stampForgetsAndRecordsAllThatItReplaces() {
    run("up");
    run("squash", "3", "--yes");

    assertThat(run("stamp", "base", "--yes").code()).isZero();
    assertThat(repository.query("SELECT count(*) FROM changelog")).containsExactly("0");
    assertThat(run("stamp", "head", "--yes").code()).isZero();
    assertThat(run("check").code()).isZero();
  }

  @Test
  void squashesWhatWasSquashed() {
    run("up");
    run("squash", "3", "--yes");

    assertThat(run("squash", "4", "--yes").code()).isZero();

    assertThat(run("status").out()).endsWith(" is at 4 (third), head.\n").doesNotContain("missing");
    assertThat(run("check").code()).isZero();
    assertThat(run("down").out()).endsWith(" is at base, 1 pending.\n");
    assertThat(run("up").code()).isZero();
    assertThat(run("check").code()).isZero();
    assertThat(run("squash", "4", "--yes").err())
        .isEqualTo(
            "schema-cli: Migration 4 (third) is the first one, so there is nothing to squash. Nothing was changed.\n");
  }

  @Test
  void changesNothingWhereOneScriptWouldNotGiveTheSame() {
    // In one transaction, all rows are made at the same moment.
    repository.write(
        "scripts/3_second.sql",
        """
        CREATE TABLE second (id serial);
        SET TimeZone = 'Asia/Tokyo';
        -- //@UNDO
        DROP TABLE second;
        """);
    repository.write(
        "scripts/4_third.sql",
        "CREATE TABLE third (t text);\nINSERT INTO third VALUES (current_setting('TimeZone'));\n-- //@UNDO\nDROP TABLE third;\n");

    Cli.Result squash = run("squash", "4", "--yes");

    assertThat(squash.code()).isEqualTo(1);
    assertThat(squash.out()).isEqualTo("changed rows of public.third\n");
    assertThat(squash.err())
        .isEqualTo(
            "schema-cli: One script would not give what the old ones give; what differs is listed. Nothing was changed.\n");
    assertThat(folder.resolve("scripts/1_create_changelog.sql")).exists();
    assertThat(folder.resolve("scripts/squashed")).doesNotExist();
  }

  @Test
  void keepsWhatComesFromItsDirectives() {
    repository
        .write(
            "scripts/2_first.sql",
            """
            -- //@NO_TRANSACTION
            -- //@DELIMITER go
            CREATE TABLE first (id int)
            go
            CREATE INDEX CONCURRENTLY first_id ON first (id)
            go
            -- //@UNDO
            DROP TABLE first;
            """)
        .write(
            "scripts/3_second.sql",
            "-- //@IRREVERSIBLE rows are gone\nCREATE TABLE second (id int);\n");

    assertThat(run("squash", "3", "--yes").code()).isZero();

    assertThat(repository.read("scripts/3_second.sql"))
        .contains("-- //@IRREVERSIBLE 3: rows are gone\n-- //@NO_TRANSACTION\n")
        .contains("ON first (id)\ngo\n-- //@DELIMITER ;\n")
        .doesNotContain("@UNDO");
    assertThat(run("up").code()).isZero();
    assertThat(run("down", "2").err()).contains("cannot be undone: 3: rows are gone");
  }

  @Test
  void asksAndSoRefusesWhereNobodyCanAnswer() {
    Cli.Result squash = run("squash", "3");

    assertThat(squash.code()).isEqualTo(1);
    assertThat(squash.err())
        .endsWith(
            "schema-cli: Replace the 3 scripts up to 3 (second) by one? There is nobody to ask, so nothing was done. Add --yes if you mean it.\n");
    assertThat(folder.resolve("scripts/2_first.sql")).exists();
    assertThat(run("squash", "9", "--yes").err())
        .isEqualTo(
            "schema-cli: There is no migration with the id 9. Nothing was changed. 'status' lists the ids.\n");
    assertThat(run("squash", "x").code()).isEqualTo(2);
  }

  private String stock(String... args) {
    String[] line = new String[args.length + 1];
    System.arraycopy(args, 0, line, 0, args.length);
    line[args.length] = "--path=" + folder;
    return StockTool.fork(line).output();
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
