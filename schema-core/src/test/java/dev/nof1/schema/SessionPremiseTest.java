package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.execute;
import static dev.nof1.schema.fixture.TestServer.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.error.MigrationFailedException;
import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.fixture.OneConnection;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import dev.nof1.schema.hook.Hooks;
import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.scratch.SchemaCheck;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SimpleTimeZone;
import java.util.TimeZone;
import javax.sql.DataSource;
import org.apache.ibatis.migration.hook.HookContext;
import org.apache.ibatis.migration.hook.MigrationHook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;

/** What a script means depends neither on the server's settings nor on this machine's. */
class SessionPremiseTest {
  private static final String PATHS =
      "CREATE TABLE p (path text);\nINSERT INTO p VALUES ('C:\\new\\table');\n";

  private static final String ZONE_NOW = "SELECT current_setting('TimeZone') AS zone;\n";
  private static final String NOTES_ZONE = "CREATE TABLE z AS " + ZONE_NOW;

  private static final TimeZone ZONE = TimeZone.getDefault();

  @TempDir private Path folder;
  private final String name = TestServer.createDatabase();
  private final DataSource database = plain(name);

  @AfterEach
  void giveTheZoneBack() {
    TimeZone.setDefault(ZONE);
  }

  /** As users have one: the driver says what the zone is. */
  private static PGSimpleDataSource plain(String database) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(TestServer.server().jdbcUrl(database));
    source.setUser(TestServer.server().user());
    source.setPassword(TestServer.server().password());
    return source;
  }

  private ScriptFolder scripts(String script) {
    return ScriptFolder.withChangelog(folder).script("2_p.sql", script);
  }

  @Test
  void readsStringsAsTheyAreWrittenWhateverTheDatabaseSays() {
    execute(database, "ALTER DATABASE " + name + " SET standard_conforming_strings = off");
    ScriptFolder scripts = scripts(PATHS);

    scripts.migrations(database).up();

    assertThat(query(database, "SELECT path FROM p")).containsExactly("C:\\new\\table");
  }

  @Test
  void readsStringsAsTheyAreWrittenWhateverTheUrlSays() {
    PGSimpleDataSource off = plain(name);
    off.setOptions("-c standard_conforming_strings=off");

    Migrations.builder(off).source(scripts(PATHS).source()).build().up();

    assertThat(query(database, "SELECT path FROM p")).containsExactly("C:\\new\\table");
  }

  @Test
  void readsStringsOfAFileAsTheyAreWritten() throws Exception {
    execute(database, "ALTER DATABASE " + name + " SET standard_conforming_strings = off");

    execute(database, offline(scripts(PATHS), ScriptSettings.DEFAULT));

    assertThat(query(database, "SELECT path FROM p")).containsExactly("C:\\new\\table");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT set_config('standard_conforming' || '_strings', 'off', false);",
        "DO $$ BEGIN SET standard_conforming_strings = off; END $$;"
      })
  void sendsNothingThatWouldBeReadInAnotherWay(String statement) {
    ScriptFolder scripts = scripts(statement + "\n" + PATHS);

    assertThatThrownBy(() -> scripts.migrations(database).up())
        .isInstanceOf(MigrationFailedException.class)
        .hasMessageContaining("2_p.sql:2:1: standard_conforming_strings is off in this session")
        .hasMessageContaining("It was rolled back");
    assertThat(query(database, "SELECT to_regclass('p')")).containsOnlyNulls();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET standard_conforming_strings = off",
        "set local Standard_Conforming_Strings to 'OFF'",
        "SET SESSION \"standard_conforming_strings\"=false",
        "SELECT pg_catalog.set_config('standard_conforming_strings', 'off', false)",
        "-- //@NO_TRANSACTION\nSET standard_conforming_strings TO 0"
      })
  void refusesBeforeAnythingRunsWhatIsSaidOpenly(String statement) {
    ScriptFolder scripts =
        scripts("CREATE TABLE o ();").script("3_off.sql", statement + ";\n" + PATHS);

    assertThatThrownBy(() -> scripts.migrations(database).up())
        .isInstanceOf(RepositoryException.class)
        .hasMessageContaining("standard_conforming_strings = off would make the server read")
        .hasMessageContaining("Nothing was run");
    assertThat(query(database, "SELECT to_regclass('o')")).containsOnlyNulls();
  }

  @Test
  void runsWhatADumpSets() {
    ScriptFolder scripts =
        scripts(
            "SET standard_conforming_strings = on;\nSET SESSION standard_conforming_strings TO 'true';\n"
                + PATHS);

    scripts.migrations(database).up();

    assertThat(query(database, "SELECT path FROM p")).containsExactly("C:\\new\\table");
  }

  @ParameterizedTest
  @ValueSource(strings = {"simple", "extendedForPrepared"})
  void refusesAQueryModeInWhichTheServerTakesSeveralStatementsForOne(String mode) {
    PGSimpleDataSource simple = plain(name);
    simple.setPreferQueryMode(PreferQueryMode.of(mode));
    Migrations migrations = Migrations.builder(simple).source(scripts(PATHS).source()).build();

    assertThatThrownBy(migrations::up)
        .isInstanceOf(DatabaseException.class)
        .hasMessageStartingWith("preferQueryMode=" + mode + " in the URL lets the server take")
        .hasMessageContaining("Nothing was changed.");
    assertThat(migrations.status().current()).isEmpty();
  }

  @Test
  void honoursAScriptThatTakesAllSettingsBack() {
    execute(database, "ALTER DATABASE " + name + " SET standard_conforming_strings = off");
    ScriptFolder scripts =
        scripts("RESET ALL;\n" + PATHS)
            .script(
                "3_zone.sql",
                "RESET TimeZone; CREATE TABLE z AS SELECT current_setting('TimeZone');")
            .script(
                "4_zone.sql",
                "SET TIME ZONE LOCAL; CREATE TABLE y AS SELECT current_setting('TimeZone');")
            .script(
                "5_zone.sql",
                "SET TimeZone = 'Asia/Tokyo'; RESET standard_conforming_strings; CREATE TABLE x AS SELECT current_setting('TimeZone'), '\\n' AS s;");
    TimeZone.setDefault(TimeZone.getTimeZone("Europe/Paris"));

    scripts.migrations(database).up();

    assertThat(query(database, "SELECT path FROM p")).containsExactly("C:\\new\\table");
    assertThat(query(database, "TABLE z UNION TABLE y")).containsExactly("UTC");
    assertThat(query(database, "SELECT concat(current_setting, s) FROM x"))
        .containsExactly("Asia/Tokyo\\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"RESET ALL", "SET TIME ZONE LOCAL", "RESET TimeZone", "SET TimeZone TO DEFAULT"})
  void migratesInTheSameZoneBehindAHookThatTakesSettingsBack(String statement) {
    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
    ScriptFolder scripts = scripts(NOTES_ZONE).script("3_more.sql", "INSERT INTO z " + ZONE_NOW);

    Migrations.builder(database)
        .source(scripts.source())
        .hooks(new Hooks(new Before(statement + ";"), null))
        .build()
        .up();

    assertThat(query(database, "TABLE z")).containsExactly("UTC", "UTC");
  }

  @Test
  void migratesInTheZoneThatAHookNames() {
    Migrations.builder(database)
        .source(scripts(NOTES_ZONE).source())
        .hooks(new Hooks(new Before("RESET ALL; SET TimeZone = 'Europe/Paris';"), null))
        .build()
        .up();

    assertThat(query(database, "TABLE z")).containsExactly("Europe/Paris");
  }

  @Test
  void runsTheRestOfOnabortInTheSameZone() {
    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
    ScriptFolder scripts = scripts("SELECT 1/0;").script("onabort.sql", "RESET ALL; " + NOTES_ZONE);

    assertThatThrownBy(() -> scripts.migrations(database).up())
        .hasMessageContaining("onabort.sql was run");
    assertThat(query(database, "TABLE z")).containsExactly("UTC");
  }

  /** SQL before the first migration. */
  private static final class Before implements MigrationHook {
    private final String sql;

    Before(String sql) {
      this.sql = sql;
    }

    @Override
    public void before(Map<String, Object> bindings) {
      ((HookContext) Objects.requireNonNull(bindings.get(HOOK_CONTEXT))).executeSql(sql);
    }

    @Override
    public void beforeEach(Map<String, Object> bindings) {}

    @Override
    public void afterEach(Map<String, Object> bindings) {}

    @Override
    public void after(Map<String, Object> bindings) {}
  }

  @Test
  void runsInOneZoneWhateverTheMachines() throws Exception {
    ScriptFolder scripts =
        scripts(
            "CREATE TABLE m (at timestamptz) PARTITION BY RANGE (at);\nCREATE TABLE m1 PARTITION OF m FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');\n");
    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
    DataSource offline = plain(TestServer.createDatabase());

    scripts.migrations(database).up();
    execute(offline, offline(scripts, ScriptSettings.DEFAULT));

    assertThat(bounds(database))
        .isEqualTo("FOR VALUES FROM ('2026-01-01 00:00:00+00') TO ('2026-02-01 00:00:00+00')");
    assertThat(bounds(offline)).isEqualTo(bounds(database));
    TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
    assertThat(check(scripts, ScriptSettings.DEFAULT).live(database).none()).isTrue();
  }

  @Test
  void runsInTheZoneThatIsNamed() throws Exception {
    ScriptFolder scripts =
        scripts(
            "CREATE TABLE m (at timestamptz DEFAULT '2026-01-01');\nCREATE TABLE z AS SELECT current_setting('TimeZone') AS zone;\n");
    ScriptSettings paris = ScriptSettings.DEFAULT.withSessionTimeZone("Europe/Paris");
    DataSource offline = plain(TestServer.createDatabase());

    Migrations.builder(database).source(scripts.source()).settings(paris).build().up();
    execute(offline, offline(scripts, paris));

    assertThat(query(database, "SELECT zone FROM z")).containsExactly("Europe/Paris");
    assertThat(query(offline, "SELECT zone FROM z")).containsExactly("Europe/Paris");
    assertThat(check(scripts, paris).live(database).none()).isTrue();
    assertThat(check(scripts, ScriptSettings.DEFAULT).live(database).differences())
        .as("the zone is part of what a scratch database is known by")
        .hasSize(1);
    Path target =
        Files.writeString(
            folder.resolve("target.sqlx"),
            "CREATE TABLE m (at timestamptz DEFAULT '2026-01-01');\nCREATE TABLE z (zone text);\n");
    assertThat(check(scripts, paris).target(target).none()).isTrue();
  }

  @Test
  void refusesAZoneThatTheServerDoesNotKnow() {
    ScriptSettings mars = ScriptSettings.DEFAULT.withSessionTimeZone("Mars/Phobos");

    assertThatThrownBy(
            () ->
                Migrations.builder(database)
                    .source(scripts(PATHS).source())
                    .settings(mars)
                    .build()
                    .up())
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("\"TimeZone\": \"Mars/Phobos\" [22023]")
        .hasMessageContaining("session_time_zone");
  }

  @Test
  void namesTheZoneOfTheJvmWhereTheServerRefusesIt() {
    TimeZone.setDefault(new SimpleTimeZone(0, "IST"));

    assertThatThrownBy(
            () -> Migrations.builder(database).source(scripts(PATHS).source()).build().status())
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("-Duser.timezone=UTC");
  }

  @Test
  void runsHooksInTheSameZone() {
    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
    ScriptFolder scripts = scripts("CREATE TABLE z (zone text);");

    Migrations.builder(database)
        .source(scripts.source())
        .hooks(new Hooks(new Zone(), null))
        .build()
        .up();

    assertThat(query(database, "SELECT DISTINCT zone FROM z")).containsExactly("UTC");
  }

  private static final class Zone implements MigrationHook {
    private static HookContext context(Map<String, Object> bindings) {
      return (HookContext) Objects.requireNonNull(bindings.get(HOOK_CONTEXT));
    }

    private static void note(HookContext context) {
      try (Connection connection = context.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("INSERT INTO z VALUES (current_setting('TimeZone'))");
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void before(Map<String, Object> bindings) {}

    @Override
    public void beforeEach(Map<String, Object> bindings) {}

    @Override
    public void afterEach(Map<String, Object> bindings) {
      HookContext context = context(bindings);
      if (context.getChange().getId().compareTo(BigDecimal.valueOf(2)) == 0) {
        note(context);
      }
    }

    @Override
    public void after(Map<String, Object> bindings) {
      note(context(bindings));
    }
  }

  @Test
  void givesAPooledConnectionBackAsItWas() throws Exception {
    String settings =
        "SELECT string_agg(concat_ws(' ', name, setting, source), '; ' ORDER BY name) FROM pg_settings WHERE name IN ('standard_conforming_strings', 'TimeZone', 'idle_session_timeout', 'idle_in_transaction_session_timeout', 'lock_timeout', 'transaction_timeout', 'DateStyle', 'extra_float_digits')";
    try (Connection connection = database.getConnection()) {
      DataSource one = OneConnection.of(connection);
      execute(
          one,
          "SET TimeZone = 'Asia/Tokyo'",
          "SET standard_conforming_strings = off",
          "SET idle_in_transaction_session_timeout = '7min'");
      List<String> before = query(one, settings);
      ScriptFolder scripts = scripts(PATHS).script("3_bad.sql", "SELECT 1/0;");
      Migrations migrations = scripts.migrations(one);

      migrations.up(2);
      assertThat(query(one, settings)).isEqualTo(before);
      assertThatThrownBy(migrations::up).isInstanceOf(MigrationFailedException.class);
      assertThat(query(one, settings)).isEqualTo(before);
      migrations.status();
      assertThat(query(one, settings)).isEqualTo(before);
    }
    assertThat(query(database, "SELECT path FROM p")).containsExactly("C:\\new\\table");
  }

  private static String bounds(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection()) {
      DataSource one = OneConnection.of(connection);
      execute(one, "SET TimeZone = 'UTC'");
      return query(one, "SELECT pg_get_expr(relpartbound, oid) FROM pg_class WHERE relname = 'm1'")
          .get(0);
    }
  }

  private static SchemaCheck check(ScriptFolder scripts, ScriptSettings settings) {
    return SchemaCheck.of(scripts.source(), settings, Migrations.DEFAULT_CHANGELOG);
  }

  private static String offline(ScriptFolder scripts, ScriptSettings settings) throws Exception {
    StringBuilder sql = new StringBuilder();
    OfflineMigrations offline =
        OfflineMigrations.of(scripts.source(), settings, "CHANGELOG", Clock.systemUTC());
    offline.write(
        offline.between(BigDecimal.ZERO, BigDecimal.TEN), OfflineMigrations.Form.PLAIN, sql);
    return sql.toString();
  }
}
