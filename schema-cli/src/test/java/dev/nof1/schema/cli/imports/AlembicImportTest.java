package dev.nof1.schema.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.cli.fixture.Cli;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code import alembic}, with what it prints word for word. */
class AlembicImportTest {
  /** What {@code alembic upgrade heads --sql} writes, with a block outside the transaction. */
  private static final String UPGRADE =
      """
      BEGIN;

      CREATE TABLE alembic_version (
          version_num VARCHAR(32) NOT NULL,\s
          CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
      );

      -- Running upgrade  -> 1975ea83b712

      CREATE TABLE account (
          id SERIAL NOT NULL,\s
          name VARCHAR(50) NOT NULL,\s
          PRIMARY KEY (id)
      );

      INSERT INTO alembic_version (version_num) VALUES ('1975ea83b712') RETURNING alembic_version.version_num;

      -- Running upgrade 1975ea83b712 -> ae1027a6acf

      COMMIT;

      CREATE INDEX CONCURRENTLY ix_name ON account (name);

      BEGIN;

      UPDATE alembic_version SET version_num='ae1027a6acf' WHERE alembic_version.version_num = '1975ea83b712';

      -- Running upgrade 1975ea83b712 -> 27c6a30d7c24

      CREATE FUNCTION doing() RETURNS text LANGUAGE plpgsql AS $$
      BEGIN
        -- Running upgrade a -> b
        RETURN '${account}';
      END $$;

      INSERT INTO alembic_version (version_num) VALUES ('27c6a30d7c24') RETURNING alembic_version.version_num;

      -- Running upgrade ae1027a6acf, 27c6a30d7c24 -> 53fffde5ad5

      DELETE FROM alembic_version WHERE alembic_version.version_num = 'ae1027a6acf';

      UPDATE alembic_version SET version_num='53fffde5ad5' WHERE alembic_version.version_num = '27c6a30d7c24';

      -- Running upgrade 53fffde5ad5 -> 7f0000000001

      ALTER TABLE account ADD COLUMN note TEXT;

      UPDATE alembic_version SET version_num='7f0000000001' WHERE alembic_version.version_num = '53fffde5ad5';

      COMMIT;

      """;

  private static final String DOWNGRADE =
      """
      BEGIN;

      -- Running downgrade 7f0000000001 -> 53fffde5ad5

      ALTER TABLE account DROP COLUMN note;

      UPDATE alembic_version SET version_num='53fffde5ad5' WHERE alembic_version.version_num = '7f0000000001';

      -- Running downgrade 53fffde5ad5 -> ae1027a6acf, 27c6a30d7c24

      UPDATE alembic_version SET version_num='27c6a30d7c24' WHERE alembic_version.version_num = '53fffde5ad5';

      INSERT INTO alembic_version (version_num) VALUES ('ae1027a6acf') RETURNING alembic_version.version_num;

      -- Running downgrade 27c6a30d7c24 -> 1975ea83b712

      DROP FUNCTION doing();

      DELETE FROM alembic_version WHERE alembic_version.version_num = '27c6a30d7c24';

      -- Running downgrade ae1027a6acf -> 1975ea83b712

      COMMIT;

      DROP INDEX CONCURRENTLY ix_name;

      BEGIN;

      UPDATE alembic_version SET version_num='1975ea83b712' WHERE alembic_version.version_num = 'ae1027a6acf';

      -- Running downgrade 1975ea83b712 ->\s

      DROP TABLE account;

      DELETE FROM alembic_version WHERE alembic_version.version_num = '1975ea83b712';

      COMMIT;

      """;

  @TempDir private Path folder;
  private ImportFixture files;

  @BeforeEach
  void createFixture() {
    files =
        ImportFixture.in(folder)
            .write("up.sql", UPGRADE)
            .write("down.sql", DOWNGRADE)
            .environment("");
  }

