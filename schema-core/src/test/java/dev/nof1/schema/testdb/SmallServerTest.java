package dev.nof1.schema.testdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.error.ServerException;
import dev.nof1.schema.postgres.EmbeddedServer;
import dev.nof1.schema.postgres.ExternalServer;
import dev.nof1.schema.postgres.ServerSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On somebody's server with few connections, on which transactions can be prepared. */
@Timeout(60)
class SmallServerTest {
  private static final PoolSettings SHARED = new PoolSettings("small_", true, 4, 4);
  private static final EmbeddedServer SOMEBODYS =
      EmbeddedServer.temporary(
          ServerSettings.defaults()
              .withParameter("max_connections", "60")
              .withParameter("superuser_reserved_connections", "3")
              .withParameter("max_prepared_transactions", "10"));

  private final TemplateSpec spec =
      new TemplateSpec(
          "one table",
          database -> {
            try (Connection connection = database.getConnection()) {
              Sql.run(connection, "CREATE TABLE t AS SELECT 1 AS x");
            }
          });

  @BeforeAll
  static void addPeople() throws SQLException {
    asAdmin("CREATE ROLE tester LOGIN CREATEDB PASSWORD 'secret'");
    asAdmin("CREATE ROLE limited LOGIN CREATEDB PASSWORD 'secret' CONNECTION LIMIT 11");
  }

  @AfterEach
  void nothingIsLeft() throws SQLException {
    assertThat(ask("SELECT gid FROM pg_prepared_xacts")).isEmpty();
    assertThat(ask("SELECT datname FROM pg_database WHERE datname LIKE 'small\\_test%'")).isEmpty();
  }

  @AfterAll
  static void stop() {
    SOMEBODYS.close();
  }

  @Test
  void dropsWhatAPreparedTransactionWasLeftIn() throws SQLException {
    try (TestDatabases databases = TestDatabases.on(server("tester"), SHARED)) {
      Clone first = databases.take(spec);
      prepare(first, "it's mine");
      prepare(first, "another");
      databases.giveBack(first, "FirstTest");
      databases.take(spec);
    }
  }

  @Test
  void dropsTheOthersWhereOneCannotBeDropped() throws SQLException {
    Clone stubborn;
    try (TestDatabases databases = TestDatabases.on(server("tester"), SHARED)) {
      stubborn = databases.take(spec);
      databases.take(spec);
      asAdmin("ALTER DATABASE " + stubborn.name() + " OWNER TO postgres");
    }
    assertThat(ask("SELECT datname FROM pg_database WHERE datname LIKE 'small\\_test%'"))
        .containsExactly(stubborn.name());
    asAdmin("DROP DATABASE " + stubborn.name() + " WITH (FORCE)");
  }

  @Test
  void sweepsWhatADeadRunLeftPrepared() throws SQLException {
    ExternalServer server = server("tester");
    for (String left : List.of("small_test_0123456789_1", "small_test_0123456789_2")) {
      try (Connection admin = server.dataSource("postgres").getConnection()) {
        Sql.run(admin, "CREATE DATABASE " + left);
      }
      prepare(new Clone(server, left, new Slots(() -> {})), left);
    }
    TestDatabases.on(server, SHARED).close();
  }

  @Test
  void refusesASeedThatLeavesATransactionPrepared() {
    TemplateSpec preparing =
        new TemplateSpec(
            "preparing",
            database -> {
              try (Connection connection = database.getConnection()) {
                connection.setAutoCommit(false);
                Sql.run(connection, "CREATE TABLE prepared ()");
                Sql.run(connection, "PREPARE TRANSACTION 'of the seed'");
              }
            });
    try (TestDatabases databases = TestDatabases.on(server("tester"), SHARED)) {
      assertThatThrownBy(() -> databases.take(preparing))
          .isInstanceOf(ServerException.class)
          .hasMessageContaining("transactions that a script or a seed has left: of the seed.");
    }
  }

  @Test
  void keepsNoConnectionReadyForARoleThatMayHaveFew() throws Exception {
    try (TestDatabases databases = TestDatabases.on(server("limited"), SHARED)) {
      databases.giveBack(databases.take(spec));
      databases.giveBack(databases.take(spec));
      Thread.sleep(500);
      assertThat(databases.take(spec).takeConnection()).isEmpty();
    }
  }

  @Test
  void manyTestsAtOnceFindTheFewConnectionsOfARole() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (TestDatabases databases = TestDatabases.on(server("limited"), SHARED)) {
      List<Future<List<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        answers.add(threads.submit(() -> useOne(databases)));
      }
      for (Future<List<String>> each : answers) {
        assertThat(each.get()).containsExactly("1");
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private List<String> useOne(TestDatabases databases) throws SQLException {
    Clone clone = databases.take(spec);
    try (Connection connection = clone.open(dataSource(clone)::getConnection)) {
      return Sql.query(connection, "SELECT x FROM t, pg_sleep(0.1)");
    } finally {
      databases.giveBack(clone);
    }
  }

  @Test
  void givesUpIdleConnectionsForATestThatNeedsOne() throws Exception {
    ExternalServer server = server("tester");
    List<Connection> others = new ArrayList<>();
    try (TestDatabases databases = TestDatabases.on(server, SHARED)) {
      databases.giveBack(databases.take(spec));
      databases.giveBack(databases.take(spec));
      Clone clone = databases.take(spec);
      Thread.sleep(500);
      fill(server, others);
      Connection own = clone.open(dataSource(clone)::getConnection);
      assertThat(Sql.query(own, "SELECT x FROM t")).containsExactly("1");
      own.close();
    } finally {
      for (Connection each : others) {
        each.close();
      }
    }
  }

  @Test
  void advisesWhereThereIsNoConnectionToGiveUp() throws Exception {
    ExternalServer server = server("tester");
    List<Connection> others = new ArrayList<>();
    try (TestDatabases databases =
        TestDatabases.on(server, new PoolSettings("small_", true, 0, 4))) {
      Clone clone = databases.take(spec);
      fill(server, others);
      assertThatThrownBy(() -> clone.open(dataSource(clone)::getConnection))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("Run fewer tests at once, close connections sooner, or raise");
    } finally {
      for (Connection each : others) {
        each.close();
      }
    }
  }

  private static void fill(ExternalServer server, List<Connection> others) {
    try {
      while (others.size() < 100) {
        others.add(server.dataSource("postgres").getConnection());
      }
    } catch (SQLException e) {
      assertThat(e.getSQLState()).isEqualTo("53300");
    }
  }

  private static void prepare(Clone clone, String gid) throws SQLException {
    try (Connection connection = dataSource(clone).getConnection()) {
      connection.setAutoCommit(false);
      Sql.run(connection, "SELECT 1");
      Sql.run(connection, "PREPARE TRANSACTION '" + gid.replace("'", "''") + "'");
    }
  }

  private static javax.sql.DataSource dataSource(Clone clone) {
    return clone.server().dataSource(clone.name());
  }

  private static ExternalServer server(String user) {
    return ExternalServer.of(SOMEBODYS.jdbcUrl("postgres"), user, "secret");
  }

  private static void asAdmin(String sql) throws SQLException {
    try (Connection connection = SOMEBODYS.dataSource("postgres").getConnection()) {
      Sql.run(connection, sql);
    }
  }

  private static List<String> ask(String sql) throws SQLException {
    try (Connection connection = SOMEBODYS.dataSource("postgres").getConnection()) {
      return Sql.query(connection, sql);
    }
  }
}
