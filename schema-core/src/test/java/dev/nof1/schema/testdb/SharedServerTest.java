package dev.nof1.schema.testdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.postgres.EmbeddedServer;
import dev.nof1.schema.postgres.ExternalServer;
import dev.nof1.schema.postgres.OlderServers;
import dev.nof1.schema.postgres.ServerSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** On a server that others use too, as a user who may create databases and no more. */
@ParameterizedClass
@ValueSource(strings = {"15", "newest"})
class SharedServerTest {
  private static final Map<String, EmbeddedServer> SERVERS = new HashMap<>();
  private static final PoolSettings SHARED = new PoolSettings("ours_", true, 2, 4);

  private static final PoolSettings NONE_AHEAD = new PoolSettings("ours_", true, 0, 0);

  private final Queue<SQLException> problems = new ConcurrentLinkedQueue<>();
  private final AtomicInteger builds = new AtomicInteger();
  private final TemplateSpec spec =
      new TemplateSpec(
          "one table",
          database -> {
            builds.incrementAndGet();
            try (Connection connection = database.getConnection()) {
              Sql.run(connection, "CREATE TABLE t AS SELECT 1 AS x");
            }
          });

  private final EmbeddedServer somebodys;

  SharedServerTest(String version) throws SQLException {
    EmbeddedServer known = SERVERS.get(version);
    if (known == null) {
      somebodys =
          version.equals("newest")
              ? EmbeddedServer.temporary(ServerSettings.defaults())
              : OlderServers.temporary(version);
      SERVERS.put(version, somebodys);
      addPeople();
    } else {
      somebodys = known;
    }
  }

  private void addPeople() throws SQLException {
    asAdmin("CREATE ROLE tester LOGIN CREATEDB PASSWORD 'secret'");
    asAdmin("CREATE DATABASE theirs");
    asAdmin("CREATE DATABASE ours");
  }

  @AfterEach
  void dropOurs() throws SQLException {
    for (String each : databases("ours\\_%")) {
      asAdmin("ALTER DATABASE " + each + " IS_TEMPLATE false");
      asAdmin("DROP DATABASE " + each + " WITH (FORCE)");
    }
    assertThat(databases("%rs")).as("never dropped").containsExactly("ours", "theirs");
  }

  @AfterAll
  static void stop() {
    SERVERS.values().forEach(EmbeddedServer::close);
  }

  @Test
  void leavesTheTemplateAndWhatWasKept() throws Exception {
    Clone kept;
    try (TestDatabases databases = TestDatabases.on(server(), SHARED)) {
      kept = databases.take(spec);
      Clone over = databases.take(spec);
      databases.keep(kept, 1);
      databases.giveBack(over);
      kept.closeConnection();
    }
    assertThat(databases("ours\\_test%")).containsExactly(kept.name());
    assertThat(databases("ours\\_template%")).hasSize(1);
  }

  @Test
  void dropsWhatAPoolIsStillConnectedTo() throws Exception {
    try (TestDatabases databases = TestDatabases.on(server(), SHARED)) {
      Clone clone = databases.take(spec);
      Connection forgotten = server().dataSource(clone.name()).getConnection();
      databases.giveBack(clone);
      databases.close();
      assertThat(databases("ours\\_test%")).isEmpty();
      forgotten.close();
    }
  }

  @Test
  void letsNobodyWaitForWhoIsStillConnected() throws Exception {
    try (TestDatabases databases = TestDatabases.on(server(), NONE_AHEAD)) {
      Clone clone = databases.take(spec);
      try (Connection pool = server().dataSource(clone.name()).getConnection()) {
        databases.giveBack(clone);
        Thread.sleep(100);
        long started = System.nanoTime();
        databases.take(spec);
        assertThat(System.nanoTime() - started).isLessThan(2_000_000_000L);
        assertThat(pool.isClosed()).isFalse();
      }
    }
  }

  @Test
  void dropsWhatWasInUseWhenThatIsOver() throws Exception {
    try (TestDatabases databases = TestDatabases.on(server(), NONE_AHEAD)) {
      Clone clone = databases.take(spec);
      Connection pool = server().dataSource(clone.name()).getConnection();
      databases.giveBack(clone);
      Thread.sleep(100);
      pool.close();
      for (int i = 0; i < 200 && databases("ours\\_test%").contains(clone.name()); i++) {
        Thread.sleep(10);
      }
      assertThat(databases("ours\\_test%")).doesNotContain(clone.name());
    }
  }

  @Test
  void dropsWhatWasNeverGivenBack() throws Exception {
    try (TestDatabases databases = TestDatabases.on(server(), SHARED)) {
      databases.take(spec);
      databases.take(spec);
    }
    assertThat(databases("ours\\_test%")).isEmpty();
  }

  @Test
  void keepsTheNewestOfFailedTests() throws Exception {
    try (TestDatabases databases = TestDatabases.on(server(), SHARED)) {
      for (int i = 0; i < 3; i++) {
        Clone clone = databases.take(spec);
        clone.closeConnection();
        databases.keep(clone, 2);
      }
    }
    assertThat(databases("ours\\_test%")).hasSize(2);
  }

  @Test
  void buildsATemplateOnceForAllRuns() throws Exception {
    try (TestDatabases one = TestDatabases.on(server(), SHARED);
        TestDatabases two = TestDatabases.on(server(), SHARED)) {
      one.prepare(spec);
      two.prepare(spec);
      assertThat(one.take(spec).name()).isNotEqualTo(two.take(spec).name());
    }
    assertThat(builds).hasValue(1);
  }