  @Test
  void reportsWhatBecameOfEachRevision() {
    Cli.Result imported = files.run("import", "alembic", "up.sql", "repo", "--undo=down.sql");

    assertThat(imported.code()).as(imported.err()).isZero();
    assertThat(imported.out())
        .isEqualTo(
            """
            created   1_revision_1975ea83b712.sql  from revision 1975ea83b712
            created   2_revision_ae1027a6acf.sql  from revision ae1027a6acf, outside a transaction
            created   3_revision_27c6a30d7c24.sql  from revision 27c6a30d7c24
            created   4_revision_53fffde5ad5.sql  from revision 53fffde5ad5
            created   5_revision_7f0000000001.sql  from revision 7f0000000001
            5 migrations of Alembic, 5 of them with undo; 0 left out.
            """);
    assertThat(files.read("repo/scripts/2_revision_ae1027a6acf.sql"))
        .isEqualTo(
            """
            -- Imported from Alembic: revision ae1027a6acf
            -- //@NO_TRANSACTION

            CREATE INDEX CONCURRENTLY ix_name ON account (name);

            -- //@UNDO
            -- //@NO_TRANSACTION

            DROP INDEX CONCURRENTLY ix_name;
            """);
    assertThat(files.run("import", "alembic", "up.sql", "other").out())
        .contains(
            "1_revision_1975ea83b712.sql  from revision 1975ea83b712, without undo\n",
            "note      nothing can be undone; for that write 'alembic downgrade head:base --sql > FILE', too, and name it with --undo.\n");
  }

  @Test
  void givesTheSchemaThatTheFileGivesInPsql() {
    files.run("import", "alembic", "up.sql", "repo", "--undo=down.sql");
    files.fresh("fresh", "account=WRONG\n");

    Cli.Result up = files.run("up", "--path=repo", "--env=fresh");

    assertThat(up.code()).as(up.err()).isZero();
    files.psql(UPGRADE);
    files.live().sql("DROP TABLE alembic_version");
    assertThat(files.schema("fresh"))
        .isEqualTo(files.schema())
        .contains("account", "ix_name", "-- Running upgrade a -> b");
    Cli.Result down = files.run("down", "5", "--path=repo", "--env=fresh");
    assertThat(down.code()).as(down.err()).isZero();
    files.live().sql("CREATE TABLE alembic_version (version_num varchar)");
    files.psql(DOWNGRADE);
    files.live().sql("DROP TABLE alembic_version");
    assertThat(files.schema("fresh")).isEqualTo(files.schema()).doesNotContain("account");
  }

  @Test
  void recordsTheHeadsAndAllBeforeThem() {
    files.psql(
        UPGRADE.substring(0, UPGRADE.indexOf("-- Running upgrade ae1027a6acf, 27")) + "COMMIT;");
    assertThat(files.live().query("SELECT version_num FROM alembic_version ORDER BY 1"))
        .containsExactly("27c6a30d7c24", "ae1027a6acf");

    Cli.Result imported =
        files.run(
            "import", "alembic", "up.sql", "repo", "--undo=down.sql", "--from-database", "--yes");

    assertThat(imported.code()).as(imported.err()).isZero();
    assertThat(files.changelog())
        .containsExactly(
            "0 create changelog",
            "1 revision 1975ea83b712",
            "2 revision ae1027a6acf",
            "3 revision 27c6a30d7c24");
    files.live().sql("DROP TABLE alembic_version");
    Cli.Result check = files.run("check", "--path=repo");
    assertThat(check.code()).as(check.out() + check.err()).isZero();
    assertThat(files.run("up", "--path=repo").code()).isZero();
  }

  @Test
  void recordsOneBranchWhereTheOtherIsNotApplied() {
    files.psql(
        UPGRADE.substring(0, UPGRADE.indexOf("-- Running upgrade 1975ea83b712 -> 27")) + "COMMIT;");

    Cli.Result imported =
        files.run("import", "alembic", "up.sql", "repo", "--from-database", "--yes");

    assertThat(imported.code()).as(imported.err()).isZero();
    assertThat(files.changelog())
        .containsExactly("0 create changelog", "1 revision 1975ea83b712", "2 revision ae1027a6acf");
  }

  @Test
  void refusesWhatItCannotUnderstand() {
    files.live().sql("CREATE TABLE alembic_version (version_num varchar(32))");
    files.live().sql("INSERT INTO alembic_version VALUES ('ffff')");

    Cli.Result unknown =
        files.run("import", "alembic", "up.sql", "repo", "--from-database", "--yes");

    assertThat(unknown.code()).isEqualTo(1);
    assertThat(unknown.err())
        .contains("The database is at Alembic's revision ffff, which the file does not have");
    assertThat(files.live().query("SELECT to_regclass('changelog')")).containsOnlyNulls();
    assertThat(files.run("import", "alembic", ".", "other").err())
        .contains("is a folder; Alembic's revisions are Python, and only Alembic can read them.");
    assertThat(files.run("import", "alembic", "down.sql", "other").err())
        .contains("has no line '-- Running upgrade …'");
  }
}
