package dev.nof1.schema.junit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.Migrations;
import dev.nof1.schema.junit.Isolation;
import dev.nof1.schema.junit.JdbcUrl;
import dev.nof1.schema.junit.MigratedDatabase;
import dev.nof1.schema.junit.fixture.Kit;
import dev.nof1.schema.junit.fixture.Warnings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** What a class changes in the server is told of and put back before the next class. */
class ServerChangesTest {
  private static volatile String change = "";
  private static volatile CountDownLatch changed = new CountDownLatch(0);
  private static volatile CountDownLatch over = new CountDownLatch(0);
  private static final List<String> STATES = new CopyOnWriteArrayList<>();

  /** All that this is about, with the hashes of passwords. */
  private static final String STATE =
      """
      SELECT concat_ws(E'\\n',
        (SELECT string_agg(replace(a::text, 'infinity', ''), ' ' ORDER BY rolname) FROM pg_authid a
          WHERE rolname IN ('postgres', 'app', 'other')),
        (SELECT string_agg(concat_ws(' ', m.roleid::regrole, m.member::regrole, admin_option), ','
            ORDER BY m.roleid, m.member)
          FROM pg_auth_members m WHERE m.member >= 16384),
        (SELECT string_agg(concat_ws(' ', setdatabase, setrole, each), ',' ORDER BY setdatabase, setrole, each)
          FROM pg_db_role_setting s, unnest(setconfig) each
          WHERE setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = 'postgres'))),
        (SELECT string_agg(name || setting, ',' ORDER BY name) FROM pg_file_settings
          WHERE sourcefile ~ 'auto.conf'),
        current_setting('work_mem'))
      """;

  /** A migration's roles, by way of a seed. */
  static void roles(Connection connection) throws SQLException {
    Kit.run(
        connection,
        """
        DO $$ BEGIN
          IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'app') THEN
            CREATE ROLE app LOGIN PASSWORD 'first';
            CREATE ROLE other;
            CREATE ROLE readers;
            GRANT readers TO app WITH ADMIN OPTION;
            ALTER ROLE app SET search_path = public, "My Schema", '';
            ALTER ROLE app SET app.tenant = E'it''s \\\\ 7';
          END IF;
        END $$;
        CREATE TABLE things (owner text);
        INSERT INTO things VALUES ('app'), ('other');
        ALTER TABLE things ENABLE ROW LEVEL SECURITY;
        CREATE POLICY own ON things USING (owner = current_user);
        GRANT SELECT ON things TO app;
        """);
  }

  @MigratedDatabase(
      version = "base",
      seeds = "dev.nof1.schema.junit.server.ServerChangesTest#roles")
  static class Looks {
    @Test
    void looks(@JdbcUrl String url) throws SQLException {
      // Not one that was opened ahead, perhaps before things were put back.
      try (Connection connection = DriverManager.getConnection(url)) {
        STATES.add(Kit.one(connection, STATE));
      }
    }
  }

  static class LooksAgain extends Looks {}

  @MigratedDatabase(
      version = "base",
      seeds = "dev.nof1.schema.junit.server.ServerChangesTest#roles")
  static class Changes {
    @Test
    void changes(Connection connection) throws Exception {
      for (String each : change.split(change.startsWith("DO") ? "$" : ";")) {
        Kit.run(connection, each);
      }
      changed.countDown();
      over.await();
    }
  }

