package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.execute;
import static dev.nof1.schema.fixture.TestServer.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.error.MigrationFailedException;
import dev.nof1.schema.fixture.ConnectionSource;
import dev.nof1.schema.fixture.OneConnection;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

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
  void restoresWhereNullsInArraysAreOff() {
    scripts.script("2_nulls.sql", "SET array_nulls = off;\nSET work_mem = '9MB';");
    scripts.script(
        "3_look.sql",
        "CREATE TABLE seen AS SELECT current_setting('array_nulls') || ' ' || current_setting('work_mem') AS found;");

    Migrations.builder(database).source(scripts.source()).build().up();

    assertThat(query(database, "SELECT found FROM seen")).containsExactly("on 4MB");
  }

  @Test
  void restoresByTheServersOwnFunctions() {
    scripts.script(
        "2_shadow.sql",
        """
        CREATE SCHEMA shadow;
        CREATE FUNCTION shadow.set_config(text, text, boolean) RETURNS text LANGUAGE sql AS 'SELECT $2';
        CREATE FUNCTION shadow.current_setting(text, boolean) RETURNS text LANGUAGE sql AS 'SELECT NULL::text';
        SET search_path = shadow, pg_catalog, public;
        SET work_mem = '9MB';
        """);
    scripts.script(
        "3_look.sql",
        "CREATE TABLE public.seen AS SELECT pg_catalog.current_setting('work_mem') || ' ' || pg_catalog.current_setting('search_path') AS found;");

    Migrations.builder(database).source(scripts.source()).build().up();

    assertThat(query(database, "SELECT found FROM seen")).containsExactly("4MB \"$user\", public");
  }

  @Test
  void recordsAScriptThatMakesTheNextTransactionReadOnly() {
    scripts.script(
        "2_read_only.sql",
        "-- //@NO_TRANSACTION\nCREATE TABLE t ();\nSET default_transaction_read_only = on;");

    Migrations.builder(database).source(scripts.source()).build().up();

    assertThat(query(database, "SELECT max(id) FROM changelog")).containsExactly("2");
  }

  /** The role that the script takes may set what the migrating user may not set back. */
  @Test
  void resetsWhatOnlyTheScriptsRoleMaySet() {
    String user = "restored_by_reset";
    execute(
        TestServer.server().dataSource("postgres"),
        "DO $$ BEGIN CREATE ROLE restored_super SUPERUSER; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
        "DO $$ BEGIN CREATE ROLE %s LOGIN PASSWORD 'secret'; EXCEPTION WHEN duplicate_object THEN NULL; END $$"
            .formatted(user),
        "GRANT restored_super TO " + user);
    execute(
        database,
        "GRANT ALL ON SCHEMA public TO " + user,
        "ALTER TABLE changelog OWNER TO " + user);
    scripts.script(
        "2_replica.sql", "SET ROLE restored_super;\nSET session_replication_role = replica;");
    scripts.script(
        "3_look.sql",
        "CREATE TABLE seen AS SELECT current_setting('session_replication_role') || ' ' || current_setting('work_mem') AS found;");

    DataSource theirs = as(user, "SET work_mem = '5MB'");
    Migrations.builder(theirs).source(scripts.source()).build().up();

    assertThat(query(database, "SELECT found FROM seen")).containsExactly("origin 5MB");
  }

  /**
   * A library's setting that only superusers may set: what an owner's script tried changes nothing.
   */
  @Test
  void recordsAScriptThatTriesASettingOfSuperusers() {
    scripts.script("2_try.sql", "SET plpgsql.variable_conflict = use_column;");
    scripts.script("3_block.sql", "DO $$ BEGIN PERFORM 1; END $$;");
    String user = "restored_owner";
    execute(
        database,
        "DO $$ BEGIN CREATE ROLE %s LOGIN PASSWORD 'secret'; EXCEPTION WHEN duplicate_object THEN NULL; END $$"
            .formatted(user),
        "GRANT ALL ON SCHEMA public TO " + user,
        "ALTER TABLE changelog OWNER TO " + user);

    Migrations.builder(as(user, "SELECT 1")).source(scripts.source()).build().up();

    assertThat(query(database, "SELECT max(id) FROM changelog")).containsExactly("3");
  }

  /** Connections of a role, each of which begins with a statement, as a pool's do. */
  private DataSource as(String user, String first) {
    try (Connection connection = database.getConnection()) {
      PGSimpleDataSource theirs = new PGSimpleDataSource();
      theirs.setUrl(TestServer.server().jdbcUrl(connection.getCatalog()));
      theirs.setUser(user);
      theirs.setPassword("secret");
      ConnectionSource source =
          number -> {
            Connection opened = theirs.getConnection();
            try (Statement statement = opened.createStatement()) {
              statement.execute(first);
            }
            return opened;
          };
      return source.dataSource();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
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