  @Test
  void buildsAnewWhereABuilderWasKilled() throws Exception {
    Names names = Names.create(SHARED.prefix(), true);
    String flagged = Names.create(SHARED.prefix(), true).building(spec);
    asTester("CREATE DATABASE " + names.building(spec));
    asTester("CREATE DATABASE " + flagged);
    asTester("ALTER DATABASE " + flagged + " IS_TEMPLATE true ALLOW_CONNECTIONS false");
    asTester("CREATE DATABASE " + names.template(spec.of("tester")));
    try (TestDatabases databases = TestDatabases.on(server(), SHARED)) {
      Clone clone = databases.take(spec);
      try (Connection connection = server().dataSource(clone.name()).getConnection()) {
        assertThat(Sql.query(connection, "SELECT x FROM t")).containsExactly("1");
      }
    }
    assertThat(databases("ours\\_building%")).isEmpty();
  }

  @Test
  void sweepsWhatAKilledRunLeftButNothingOfOneThatLives() throws Exception {
    asTester("CREATE DATABASE ours_test_0123456789_1");
    try (TestDatabases living = TestDatabases.on(server(), SHARED)) {
      Clone clone = living.take(spec);
      clone.closeConnection();
      try (TestDatabases next = TestDatabases.on(server(), SHARED)) {
        assertThat(databases("ours\\_test%"))
            .contains(clone.name())
            .doesNotContain("ours_test_0123456789_1");
        next.prepare(spec);
      }
    }
  }

  @Test
  void dropsNothingThatOnlyLooksLikeOurs() throws Exception {
    List<String> neighbours =
        List.of("ours_test_db", "ours_test_my_db", "ours_template_1", "\"ours_test_x y\"");
    for (String each : neighbours) {
      asTester("CREATE DATABASE " + each);
    }
    TestDatabases.on(server(), SHARED).close();
    for (String each : neighbours) {
      // Fails where it is gone.
      asTester("DROP DATABASE " + each);
    }
  }

  @Test
  void seesALivingRunThatIsConnectedThroughAnotherDatabase() throws Exception {
    try (TestDatabases living = TestDatabases.on(server(), SHARED)) {
      Clone clone = living.take(spec);
      clone.closeConnection();
      ExternalServer elsewhere = ExternalServer.of(somebodys.jdbcUrl("ours"), "tester", "secret");
      try (TestDatabases next = TestDatabases.on(elsewhere, SHARED)) {
        assertThat(databases("ours\\_test%")).contains(clone.name());
        assertThat(next.take(spec).name()).isNotEqualTo(clone.name());
      }
      assertThat(builds).hasValue(1);
    }
  }

  @Test
  void anotherRoleIsNotInTheWay() throws Exception {
    asAdmin("CREATE ROLE colleague LOGIN CREATEDB PASSWORD 'secret'");
    asTester("CREATE DATABASE ours_test_0123456789_1");
    try (TestDatabases mine = TestDatabases.on(server(), SHARED)) {
      mine.take(spec);
      ExternalServer colleagues =
          ExternalServer.of(somebodys.jdbcUrl("theirs"), "colleague", "secret");
      asTester("CREATE DATABASE ours_test_0123456789_2");
      try (TestDatabases theirs = TestDatabases.on(colleagues, SHARED)) {
        Clone clone = theirs.take(spec);
        try (Connection connection = colleagues.dataSource(clone.name()).getConnection()) {
          assertThat(Sql.query(connection, "SELECT x FROM t")).containsExactly("1");
        }
      }
    }
    assertThat(builds).hasValue(2);
    assertThat(databases("ours\\_test%")).containsExactly("ours_test_0123456789_2");
  }

  @Test
  void whatNobodyElseCanUseGoesWithItsRun() throws Exception {
    try (TestDatabases databases = TestDatabases.on(server(), SHARED)) {
      databases.take(new TemplateSpec("of this JVM only", false, spec.preparation()));
    }
    assertThat(databases("ours\\_template%")).isEmpty();
  }

  @Test
  void goesOnWhenItsConnectionWasCut() throws Exception {
    try (TestDatabases databases = TestDatabases.on(server(), NONE_AHEAD)) {
      databases.take(spec);
      asAdmin(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'tester' AND datname = 'theirs'");
      assertThat(databases.take(spec).name()).isNotEmpty();
    }
  }

  @Test
  void waitsForPoolsThatAreBeingClosed() throws Exception {
    try (TestDatabases databases = TestDatabases.on(server(), SHARED)) {
      Clone clone = databases.take(spec);
      Connection pool = server().dataSource(clone.name()).getConnection();
      Thread user =
          new Thread(
              () -> {
                try (pool) {
                  Sql.run(pool, "SELECT pg_sleep(0.5)");
                } catch (SQLException e) {
                  problems.add(e);
                }
              });
      user.start();
      databases.close();
      user.join();
    }
    assertThat(problems).isEmpty();
    assertThat(databases("ours\\_test%")).isEmpty();
  }

  private ExternalServer server() {
    return ExternalServer.of(somebodys.jdbcUrl("theirs"), "tester", "secret");
  }

  private void asTester(String sql) throws SQLException {
    try (Connection connection = server().dataSource("theirs").getConnection()) {
      Sql.run(connection, sql);
    }
  }

  private void asAdmin(String sql) throws SQLException {
    try (Connection connection = somebodys.dataSource("postgres").getConnection()) {
      Sql.run(connection, sql);
    }
  }

  private List<String> databases(String like) throws SQLException {
    try (Connection connection = somebodys.dataSource("postgres").getConnection()) {
      return Sql.query(
          connection, "SELECT datname FROM pg_database WHERE datname LIKE ? ORDER BY 1", like);
    }
  }
}
