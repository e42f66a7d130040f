package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.execute;
import static dev.nof1.schema.fixture.TestServer.query;
import static dev.nof1.schema.fixture.Waiting.pause;
import static dev.nof1.schema.fixture.Waiting.until;
import static dev.nof1.schema.fixture.Waiting.untilFound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.nof1.schema.error.MigrationFailedException;
import dev.nof1.schema.event.LockWait;
import dev.nof1.schema.event.MigrationListener;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.sql.SqlStatement;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Limits that server, database or role have set: on idle sessions, and on work. */
@Timeout(60)
class TimeLimitTest {
  private static final int HAS_TRANSACTION_TIMEOUT = 17;

  @TempDir private Path folder;
  private final String name = TestServer.createDatabase();
  private final DataSource database = TestServer.server().dataSource(name);
  private final List<LockWait> waits = new CopyOnWriteArrayList<>();
  private ScriptFolder scripts;

  @BeforeEach
  void createTable() {
    scripts = ScriptFolder.withChangelog(folder).table(2, "slow");
    builder().build().up();
  }

  private void set(String setting) {
    execute(database, "ALTER DATABASE " + name + " SET " + setting);
  }

  private Migrations.Builder builder() {
    return Migrations.builder(database)
        .source(scripts.source())
        .lockTimeout(Duration.ofMillis(200))
        .listener(
            new MigrationListener() {
              @Override
              public void blocked(LockWait wait) {
                waits.add(wait);
              }
            });
  }

  @Test
  void pausesForLongerThanASessionMayBeIdle() throws SQLException {
    set("idle_session_timeout = '100ms'");
    scripts.script("3_c.sql", "ALTER TABLE slow ADD COLUMN a int;");
    try (Connection blocker = database.getConnection();
        Statement statement = blocker.createStatement()) {
      statement.execute("SET idle_session_timeout = 0");
      blocker.setAutoCommit(false);
      statement.execute("LOCK TABLE slow");
      Migrations migrations = builder().lockTries(30).build();
      CompletableFuture<?> run = CompletableFuture.runAsync(migrations::up);
      until("it has waited", () -> waits.size() >= 4 || run.isDone());
      blocker.rollback();
      run.join();
    }

    assertThat(waits).allSatisfy(wait -> assertThat(wait.blockers()).isNotEmpty());
    assertThat(query(database, "SELECT max(id) FROM changelog")).containsExactly("3");
  }

  @Test
  void waitsForAnotherMigratorForLongerThanASessionMayBeIdle() {
    set("idle_session_timeout = '100ms'");
    scripts.script("3_c.sql", "SELECT pg_sleep(2);");
    CompletableFuture<?> first = CompletableFuture.runAsync(() -> builder().build().up());
    untilFound(
        database,
        "SELECT pid FROM pg_stat_activity WHERE query LIKE '%pg_sleep(2)' AND state = 'active'");

    assertThat(builder().build().up().plan().steps()).isEmpty();
    first.join();
  }

  @Test
  void stopsBetweenTwoStatementsForLongerThanATransactionMayBeIdle() {
    set("idle_in_transaction_session_timeout = '100ms'");
    scripts.script("3_c.sql", "SELECT 1;\nALTER TABLE slow ADD COLUMN a int;");

    builder()
        .listener(
            new MigrationListener() {
              @Override
              public boolean hearsStatements() {
                return true;
              }

              @Override
              public void statement(Step step, SqlStatement s, Duration took) {
                pause(300);
              }
            })
        .build()
        .up();

    assertThat(query(database, "SELECT max(id) FROM changelog")).containsExactly("3");
  }

