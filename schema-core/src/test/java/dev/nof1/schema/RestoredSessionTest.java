package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.execute;
import static dev.nof1.schema.fixture.TestServer.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.error.MigrationFailedException;
import dev.nof1.schema.fixture.OneConnection;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A script's row and settings where database and session are not as usual. */
class RestoredSessionTest {
  @TempDir private Path folder;
  private final DataSource database = TestServer.emptyDatabase();
  private ScriptFolder scripts;

  @BeforeEach
  void writeScripts() {
    scripts = ScriptFolder.withChangelog(folder);
    scripts.migrations(database).up();
  }

  @Test
  void commitsNothingWhereATriggerDropsTheRow() {
    execute(
        database,
        "CREATE FUNCTION drops() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "CREATE TRIGGER drops BEFORE INSERT ON changelog FOR EACH ROW EXECUTE FUNCTION drops()");
    scripts.table(2, "t");

    assertThatThrownBy(scripts.migrations(database)::up)
        .isInstanceOf(MigrationFailedException.class)
        .hasMessageContaining(
            "Migration 2 (create t) failed at the changelog row of "
                + folder
                + "/2_create_t.sql: the changelog CHANGELOG has taken no row: a trigger or a rule on it drops what is inserted")
        .hasMessageContaining("It was rolled back;");
    assertThat(query(database, "SELECT to_regclass('t')")).containsExactly((String) null);
  }

  @Test
  void commitsNothingWhereARuleDropsTheRow() {
    execute(database, "CREATE RULE drops AS ON INSERT TO changelog DO INSTEAD NOTHING");
    scripts.table(2, "t");

    assertThatThrownBy(scripts.migrations(database)::up)
        .isInstanceOf(MigrationFailedException.class);
    assertThat(query(database, "SELECT to_regclass('t')")).containsExactly((String) null);
  }

  @Test
  void restoresASettingThatSetLocalHides() {
    scripts.script(
        "2_limits.sql",
        "SET statement_timeout = 0;\nSET LOCAL statement_timeout = '30s';\nCREATE TABLE t ();");
    scripts.script(
        "3_look.sql",
        "CREATE TABLE seen AS SELECT current_setting('statement_timeout') AS statement_timeout;");

    Migrations.builder(database)
        .source(scripts.source())
        .statementTimeout(Duration.ofSeconds(30))
        .build()
        .up();

    assertThat(query(database, "SELECT statement_timeout FROM seen")).containsExactly("30s");
  }

  /**
   * Before the library is loaded, its setting is one that an application invents; afterwards it is
   * a number.
   */
  @Test
  void resetsASettingWhoseLibraryTheScriptLoads() {
    execute(database, "CREATE EXTENSION pg_trgm");
    scripts.script(
        "2_similar.sql",
        "SET pg_trgm.similarity_threshold = 0.5;\nCREATE TABLE t AS SELECT 'a' % 'b' AS similar;");
    scripts.script(
        "3_look.sql",
        "CREATE TABLE seen AS SELECT current_setting('pg_trgm.similarity_threshold') AS threshold;");

    Migrations.builder(database).source(scripts.source()).build().up();

    assertThat(query(database, "SELECT threshold FROM seen")).containsExactly("0.3");
  }

  @Test
  void restoresTheRoleWhereAnotherSettingCannotBe() throws Exception {
    execute(
        database,
        "DO $$ BEGIN CREATE ROLE restored_session; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
        "GRANT CREATE ON SCHEMA public TO restored_session");
    scripts.script(
        "2_temp.sql",
        """
        -- //@NO_TRANSACTION
        SET temp_buffers = '16MB';
        CREATE TEMP TABLE used AS SELECT 1 AS one;
        SELECT * FROM used;
        SET ROLE restored_session;
        SELECT 1/0;
        """);

    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(scripts.migrations(OneConnection.of(connection))::up)
          .hasMessageContaining("division by zero");
      try (ResultSet row = statement.executeQuery("SELECT current_setting('role')")) {
        row.next();
        assertThat(row.getString(1)).isEqualTo("none");
      }
    }
  }
}
