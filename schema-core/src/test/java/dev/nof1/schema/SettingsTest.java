package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.execute;
import static dev.nof1.schema.fixture.TestServer.query;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.fixture.OneConnection;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import dev.nof1.schema.repository.ScriptSettings;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a script sets, by whatever means, is set for that script only. */
class SettingsTest {
  private static final String SEEN =
      "concat_ws(' ', current_setting('lock_timeout'), current_setting('statement_timeout'), current_setting('default_transaction_read_only'), current_setting('work_mem'), current_setting('search_path'), coalesce(current_setting('app.tenant', true), ''), coalesce(current_setting('app.other', true), ''))";

  @TempDir private Path folder;
  private final DataSource database = TestServer.emptyDatabase();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET lock_timeout = '77min'; SET statement_timeout = '66min'; SET default_transaction_read_only = on; SET work_mem = '5MB'; SET search_path = pg_catalog; SET app.tenant = 'two';",
        "DO $$ BEGIN SET lock_timeout = '77min'; SET statement_timeout = '66min'; SET default_transaction_read_only = on; SET work_mem = '5MB'; SET search_path = pg_catalog; SET app.tenant = 'two'; PERFORM set_config('app.other', 'x', false); END $$;",
        "CALL spoils();",
        "SELECT spoil();",
        "INSERT INTO seen SELECT spoil();",
        "(SELECT spoil());",
        "-- //@NO_TRANSACTION\nSET work_mem = '5MB'; DO $$ BEGIN SET lock_timeout = '77min'; SET search_path = pg_catalog; PERFORM set_config('app.tenant', 'two', false); END $$;"
      })
  void reachesNoOtherScriptNorWhoeverUsesTheConnectionNext(String script) throws Exception {
    ScriptFolder scripts =
        ScriptFolder.withChangelog(folder)
            .script(
                "2_functions.sql",
                """
                -- //@DELIMITER !
                CREATE TABLE seen (s text)!
                CREATE FUNCTION spoil() RETURNS text LANGUAGE plpgsql AS $$
                BEGIN
                  SET lock_timeout = '77min'; SET statement_timeout = '66min'; SET default_transaction_read_only = on;
                  PERFORM set_config('app.tenant', 'two', false), set_config('work_mem', '5MB', false), set_config('search_path', 'pg_catalog', false);
                  RETURN 'spoilt';
                END $$!
                CREATE PROCEDURE spoils() LANGUAGE plpgsql AS $$ BEGIN PERFORM spoil(); END $$!
                """)
            .script("3_spoil.sql", script)
            .script("4_look.sql", "INSERT INTO public.seen VALUES (" + SEEN + ");");
    try (Connection connection = database.getConnection()) {
      DataSource one = OneConnection.of(connection);
      execute(one, "SET app.tenant = 'one'");
      List<String> before = query(one, "SELECT " + SEEN);

      scripts.migrations(one).up();

      assertThat(query(one, "SELECT " + SEEN)).isEqualTo(before);
    }
    assertThat(query(database, "SELECT s FROM public.seen WHERE s <> 'spoilt'"))
        .containsExactly("5s 0 off 4MB \"$user\", public one ");
  }

  @Test
  void reachesNothingBehindItInAFile() throws Exception {
    ScriptFolder scripts =
        ScriptFolder.withChangelog(folder)
            .script(
                "2_spoil.sql",
                "DO $$ BEGIN SET lock_timeout = '77min'; SET work_mem = '5MB'; END $$;\nSET app.tenant = 'two';\nSELECT set_config('app.other', 'x', false);\nSET search_path = pg_catalog;");
    StringBuilder sql = new StringBuilder();
    OfflineMigrations offline =
        OfflineMigrations.of(
            scripts.source(), ScriptSettings.DEFAULT, "CHANGELOG", Clock.systemUTC());
    offline.write(
        offline.between(BigDecimal.ZERO, BigDecimal.TEN), OfflineMigrations.Form.PLAIN, sql);
    try (Connection connection = database.getConnection()) {
      DataSource one = OneConnection.of(connection);
      execute(one, "SET app.tenant = 'one'");
      List<String> before = query(one, "SELECT " + SEEN);

      execute(one, sql.toString());

      assertThat(query(one, "SELECT " + SEEN)).isEqualTo(before);
    }
    assertThat(query(database, "SELECT max(id) FROM changelog")).containsExactly("2");
  }
}