  @Test
  void namesTheLimitOfADatabase() {
    set("statement_timeout = '200ms'");
    scripts.script("3_c.sql", "ALTER TABLE slow ADD COLUMN a int; SELECT pg_sleep(2);");

    assertThatThrownBy(() -> builder().build().up())
        .isInstanceOf(MigrationFailedException.class)
        .hasMessageContaining("statement timeout [57014]")
        .hasMessageContaining(
            "The limit is statement_timeout = 200 ms, set for the database (ALTER DATABASE … SET).")
        .hasMessageContaining(
            "--statement-timeout=0 (the key statement_timeout=0), and run this again.")
        .hasMessageNotContaining("Fix the script");
  }

  @Test
  void namesTheLimitOfARole() {
    execute(
        database,
        "CREATE ROLE hurried LOGIN SUPERUSER PASSWORD 'x' ",
        "ALTER ROLE hurried SET statement_timeout = '200ms'");
    try {
      scripts.script("3_c.sql", "-- //@NO_TRANSACTION\nSELECT 1; SELECT pg_sleep(2);");
      PGSimpleDataSource hurried = TestServer.server().dataSource(name);
      hurried.setUser("hurried");
      hurried.setPassword("x");

      assertThatThrownBy(() -> scripts.migrations(hurried).up())
          .hasMessageContaining("statement_timeout = 200 ms, set for the role (ALTER ROLE … SET)")
          .hasMessageContaining("the key statement_timeout=0 of the environment's file.")
          .hasMessageContaining("'schema-cli repair'")
          .hasMessageNotContaining("run this again");
    } finally {
      execute(database, "DROP OWNED BY hurried", "DROP ROLE hurried");
    }
  }

  @Test
  void namesTheLimitOfTheUrlAndItsOwn() {
    scripts.script("3_c.sql", "SELECT pg_sleep(2);");
    PGSimpleDataSource hurried = TestServer.server().dataSource(name);
    hurried.setOptions("-c statement_timeout=200ms");

    assertThatThrownBy(() -> scripts.migrations(hurried).up())
        .hasMessageContaining("statement_timeout = 200 ms, set in the URL");
    assertThatThrownBy(() -> builder().statementTimeout(Duration.ofMillis(150)).build().up())
        .hasMessageContaining("statement_timeout = 150 ms, set for this session");
  }

  @Test
  void saysNothingOfALimitWhereSomebodyCancels() {
    set("statement_timeout = '30s'");
    scripts.script("3_c.sql", "SELECT pg_cancel_backend(pg_backend_pid());");

    assertThatThrownBy(() -> builder().build().up())
        .hasMessageContaining("57014")
        .hasMessageNotContaining("The limit is");
  }

  @Test
  void liftsLimitsWhenTold() {
    boolean both = major() >= HAS_TRANSACTION_TIMEOUT;
    set("statement_timeout = '200ms'");
    if (both) {
      set("transaction_timeout = '300ms'");
    }
    scripts.script("3_c.sql", "SELECT pg_sleep(0.5);");

    builder().statementTimeout(Duration.ZERO).build().up();

    assertThat(query(database, "SELECT max(id) FROM changelog")).containsExactly("3");
  }

  @Test
  void namesTheLimitOfATransaction() {
    assumeThat(major())
        .as("transaction_timeout is new in 17")
        .isGreaterThanOrEqualTo(HAS_TRANSACTION_TIMEOUT);
    set("transaction_timeout = '300ms'");
    scripts.script("3_c.sql", "ALTER TABLE slow ADD COLUMN a int; SELECT pg_sleep(2);");

    assertThatThrownBy(() -> builder().build().up())
        .isInstanceOf(MigrationFailedException.class)
        .hasMessageContaining("[25P04]")
        .hasMessageContaining("so the server rolls it back")
        .hasMessageContaining(
            "The limit is transaction_timeout = 300 ms, set for the database (ALTER DATABASE … SET).");
    assertThat(query(database, "SELECT max(id) FROM changelog")).containsExactly("2");
  }

  private static int major() {
    return Integer.parseInt(TestServer.server().version().replaceFirst("\\..*", ""));
  }
}
