package dev.nof1.schema.testdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.postgres.EmbeddedServer;
import dev.nof1.schema.postgres.ServerSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection that was opened before it was asked for is like one that is opened now. */
@Timeout(60)
@Isolated("changes the JVM's time zone")
class ReadyConnectionTest {
  private static final EmbeddedServer SERVER = EmbeddedServer.temporary(ServerSettings.defaults());

  private final TestDatabases databases =
      TestDatabases.on(SERVER, new PoolSettings("ready_", false, 2, 8));
  private final TimeZone before = TimeZone.getDefault();
  private Clone clone = databases.take(new TemplateSpec("empty", database -> {}));

  @BeforeEach
  void takeOneWithAConnection() throws InterruptedException {
    databases.giveBack(clone);
    Thread.sleep(300);
    clone = databases.take(new TemplateSpec("empty", database -> {}));
  }

  @AfterEach
  void restore() throws SQLException {
    TimeZone.setDefault(before);
    asAdmin("ALTER ROLE postgres RESET ALL");
    asAdmin("ALTER DATABASE " + clone.name() + " RESET ALL");
    databases.close();
  }

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  @Test
  void isHandedOutWhereNothingChanged() throws SQLException {
    asAdmin("ALTER DATABASE postgres SET work_mem = '5MB'");
    try (Connection ready = clone.takeConnection().orElseThrow()) {
      assertThat(ready.getNetworkTimeout()).isZero();
      assertThat(Sql.query(ready, "SHOW work_mem")).containsExactly("4MB");
    }
  }

  @Test
  void isNotThatOfASessionThatAnotherTestEnded() throws SQLException {
    asAdmin(
        "SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity WHERE datname = '%s'"
            .formatted(clone.name()));
    assertThat(clone.takeConnection()).isEmpty();
  }

  @Test
  void isNotOfAnotherTimeZoneThanTheJvmIsIn() {
    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
    assertThat(clone.takeConnection()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER ROLE postgres SET search_path = elsewhere",
        "ALTER DATABASE %s SET work_mem = '5MB'",
        "ALTER ROLE postgres IN DATABASE %s SET work_mem = '5MB'",
        "ALTER ROLE ALL SET work_mem = '5MB'"
      })
  void isNotOfSettingsThatNewSessionsHaveNoMore(String change) throws SQLException {
    asAdmin(change.formatted(clone.name()));
    try {
      Optional<Connection> ready = clone.takeConnection();
      assertThat(ready).isEmpty();
    } finally {
      asAdmin("ALTER ROLE ALL RESET ALL");
    }
  }

  private static void asAdmin(String sql) throws SQLException {
    try (Connection connection = SERVER.dataSource("postgres").getConnection()) {
      Sql.run(connection, sql);
    }
  }
}