  @MigratedDatabase(
      version = "base",
      seeds = "dev.nof1.schema.junit.server.ServerChangesTest#roles")
  static class Bystander {
    @Test
    void stands(Connection connection) throws Exception {
      changed.await();
      STATES.add(Kit.one(connection, STATE));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER ROLE app SET work_mem = '9MB' >work_mem of role app",
        "ALTER ROLE app RESET ALL >app.tenant of role app, search_path of role app",
        "ALTER ROLE app SET search_path = '' >search_path of role app",
        "ALTER ROLE postgres SET work_mem = '9MB' >work_mem of role postgres",
        "ALTER ROLE ALL SET work_mem = '9MB' >work_mem of all roles",
        "ALTER DATABASE postgres SET work_mem = '9MB' >work_mem of database postgres",
        "ALTER ROLE app IN DATABASE postgres SET work_mem = '9MB'"
            + " >work_mem of role app in database postgres",
        "ALTER ROLE app PASSWORD 'second' >the password of role app",
        "ALTER ROLE app PASSWORD NULL >the password of role app",
        "ALTER ROLE other SUPERUSER LOGIN CONNECTION LIMIT 3 >role other was altered",
        "GRANT other TO app >the membership of app in other",
        "REVOKE readers FROM app >the membership of app in readers",
        "REVOKE ADMIN OPTION FOR readers FROM app >the membership of app in readers",
        "GRANT pg_read_all_data TO other WITH ADMIN OPTION"
            + " >the membership of other in pg_read_all_data",
        "ALTER SYSTEM SET work_mem = '9MB'; SELECT pg_reload_conf()"
            + " >work_mem of the server (ALTER SYSTEM)",
        "ALTER SYSTEM SET log_line_prefix = E'it''s %m \\\\'"
            + " >log_line_prefix of the server (ALTER SYSTEM)",
      })
  void areToldOfAndPutBack(String changeAndWords) {
    String[] parts = changeAndWords.split(" >");
    change = parts[0];
    STATES.clear();
    String said = warnings(() -> Kit.passing(3, own(Looks.class, Changes.class, LooksAgain.class)));
    assertThat(STATES).hasSize(2);
    assertThat(STATES.get(1)).isEqualTo(STATES.get(0));
    assertThat(said)
        .isEqualTo(
            Changes.class.getName()
                + " has changed the server that other classes use too: "
                + parts[1]
                + ". Settings, passwords and memberships are put back; a role that was made or"
                + " dropped is not.");
  }

  @Test
  void ofRolesThatAreMadeOrDroppedAreToldOfOnce() {
    change =
        "CREATE ROLE extra LOGIN PASSWORD 'x' IN ROLE app; ALTER ROLE extra SET work_mem = '9MB'";
    assertThat(warnings(() -> Kit.passing(3, own(Looks.class, Changes.class, LooksAgain.class))))
        .contains(": role extra was made. ");
    change = "DROP ROLE extra";
    assertThat(warnings(() -> Kit.passing(3, own(Looks.class, Changes.class, LooksAgain.class))))
        .contains(": role extra was dropped. ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "CREATE ROLE passing; DROP ROLE passing",
        "BEGIN; CREATE ROLE undone; ALTER ROLE app PASSWORD 'x'; ROLLBACK",
        "DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database() || ' SET work_mem = 100'"
            + "; END $$",
        "SET work_mem = '9MB'",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND"
            + " datname = 'postgres' AND query ~ 'pg_authid'"
      })
  void thatAreNoneAreNot(String sql) {
    change = sql;
    assertThat(warnings(() -> Kit.passing(2, own(Looks.class, Changes.class)))).isEmpty();
  }

  @Test
  void failByConfiguration() {
    change = "ALTER ROLE app SET work_mem = '9MB'";
    STATES.clear();
    EngineExecutionResults results =
        own(Looks.class, Changes.class, LooksAgain.class)
            .configurationParameter("nof1.test.server-changes", "fail")
            .execute();
    assertThat(Kit.failures(results))
        .singleElement()
        .satisfies(
            e ->
                assertThat(e)
                    .rootCause()
                    .hasMessageStartingWith(
                        Changes.class.getName()
                            + " has changed the server that other classes use too: work_mem of role"
                            + " app. "));
    assertThat(STATES.get(1)).isEqualTo(STATES.get(0));
  }

  @Test
  void areLeftByConfiguration() {
    change = "ALTER ROLE app SET work_mem = '9MB'";
    STATES.clear();
    assertThat(
            warnings(
                () ->
                    Kit.passing(
                        3,
                        own(Looks.class, Changes.class, LooksAgain.class)
                            .configurationParameter("nof1.test.server-changes", "ignore"))))
        .isEmpty();
    assertThat(STATES.get(1)).isNotEqualTo(STATES.get(0));
  }

