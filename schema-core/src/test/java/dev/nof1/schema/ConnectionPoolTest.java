package dev.nof1.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.nof1.schema.error.MigrationFailedException;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import dev.nof1.schema.plan.State;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application migrates at its start through its own pool, and then goes on to use it. */
class ConnectionPoolTest {
  /** All that a session may have been left with. */
  private static final String SETTINGS =
      "SELECT name || '=' || setting FROM pg_settings WHERE source = 'session' OR name IN ('search_path', 'role', 'lock_timeout', 'statement_timeout', 'application_name', 'transaction_isolation', 'idle_in_transaction_session_timeout') ORDER BY name";

  private final String database = TestServer.createDatabase();
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void leavesAPoolAsItWas(boolean autoCommit) throws SQLException {
    try (HikariDataSource pool = pool(autoCommit)) {
      int server = session(pool);
      List<String> before = inPool(pool, SETTINGS);

      RunResult report = Migrations.of(pool).up();

      assertThat(report.steps()).isNotEmpty();
      assertThat(report.after().in(State.PENDING)).isEmpty();
      assertThat(inPool(pool, SETTINGS)).isEqualTo(before);
      assertThat(session(pool)).as("the session, which was not replaced").isEqualTo(server);
      assertLeftAsItWas(pool, autoCommit);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void leavesAPoolAsItWasWhenAMigrationFails(boolean autoCommit) throws SQLException {
    ScriptFolder scripts =
        ScriptFolder.withChangelog(folder)
            .script(
                "2_t.sql",
                "SET search_path = pg_catalog; SET lock_timeout = '1min'; SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY; SELECT 1 / 0;");
    try (HikariDataSource pool = pool(autoCommit)) {
      List<String> before = inPool(pool, SETTINGS);

      assertThatThrownBy(scripts.migrations(pool)::up)
          .isInstanceOf(MigrationFailedException.class)
          .hasMessageContaining("division by zero");

      assertThat(inPool(pool, SETTINGS)).isEqualTo(before);
      assertLeftAsItWas(pool, autoCommit);
    }
  }

  @Test
  void needsNoMoreThanOneConnectionOfThePool() throws SQLException {
    try (HikariDataSource pool = pool(true)) {
      assertThat(pool.getMaximumPoolSize()).isEqualTo(1);
      Migrations migrations = Migrations.of(pool);
      migrations.up();

      assertThat(migrations.status().in(State.PENDING)).isEmpty();
      assertThat(migrations.up().steps()).isEmpty();
    }
  }

  private void assertLeftAsItWas(HikariDataSource pool, boolean autoCommit) throws SQLException {
    assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
    try (Connection connection = pool.getConnection()) {
      assertThat(connection.getAutoCommit()).isEqualTo(autoCommit);
      assertThat(connection.isReadOnly()).isFalse();
      assertThat(connection.getTransactionIsolation())
          .isEqualTo(Connection.TRANSACTION_REPEATABLE_READ);
      assertThat((Object) connection.getWarnings()).isNull();
    }
    assertThat(inPool(pool, "SELECT pid FROM pg_locks WHERE locktype = 'advisory'")).isEmpty();
    assertThat(
            TestServer.query(
                TestServer.server().dataSource("postgres"),
                "SELECT state FROM pg_stat_activity WHERE application_name = 'shop' AND datname = '"
                    + database
                    + "'"))
        .containsExactly("idle");
  }

  private HikariDataSource pool(boolean autoCommit) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(TestServer.server().jdbcUrl(database));
    config.setUsername(TestServer.server().user());
    config.setPassword(TestServer.server().password());
    config.setAutoCommit(autoCommit);
    config.setMaximumPoolSize(1);
    config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    config.addDataSourceProperty("ApplicationName", "shop");
    // Else a pool that does not auto-commit loses what its own first statement sets.
    config.setIsolateInternalQueries(true);
    config.setConnectionInitSql("SET lock_timeout = '7s'; SET statement_timeout = '1h'");
    return new HikariDataSource(config);
  }

  private static int session(HikariDataSource pool) throws SQLException {
    return Integer.parseInt(inPool(pool, "SELECT pg_backend_pid()").get(0));
  }

  private static List<String> inPool(HikariDataSource pool, String sql) {
    return TestServer.query(pool, sql);
  }
}
