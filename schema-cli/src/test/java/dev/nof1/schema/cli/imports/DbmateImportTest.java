package dev.nof1.schema.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.cli.fixture.Cli;
import dev.nof1.schema.cli.fixture.ForeignRepository;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code import dbmate}, with what it prints word for word. */
class DbmateImportTest {
  private static final String USERS =
      """
      -- Users of the shop.
      -- migrate:up
      create table users (id integer, name varchar(255) default '${name} \\${x}');

      -- migrate:down
      drop table users;
      """;
  private static final String INDEX =
      """
      -- migrate:up transaction:false
      create index concurrently users_name on users (name);

      -- migrate:down transaction:false
      drop index concurrently users_name;
      """;
  private static final String TWICE =
      """
      --migrate:up
      create type color as enum ('red');
      -- migrate:down
      drop table cars;
      -- migrate:up transaction:false
      create table cars (paint color);
      -- migrate:down
      drop type color;
      """;

  @TempDir private Path folder;
  private ImportFixture files;

  @BeforeEach
  void createFixture() {
    files =
        ImportFixture.in(folder)
            .write("db/20260101120000_create_users.sql", USERS)
            .write("db/20260102120000_index.sql", INDEX)
            .write("db/20260103120000_twice.sql", TWICE)
            .write(
                "db/20260104120000_forever.sql",
                "-- migrate:up\ninsert into users values (1);\n-- migrate:down\n")
            .write("db/20260105120000_wrong.sql", "create table wrong (id int);\n-- migrate:up\n")
            .write("db/readme.sql", "select 1;")
            .environment("");
  }

  @Test
  void reportsWhatBecameOfEachFile() {
    Cli.Result imported = files.run("import", "dbmate", "db", "repo");

    assertThat(imported.code()).as(imported.err()).isZero();
    assertThat(imported.out())
        .isEqualTo(
            """
            created   20260101120000_create_users.sql  from 20260101120000_create_users.sql
            created   20260102120000_index.sql  from 20260102120000_index.sql, outside a transaction
            created   20260103120000_twice.sql  from 20260103120000_twice.sql, outside a transaction
            created   20260104120000_forever.sql  from 20260104120000_forever.sql, without undo
            left out  20260105120000_wrong.sql: it has statements before '-- migrate:up', and dbmate refuses it, too
            4 migrations of dbmate, 3 of them with undo; 1 left out.
            """);
    assertThat(files.read("repo/scripts/20260102120000_index.sql"))
        .isEqualTo(
            """
            -- Imported from dbmate: 20260102120000_index.sql
            -- //@NO_TRANSACTION

            create index concurrently users_name on users (name);

            -- //@UNDO
            -- //@NO_TRANSACTION

            drop index concurrently users_name;
            """);
  }

  @Test
  void givesTheSchemaThatTheScriptsGiveInPsql() {
    files.run("import", "dbmate", "db", "repo");
    ForeignRepository fresh = files.fresh("fresh", "name=WRONG\nx=WRONG\n");

    Cli.Result up = files.run("up", "4", "--path=repo", "--env=fresh");

    assertThat(up.code()).as(up.err()).isZero();
    files.psql(
        """
        create table users (id integer, name varchar(255) default '${name} \\${x}');
        create index concurrently users_name on users (name);
        create type color as enum ('red');
        create table cars (paint color);
        """);
    assertThat(files.schema("fresh")).isEqualTo(files.schema()).contains("${name} \\${x}");
    Cli.Result down = files.run("down", "2", "--path=repo", "--env=fresh");
    assertThat(down.code()).as(down.err()).isZero();
    files.psql("drop table cars;\ndrop type color;\ndrop index concurrently users_name;\n");
    assertThat(files.schema("fresh")).isEqualTo(files.schema()).doesNotContain("cars");
    assertThat(fresh.query("SELECT count(*) FROM users")).containsExactly("0");
  }

  @Test
  void recordsExactlyWhatTheTableHas() {
    files
        .live()
        .sql(
            """
            create table if not exists public.schema_migrations (version varchar primary key);
            insert into schema_migrations values ('20260101120000'), ('20260103120000'), ('20251231000000');
            create table users (id integer, name varchar(255) default '${name} \\${x}');
            create type color as enum ('red'); create table cars (paint color)
            """);

    Cli.Result imported = files.run("import", "dbmate", "db", "repo", "--from-database", "--yes");

    assertThat(imported.code()).as(imported.err()).isZero();
    assertThat(imported.out())
        .endsWith(
            """
            history   applied there, but not among the scripts: 20251231000000
            history   not applied there, though newer ones are: 20260102120000 (20260102120000_index.sql); 'pending' applies it.
            %s is at 20260103120000 (twice), 2 pending.
            """
                .formatted(files.live().database()));
    assertThat(imported.err())
        .contains(
            "Would create the changelog table.\nWould record as applied in jdbc:postgresql:",
            """
            , without running (3):
              0 (create changelog)
              20260101120000 (create users)
              20260103120000 (twice)
            Recorded.
            Next: 'schema-cli check --path=repo' compares the database with what these migrations give.
            """);
    assertThat(files.changelog())
        .containsExactly(
            "0 create changelog", "20260101120000 create users", "20260103120000 twice");
    files.live().sql("DROP TABLE schema_migrations");
    Cli.Result check = files.run("check", "--path=repo");
    assertThat(check.code()).as(check.out() + check.err()).isZero();
  }

  @Test
  void countsFilesWhoseNumbersDoNotRiseWithTheirNames() {
    files
        .write("numbers/9_b.sql", "-- migrate:up\ncreate table b (id int);")
        .write("numbers/10_a.sql", "-- migrate:up\ncreate table a (id int);");

    Cli.Result imported = files.run("import", "dbmate", "numbers", "counted");

    assertThat(imported.out()).contains("1_a.sql  from 10_a.sql", "2_b.sql  from 9_b.sql");
    assertThat(files.run("import", "dbmate", "live/environments", "x").err())
        .contains("has no dbmate migrations");
  }
}
