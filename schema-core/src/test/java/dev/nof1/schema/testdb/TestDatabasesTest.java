package dev.nof1.schema.testdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.error.ServerException;
import dev.nof1.schema.fixture.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TestDatabasesTest {
  private static final AtomicInteger PREFIXES = new AtomicInteger();

  private final String prefix = "tdb" + PREFIXES.incrementAndGet() + "_";
  private final AtomicInteger built = new AtomicInteger();
  private final TemplateSpec spec = spec("one");
  private final List<TestDatabases> open = new ArrayList<>();

  @AfterEach
  void closeAll() {
    open.forEach(TestDatabases::close);
  }

  @Test
  void givesEachItsOwnCopyOfOneTemplate() throws SQLException {
    TestDatabases databases = databases(3, 8);
    Set<String> names = new HashSet<>();

    for (int i = 0; i < 10; i++) {
      Clone clone = databases.take(spec);
      names.add(clone.name());
      assertThat(TestServer.query(clone.server().dataSource(clone.name()), "SELECT a FROM t"))
          .containsExactly("1");
      TestServer.execute(clone.server().dataSource(clone.name()), "DELETE FROM t");
    }

    assertThat(names).hasSize(10);
    assertThat(built).hasValue(1);
  }

  @Test
  void copiesACloneAsItIsByNow() throws SQLException {
    TestDatabases databases = databases(1, 8);
    Clone clone = databases.take(spec);
    DataSource original = clone.server().dataSource(clone.name());
    TestServer.execute(original, "UPDATE t SET a = 2");

    Clone copy = databases.copy(clone);
    TestServer.execute(original, "UPDATE t SET a = 3");

    assertThat(copy.name()).isNotEqualTo(clone.name()).startsWith(prefix + "test_");
    assertThat(TestServer.query(copy.server().dataSource(copy.name()), "SELECT a FROM t"))
        .containsExactly("2");
    databases.giveBack(copy);
  }

  @Test
  void beginsATemplateAsACopyOfAFrozenDatabase() throws SQLException {
    TestDatabases databases = databases(1, 8);
    Clone clone = databases.take(spec);
    DataSource original = clone.server().dataSource(clone.name());
    try (Connection user = original.getConnection()) {
      TestServer.execute(original, "UPDATE t SET a = 2");

      databases.freeze(clone);

      assertThatThrownBy(() -> Sql.query(user, "SELECT a FROM t")).isInstanceOf(SQLException.class);
      assertThatThrownBy(original::getConnection)
          .hasMessageContaining("not currently accepting connections");
    }
    TemplateSpec copies =
        new TemplateSpec(
            "copies",
            false,
            Optional.of(clone.name()),
            database -> TestServer.execute(database, "INSERT INTO t VALUES (3)"));
    Clone copy = databases.take(copies);
    assertThat(TestServer.query(copy.server().dataSource(copy.name()), "SELECT a FROM t"))
        .containsExactly("2", "3");

    databases.forget(copies);
    databases.forget(copies);

    assertThat(TestServer.query(copy.server().dataSource(copy.name()), "SELECT a FROM t"))
        .containsExactly("2", "3");
  }

  @Test
  void saysThatACloneInUseCannotBeCopied() throws SQLException {
    TestDatabases databases = databases(1, 8);
    Clone clone = databases.take(spec);
    try (Connection user = clone.server().dataSource(clone.name()).getConnection()) {
      assertThatThrownBy(() -> databases.copy(clone))
          .isInstanceOf(DatabaseException.class)
          .hasMessageStartingWith(
              "The test database %s could not be copied: ".formatted(clone.name()))
          .hasMessageEndingWith("It is as it was. Close every connection to it first.");
      assertThat(Sql.query(user, "SELECT a FROM t")).containsExactly("1");
    }
  }

  @Test
  void opensAConnectionBeforeItIsAskedFor() throws Exception {
    TestDatabases databases = databases(2, 8);
    databases.giveBack(databases.take(spec));
    Thread.sleep(500);

    Clone clone = databases.take(spec);

    try (Connection connection = clone.takeConnection().orElseThrow()) {
      assertThat(connection.getCatalog()).isEqualTo(clone.name());
    }
    assertThat(clone.takeConnection()).isEmpty();
  }

  @Test
  void boundsWhatIsOver() throws InterruptedException {
    TestDatabases databases = databases(1, 2);

    for (int i = 0; i < 12; i++) {
      Clone clone = databases.take(spec);
      databases.giveBack(clone);
      assertThat(names("test_")).hasSizeLessThanOrEqualTo(2 + 1 + 2);
    }
  }

  @Test
  void doesNotDropWhatSomebodyIsStillConnectedTo() throws Exception {
    TestDatabases databases = databases(0, 0);
    Clone clone = databases.take(spec);
    try (Connection pool = clone.server().dataSource(clone.name()).getConnection()) {
      databases.giveBack(clone);
      databases.giveBack(databases.take(spec));
      Thread.sleep(300);

      assertThat(Sql.query(pool, "SELECT a FROM t")).containsExactly("1");
    }
  }

  @Test
  void buildsATemplateOnceForManyAtTheSameTime() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Clone>> clones = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        TestDatabases databases = databases(1, 1);
        clones.add(threads.submit(() -> databases.take(spec)));
      }
      for (Future<Clone> clone : clones) {
        assertThat(clone.get().name()).startsWith(prefix + "test_");
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(built).hasValue(1);
    assertThat(names("template_")).hasSize(1);
  }

  @Test
  void buildsAgainWhatAKilledBuilderLeft() {
    Names names = Names.create(prefix, false);
    // As an older version left it that was killed before it flagged the template.
    TestServer.execute(maintenance(), "CREATE DATABASE " + names.template(spec));

    Clone clone = databases(1, 1).take(spec);

    assertThat(TestServer.query(clone.server().dataSource(clone.name()), "SELECT a FROM t"))
        .containsExactly("1");
    assertThat(names("building_")).isEmpty();
  }

  @Test
  void tellsOfAnErrorInAPreparationAndLeavesNothing() {
    TemplateSpec broken =
        new TemplateSpec(
            "broken",
            database -> {
              throw new AssertionError("on purpose");
            });
    TestDatabases databases = databases(1, 1);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> databases.take(broken))
          .isInstanceOf(ServerException.class)
          .hasMessage(
              "The template of the test databases could not be prepared: java.lang.AssertionError: on purpose");
    }
    assertThat(names("building_")).isEmpty();
    assertThat(databases.take(spec).name()).startsWith(prefix + "test_");
  }

  @Test
  void manyTemplatesShareWhatIsKeptReady() throws Exception {
    TestDatabases databases = databases(4, 32);
    List<TemplateSpec> specs = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      specs.add(new TemplateSpec("template " + i, database -> {}));
      databases.prepare(specs.get(i));
    }
    for (TemplateSpec each : specs) {
      databases.giveBack(databases.take(each));
    }
    Thread.sleep(500);
    String connections =
        "SELECT count(*) FROM pg_stat_activity WHERE datname LIKE '" + prefix + "test%'";
    // A few more than sixteen: those that are being made.
    assertThat(Integer.parseInt(TestServer.query(maintenance(), connections).get(0)))
        .isBetween(1, 18);
  }

  @Test
  void letsNobodyIntoATemplate() {
    databases(1, 1).take(spec);
    String template = names("template_").get(0);

    assertThatThrownBy(() -> TestServer.server().dataSource(template).getConnection())
        .hasMessageContaining("not currently accepting connections");
  }

  @Test
  void endsSessionsThatAPreparationLeavesOpen() {
    List<Connection> left = new ArrayList<>();
    TemplateSpec leaving =
        new TemplateSpec("leaving", database -> left.add(database.getConnection()));

    assertThat(databases(1, 1).take(leaving).name()).startsWith(prefix);
    assertThat(left).hasSize(1);
  }

  @Test
  void givesTheReasonOfAFailedPreparationToEveryone() {
    TestDatabases databases = databases(1, 1);
    TemplateSpec refused =
        new TemplateSpec(
            "refused",
            database -> {
              built.incrementAndGet();
              throw new RepositoryException("The scripts are not right.");
            });
    TemplateSpec broken =
        new TemplateSpec(
            "broken",
            database -> {
              throw new IllegalStateException("no");
            });

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> databases.take(refused))
          .isInstanceOf(RepositoryException.class)
          .hasMessage("The scripts are not right.");
    }
    assertThat(built).hasValue(1);
    assertThatThrownBy(() -> databases.take(broken))
        .isInstanceOf(ServerException.class)
        .hasMessage(
            "The template of the test databases could not be prepared: java.lang.IllegalStateException: no");
    assertThat(names("building_")).isEmpty();
  }

  @Test
  void dropsItsOwnOnASharedServerAndKeepsWhatItIsTold() {
    TestDatabases databases = shared();
    Clone kept = databases.take(spec);
    databases.take(spec);
    databases.giveBack(databases.take(spec));
    databases.keep(kept, 1);
    TestServer.execute(
        maintenance(), "CREATE DATABASE " + prefix.substring(0, 4) + "_of_somebody_else");

    databases.close();
    shared().close();

    assertThat(names("test_")).containsExactly(kept.name());
    assertThat(
            TestServer.query(
                maintenance(),
                "SELECT datname FROM pg_database WHERE datname LIKE '%of_somebody_else'"))
        .isNotEmpty();
  }

  @Test
  void keepsTheNewestOnly() throws InterruptedException {
    TestDatabases databases = shared();
    Clone older = databases.take(spec);
    Clone newer = databases.take(spec);
    older.closeConnection();
    // A backend lingers for a moment; what is in use then is dropped the next time.
    Thread.sleep(300);

    databases.keep(older, 1);
    databases.keep(newer, 1);
    databases.close();

    assertThat(names("test_")).containsExactly(newer.name());
  }

  @Test
  void sweepsWhatDeadRunsLeftOnASharedServerAndNothingOfLivingOnes() {
    TestDatabases living = shared();
    Clone inUse = living.take(spec);
    TestServer.execute(maintenance(), "CREATE DATABASE " + prefix + "test_0123456789_1");

    shared();

    assertThat(names("test_")).contains(inUse.name()).doesNotContain(prefix + "test_0123456789_1");
  }

  @Test
  void dropsTemplatesOfASharedServerThatNobodyHasUsedForAMonth() {
    shared().take(spec("other"));
    String old = names("template_").get(0);
    TestServer.execute(
        maintenance(),
        "COMMENT ON DATABASE " + old + " IS 'nof1-schema template, last used 2001-01-01'");

    shared().take(spec);

    assertThat(names("template_")).hasSize(1).doesNotContain(old);
  }

  @Test
  void refusesAPrefixThatNeedsQuotes() {
    assertThatThrownBy(
            () -> TestDatabases.on(TestServer.server(), new PoolSettings("No \"", false, 1, 1)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "'No \"' cannot be the prefix of test databases: use 3 to 20 lower-case letters, digits and underscores, a letter first.");
  }

  private TemplateSpec spec(String key) {
    return new TemplateSpec(
        key,
        database -> {
          built.incrementAndGet();
          TestServer.execute(database, "CREATE TABLE t AS SELECT 1 AS a");
        });
  }

  private TestDatabases databases(int depth, int garbage) {
    return add(new PoolSettings(prefix, false, depth, garbage));
  }

  private TestDatabases shared() {
    return add(new PoolSettings(prefix, true, 2, 8));
  }

  private TestDatabases add(PoolSettings settings) {
    TestDatabases databases = TestDatabases.on(TestServer.server(), settings);
    open.add(databases);
    return databases;
  }

  private static DataSource maintenance() {
    return TestServer.server().dataSource("postgres");
  }

  private List<String> names(String kind) {
    return TestServer.query(
        maintenance(),
        "SELECT datname FROM pg_database WHERE datname LIKE '" + prefix + kind + "%' ORDER BY 1");
  }
}