  @Test
  void nameAllThatRanMeanwhileAndWaitForThem() {
    change = "ALTER ROLE app SET work_mem = '9MB'";
    STATES.clear();
    changed = new CountDownLatch(1);
    String said =
        warnings(
            () -> {
              over = new CountDownLatch(1);
              Thread waits = new Thread(ServerChangesTest::afterBystander);
              waits.start();
              Kit.passing(2, parallel(Bystander.class, Changes.class));
            });
    assertThat(said)
        .contains(
            Bystander.class.getName()
                + " (or "
                + Changes.class.getName()
                + ", which ran at the same time) has changed the server")
        .contains("are put back when these classes are over")
        .hasLineCount(1);
    STATES.clear();
    assertThat(warnings(() -> Kit.passing(1, own(Looks.class)))).isEmpty();
    assertThat(STATES.get(0)).doesNotContain("work_mem");
  }

  private static void afterBystander() {
    try {
      changed.await();
      Thread.sleep(1500);
      over.countDown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @MigratedDatabase(version = "base", migrations = "classpath:roles/migrations")
  static class Migrates {
    @Test
    void migrates(Migrations migrations) {
      migrations.up();
    }
  }

  @MigratedDatabase(migrations = "classpath:roles/migrations")
  static class Migrated {
    @Test
    void is(Connection connection) throws SQLException {
      assertThat(Kit.one(connection, "SELECT count(*) FROM pg_roles WHERE rolname = 'migrated'"))
          .isEqualTo("1");
    }
  }

  @Test
  void ofMigrationsAreNoOffence() {
    assertThat(warnings(() -> Kit.passing(3, own(Looks.class, Migrates.class, Migrated.class))))
        .isEmpty();
  }

  private static EngineTestKit.Builder own(Class<?>... classes) {
    return Kit.of(classes).configurationParameter("nof1.test.prefix", "changes_");
  }

  private static EngineTestKit.Builder parallel(Class<?>... classes) {
    return Kit.parallel(classes).configurationParameter("nof1.test.prefix", "changes_");
  }

  /** Leaves out those of connections. */
  private static String warnings(Runnable code) {
    return Warnings.during(code).stream()
        .filter(warning -> warning.contains("the server"))
        .collect(Collectors.joining("\n"));
  }

  @MigratedDatabase(
      version = "base",
      seeds = "dev.nof1.schema.junit.server.ServerChangesTest#roles")
  static class AsApp {
    @Test
    void isOrdinary(Connection connection, DataSource database, @JdbcUrl String url)
        throws SQLException {
      for (String sql :
          List.of("SELECT current_user", "SELECT string_agg(owner, ',') FROM things")) {
        assertThat(Kit.one(connection, sql)).isEqualTo("app");
        assertThat(Kit.one(database, sql)).isEqualTo("app");
        try (Connection other = DriverManager.getConnection(url)) {
          assertThat(Kit.one(other, sql)).isEqualTo("app");
        }
      }
      Kit.run(connection, "RESET ROLE");
      assertThat(Kit.one(connection, "SELECT current_user")).isEqualTo("app");
      assertThatThrownBy(() -> Kit.run(connection, "INSERT INTO things VALUES ('app')"))
          .hasMessageMatching(".*(permission denied|read-only transaction).*");
    }
  }

  @MigratedDatabase(
      isolation = Isolation.ROLLBACK,
      version = "base",
      seeds = "dev.nof1.schema.junit.server.ServerChangesTest#roles")
  static class AsAppRolledBack extends AsApp {}

  @MigratedDatabase(
      isolation = Isolation.SHARED,
      version = "base",
      seeds = "dev.nof1.schema.junit.server.ServerChangesTest#roles")
  static class AsAppShared extends AsApp {}

  @MigratedDatabase(
      version = "base",
      migrations = "classpath:roles/migrations",
      seeds = "dev.nof1.schema.junit.server.ServerChangesTest#roles")
  static class AsAppMigrates {
    @Test
    void asOwner(Migrations migrations) {
      migrations.up();
    }
  }

  @Test
  void anOrdinaryRoleIsInForce() {
    Kit.passing(
        4,
        own(AsApp.class, AsAppRolledBack.class, AsAppShared.class, AsAppMigrates.class)
            .configurationParameter("nof1.test.role", "app"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody has no such role", "postgres superuser", "App;x lower-case"})
  void aRoleThatIsNoneIsRefused(String roleAndWords) {
    String[] parts = roleAndWords.split(" ", 2);
    assertThat(
            Kit.failure(
                own(Looks.class).configurationParameter("nof1.test.role", parts[0]).execute()))
        .contains("nof1.test.role is '" + parts[0] + "'")
        .contains(parts[1]);
  }
}
