package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.changelog.ChangelogProblems;
import dev.nof1.schema.error.MigrationFailedException;
import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A script that gives up the lock which keeps other migrators out. */
class LockGivenUpTest {
  private static final String HIDDEN = "EXECUTE 'SELECT pg_advisory' || '_unlock_all()';";

  @TempDir private Path folder;
  private final DataSource database = TestServer.emptyDatabase();
  private ScriptFolder scripts;

  @BeforeEach
  void migrate() {
    scripts = ScriptFolder.withChangelog(folder).table(2, "t");
    up();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT pg_advisory_unlock_all();",
        "SELECT pg_catalog.PG_ADVISORY_UNLOCK_ALL () ;",
        "DO $$ BEGIN PERFORM pg_advisory_unlock_all(); END $$;"
      })
  void isRefusedWhereThatIsSeen(String statement) {
    scripts.script("3_unlock.sql", "CREATE TABLE u ();\n" + statement);

    assertThatThrownBy(this::up)
        .isInstanceOf(RepositoryException.class)
        .hasMessage(
            folder
                + "/3_unlock.sql:2:1: pg_advisory_unlock_all() would give up the lock that keeps other migrators out. Nothing was run. Give up locks of your own one by one, with pg_advisory_unlock(key).");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 'pg_advisory_unlock_all()' /* pg_advisory_unlock_all() */; -- pg_advisory_unlock_all()",
        "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'SELECT pg_advisory_unlock_all()';"
      })
  void isNotSuspectedByWordsThatRunNothing(String statement) {
    scripts.script("3_words.sql", statement);

    assertThat(up().steps()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"DO", "trigger"})
  void isRolledBackWhereThatIsHidden(String how) {
    scripts.script("3_u.sql", "CREATE TABLE u (id int);");
    scripts.script(
        "4_unlock.sql",
        how.equals("DO")
            ? "INSERT INTO u VALUES (1);\nDO $$ BEGIN " + HIDDEN + " END $$;"
            : """
            CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN %s RETURN NEW; END $$;
            CREATE TRIGGER u BEFORE INSERT ON u FOR EACH ROW EXECUTE FUNCTION f();
            INSERT INTO u VALUES (1);
            """
                .formatted(HIDDEN));

    assertThatThrownBy(this::up)
        .isInstanceOf(MigrationFailedException.class)
        .hasMessage(
            "Migration 4 (unlock) failed at "
                + folder
                + "/4_unlock.sql: "
                + ChangelogProblems.UNLOCKED
                + "\nIt was rolled back; the migration before it stays done, and the database is at 3 (u). Fix the script and run this again.");

    assertThat(query(database, "SELECT count(*) FROM u")).containsExactly("0");
    assertThat(query(database, "SELECT max(id) FROM changelog")).containsExactly("3");
  }

  @Test
  void isStoppedAtOnceOutsideATransaction() {
    scripts.script(
        "3_unlock.sql",
        "-- //@NO_TRANSACTION\nCREATE TABLE u ();\nDO $$ BEGIN "
            + HIDDEN
            + " END $$;\nCREATE TABLE v ();");

    assertThatThrownBy(this::up)
        .hasMessageContaining("/3_unlock.sql:3:1: " + ChangelogProblems.UNLOCKED)
        .hasMessageContaining("'schema-cli repair'");

    assertThat(query(database, "SELECT to_regclass('v')")).containsExactly((String) null);
    assertThat(query(database, "SELECT max(id) FROM changelog")).containsExactly("2");
  }

  private RunResult up() {
    return scripts.migrations(database).up();
  }
}
