package dev.nof1.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.fixture.ConnectionSource;
import dev.nof1.schema.fixture.OneConnection;
import dev.nof1.schema.fixture.PoolingProxy;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import dev.nof1.schema.plan.State;
import dev.nof1.schema.records.Records;
import dev.nof1.schema.records.Stamp;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Poolers between a migrator and the server. */
@Timeout(60)
class PoolerTest {
  @TempDir private Path folder;
  private final String name = TestServer.createDatabase();
  private final DataSource database = TestServer.server().dataSource(name);

  @Test
  void inTransactionModeAreExplainedBeforeAnythingRuns() throws IOException {
    ScriptFolder scripts = ScriptFolder.withChangelog(folder);
    try (PoolingProxy proxy = new PoolingProxy(TestServer.server().port(), true)) {
      assertThatThrownBy(() -> scripts.migrations(through(proxy)).up())
          .isInstanceOf(DatabaseException.class)
          .hasMessage(
              "The connection goes through a pooler in transaction mode (PgBouncer or one like it), which gives each transaction to another server session. The lock that keeps other migrators out would not hold there, and settings of scripts would reach other clients. Nothing was changed. For migrations connect to the server itself, or to a pool with pool_mode=session.");
      assertThat(scripts.migrations(through(proxy)).status().in(State.PENDING)).hasSize(1);
    }
    assertThat(TestServer.query(database, "SELECT to_regclass('changelog')"))
        .containsExactly((String) null);
  }

  @Test
  void inTransactionModeAreExplainedToWhoeverRecordsOrRepairs() throws Exception {
    ScriptFolder scripts = ScriptFolder.withChangelog(folder).table(2, "t");
    try (PoolingProxy proxy = new PoolingProxy(TestServer.server().port(), true)) {
      Records records = scripts.migrations(through(proxy)).records();
      Stamp stamp = records.baseline(BigDecimal.ONE);

      assertThatThrownBy(() -> records.apply(stamp))
          .hasMessageStartingWith("The connection goes through a pooler in transaction mode");
      assertThatThrownBy(() -> records.repair().forget())
          .hasMessageStartingWith("The connection goes through a pooler in transaction mode");
      assertThatThrownBy(
              () ->
                  Migrations.builder(through(proxy))
                      .source(scripts.script("bootstrap.sql", "SELECT 1;").source())
                      .build()
                      .bootstrap(false))
          .hasMessageStartingWith("The connection goes through a pooler in transaction mode");
      assertThat(TestServer.query(database, "SELECT pid FROM pg_locks WHERE locktype = 'advisory'"))
          .isEmpty();
    }
  }

  @Test
  void inSessionModeAreAsGoodAsNone() throws IOException {
    ScriptFolder scripts = ScriptFolder.withChangelog(folder).table(2, "t");
    try (PoolingProxy proxy = new PoolingProxy(TestServer.server().port(), false)) {
      RunResult report = scripts.migrations(through(proxy)).up();

      assertThat(report.steps()).hasSize(2);
    }
  }

  /** The second client then waits for the first to leave. */
  @Test
  void inSessionModeMayHaveASingleSession() throws IOException {
    ScriptFolder scripts = ScriptFolder.withChangelog(folder);
    try (PoolingProxy proxy = new PoolingProxy(TestServer.server().port(), false)) {
      ConnectionSource single =
          number -> {
            if (number > 1) {
              Thread.sleep(120_000);
            }
            return through(proxy).getConnection();
          };
      long started = System.nanoTime();

      scripts.migrations(single.dataSource()).up();

      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(20));
    }
  }

  @Test
  void areFoundBehindADriverThatKeepsItsConnectionsToItself() throws IOException {
    ScriptFolder scripts = ScriptFolder.withChangelog(folder);
    try (PoolingProxy proxy = new PoolingProxy(TestServer.server().port(), true)) {
      ConnectionSource source = number -> withoutUnwrap(through(proxy).getConnection());

      assertThatThrownBy(() -> scripts.migrations(source.dataSource()).up())
          .hasMessageStartingWith("The connection goes through a pooler in transaction mode");
    }
  }

  @Test
  void areNotSuspectedWhereThereAreNone() throws SQLException {
    ScriptFolder scripts = ScriptFolder.withChangelog(folder).table(2, "t");
    ConnectionSource several = number -> withoutUnwrap(database.getConnection());
    assertThat(scripts.migrations(several.dataSource()).up().steps()).hasSize(2);

    try (Connection connection = withoutUnwrap(database.getConnection())) {
      DataSource one = OneConnection.of(connection);

      assertThat(scripts.migrations(one).down(2).steps()).hasSize(2);
      assertThat(connection.getAutoCommit()).isTrue();
    }
  }

  /** As a driver around another gives them. */
  private static Connection withoutUnwrap(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            PoolerTest.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, args) -> {
              if (method.getName().equals("isWrapperFor")) {
                return false;
              }
              if (method.getName().equals("unwrap")) {
                throw new SQLException("not given out");
              }
              try {
                return method.invoke(connection, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private DataSource through(PoolingProxy proxy) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {"127.0.0.1"});
    source.setPortNumbers(new int[] {proxy.port()});
    source.setDatabaseName(name);
    source.setUser("postgres");
    source.setPassword(TestServer.server().password());
    source.setSslmode("disable");
    source.setGssEncMode("disable");
    return source;
  }
}
