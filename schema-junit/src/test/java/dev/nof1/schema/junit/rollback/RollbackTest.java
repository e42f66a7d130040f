package dev.nof1.schema.junit.rollback;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.THROWABLE;

import dev.nof1.schema.Migrations;
import dev.nof1.schema.junit.InjectDatabase;
import dev.nof1.schema.junit.Isolation;
import dev.nof1.schema.junit.JdbcUrl;
import dev.nof1.schema.junit.MigratedDatabase;
import dev.nof1.schema.junit.TestDatabase;
import dev.nof1.schema.junit.fixture.Kit;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Each test here begins with the row of {@code @BeforeAll} only, whatever the others wrote. */
@MigratedDatabase(isolation = Isolation.ROLLBACK)
class RollbackTest {
  private static final String COUNT = "SELECT count(*) FROM llm_models";

  @InjectDatabase private static DataSource ofClass;
  @InjectDatabase private Connection mine;
  @InjectDatabase private DataSource database;

  @BeforeAll
  static void addARowThatStays() throws SQLException {
    Kit.run(ofClass, Kit.insertModel("stays"));
  }

  @AfterEach
  void seesItsOwnRowsUntilItsEnd() throws SQLException {
    assertThat(mine.isClosed() ? "1" : Kit.one(mine, COUNT)).isNotEqualTo("0");
  }

  @AfterAll
  static void nothingElseStays() throws SQLException {
    assertThat(Kit.one(ofClass, COUNT)).isEqualTo("1");
  }

  @RepeatedTest(2)
  void rollsBackWhatWasWrittenInAutoCommitMode() throws SQLException {
    assertThat(mine.getAutoCommit()).isTrue();
    Kit.run(mine, Kit.insertModel("a"));
    assertThat(Kit.one(mine, COUNT)).isEqualTo("2");
  }

  @RepeatedTest(2)
  void rollsBackWhatTheTestCommits() throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      Kit.run(connection, Kit.insertModel("a"));
      connection.commit();
    }
    assertThat(Kit.one(mine, COUNT)).isEqualTo("2");
  }

  @Test
  void givesTheSameSessionEverywhere(
      Connection parameter, DataSource dataSource, @JdbcUrl String url) throws SQLException {
    String pid = "SELECT pg_backend_pid()";
    assertThat(Kit.one(parameter, pid))
        .isEqualTo(Kit.one(mine, pid))
        .isEqualTo(Kit.one(dataSource, pid))
        .isEqualTo(Kit.one(database, pid));
    assertThat(url).contains(mine.getCatalog());
  }

  @Test
  void aRollbackGoesBackToTheLastCommit() throws SQLException {
    Kit.run(mine, Kit.insertModel("by auto-commit"));
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      Kit.run(connection, Kit.insertModel("committed"));
      connection.commit();
      Kit.run(connection, Kit.insertModel("rolled back"));
      connection.rollback();
      connection.rollback();
    }
    assertThat(Kit.one(mine, "SELECT string_agg(name, ', ' ORDER BY id) FROM llm_models"))
        .isEqualTo("stays, by auto-commit, committed");
  }

  @Test
  void settingAutoCommitCommits() throws SQLException {
    mine.setAutoCommit(false);
    Kit.run(mine, Kit.insertModel("a"));
    mine.setAutoCommit(true);
    mine.setAutoCommit(false);
    mine.rollback();
    assertThat(Kit.one(mine, COUNT)).isEqualTo("2");
  }

  @Test
  void settingAutoCommitToWhatItIsDoesNothing() throws SQLException {
    mine.setAutoCommit(false);
    Kit.run(mine, Kit.insertModel("a"));
    mine.setAutoCommit(false);
    mine.rollback();
    assertThat(Kit.one(mine, COUNT)).isEqualTo("1");
  }

  @Test
  void closingWithoutACommitLosesTheWork() throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      Kit.run(connection, Kit.insertModel("a"));
    }
    assertThat(Kit.one(mine, COUNT)).isEqualTo("1");
  }

  @Test
  void aClosedConnectionIsClosedAndTheOthersAreNot() throws SQLException {
    Connection closed = database.getConnection();
    closed.close();
    closed.close();
    assertThat(closed.isClosed()).isTrue();
    assertThatThrownBy(closed::createStatement).hasMessage("This connection has been closed.");
    assertThat(mine.isClosed()).isFalse();
  }

  @Test
  void aNewConnectionIsInAutoCommitMode() throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
    }
    try (Connection connection = database.getConnection()) {
      assertThat(connection.getAutoCommit()).isTrue();
    }
  }

  @Test
  void aFailedStatementInAutoCommitModeLeavesTheRest() throws SQLException {
    Kit.run(mine, Kit.insertModel("a"));
    assertState("23505", () -> Kit.run(mine, Kit.insertModel("a")));
    assertState("42P01", () -> Kit.one(mine, "SELECT * FROM nothing"));
    assertThat(Kit.one(mine, COUNT)).isEqualTo("2");
  }

  @Test
  void aFailedStatementSpoilsItsTransactionAsItDoesInProduction() throws SQLException {
    mine.setAutoCommit(false);
    Kit.run(mine, Kit.insertModel("a"));
    assertState("23505", () -> Kit.run(mine, Kit.insertModel("a")));
    assertState("25P02", () -> Kit.one(mine, COUNT));
    mine.rollback();
    assertThat(Kit.one(mine, COUNT)).isEqualTo("1");
  }

  @Test
  void aSpoiltTransactionCannotBeCommitted() throws SQLException {
    mine.setAutoCommit(false);
    assertState("42P01", () -> Kit.one(mine, "SELECT * FROM nothing"));
    assertState("25P02", mine::commit);
    assertThat(Kit.one(mine, COUNT)).isEqualTo("1");
  }

  @Test
  void closingASpoiltTransactionLetsTheOthersGoOn() throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      assertState("42P01", () -> Kit.one(connection, "SELECT * FROM nothing"));
    }
    Kit.run(mine, Kit.insertModel("a"));
    assertState("23505", () -> Kit.run(mine, Kit.insertModel("a")));
    assertThat(Kit.one(mine, COUNT)).isEqualTo("2");
  }

  @Test
  void savepointsWork() throws SQLException {
    mine.setAutoCommit(false);
    Kit.run(mine, Kit.insertModel("a"));
    Savepoint savepoint = mine.setSavepoint("before b");
    Kit.run(mine, Kit.insertModel("b"));
    assertState("23505", () -> Kit.run(mine, Kit.insertModel("b")));
    mine.rollback(savepoint);
    mine.releaseSavepoint(savepoint);
    Kit.run(mine, Kit.insertModel("c"));
    mine.commit();
    assertThat(Kit.one(mine, "SELECT string_agg(name, ', ' ORDER BY id) FROM llm_models"))
        .isEqualTo("stays, a, c");
  }

  @Test
  void whatADriverRefusesInAutoCommitModeIsRefused() {
    assertState("25P01", mine::commit);
    assertState("25P01", mine::rollback);
    assertState("25P01", mine::setSavepoint);
  }

  @Test
  void transactionsMayBeReadOnlyAndOfAnyIsolation() throws SQLException {
    mine.setReadOnly(true);
    mine.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    mine.setAutoCommit(false);
    assertThat(mine.isReadOnly()).isTrue();
    assertThat(mine.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
  }

  @Test
  void aConnectionEqualsItself() {
    Set<Connection> connections = new HashSet<>(List.of(mine));
    assertThat(connections.contains(mine)).isTrue();
    assertThat(connections.remove(mine)).isTrue();
  }

  @Test
  void tenThousandStatementsDoNotUseUpTheServersLocks() throws SQLException {
    try (PreparedStatement insert =
        mine.prepareStatement(
            "INSERT INTO llm_models (name, provider, model_id) VALUES (?, 'p', 'm')")) {
      for (int i = 0; i < 10_000; i++) {
        insert.setString(1, "model " + i);
        insert.executeUpdate();
      }
    }
    assertThat(Kit.one(mine, COUNT)).isEqualTo("10001");
  }

  @Test
  void aSessionThatIsLostIsNoFailure() {
    assertThatThrownBy(() -> Kit.run(mine, "SELECT pg_terminate_backend(pg_backend_pid())"))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void rollsBackMigrationsToo(Migrations migrations) throws SQLException {
    migrations.down(1);
    assertThat(Kit.one(mine, "SELECT count(*) FROM changelog")).isEqualTo("2");
    migrations.up();
    assertThat(Kit.one(mine, "SELECT count(*) FROM changelog")).isEqualTo("3");
  }

  @Nested
  class Inside {
    @Test
    void hasTheSameSession(Connection inner) throws SQLException {
      String pid = "SELECT pg_backend_pid()";
      assertThat(Kit.one(inner, pid)).isEqualTo(Kit.one(mine, pid));
      Kit.run(inner, Kit.insertModel("a"));
    }
  }

  @Test
  void isToldWhenSqlEndsTheTransaction() {
    assertThat(Kit.failures(Kit.of(CommitsBySql.class).execute()))
        .singleElement(as(THROWABLE))
        .hasMessageStartingWith(
            "An SQL statement (COMMIT or ROLLBACK) ended the transaction that Isolation.ROLLBACK"
                + " rolls back");
  }

  @MigratedDatabase(isolation = Isolation.ROLLBACK)
  static class CommitsBySql {
    @Test
    void commits(Connection connection) throws SQLException {
      Kit.run(connection, Kit.insertModel("a"));
      Kit.run(connection, "COMMIT");
      Kit.run(connection, Kit.insertModel("b"));
    }
  }

  @Test
  void givesTheNextTestAFreshDatabaseWhenOneCouldNotBeRolledBack() {
    assertThat(Kit.failures(Kit.of(CommitsBySqlThenReads.class).execute()))
        .singleElement(as(THROWABLE))
        .cause()
        .hasMessageContaining("the class's later tests get a fresh database");
  }

  @MigratedDatabase(isolation = Isolation.ROLLBACK)
  @TestMethodOrder(MethodOrderer.MethodName.class)
  static class CommitsBySqlThenReads {
    private static final Set<String> NAMES = new HashSet<>();
    @InjectDatabase private static TestDatabase shared;
    @InjectDatabase private static DataSource ofClass;

    @Test
    void a_commits(Connection connection) throws SQLException {
      NAMES.add(shared.name());
      connection.setAutoCommit(false);
      Kit.run(connection, Kit.insertModel("stays"));
      Kit.run(connection, "COMMIT AND CHAIN");
      // Whatever it does then, and whether it hides what it is told.
      assertState("3B001", connection::commit);
      assertState("3B001", () -> Kit.run(connection, Kit.insertModel("b")));
    }

    @Test
    void b_readsAFreshOne(Connection connection, @JdbcUrl String url) throws SQLException {
      assertThat(NAMES).doesNotContain(shared.name());
      assertThat(Kit.one(connection, "SELECT current_database()")).isEqualTo(shared.name());
      assertThat(url).contains(shared.name());
      assertThat(Kit.one(connection, COUNT)).isEqualTo("0");
      assertThat(Kit.one(ofClass, COUNT)).isEqualTo("0");
      NAMES.add(shared.name());
    }

    @Test
    void c_hasTheSame(Connection connection) throws SQLException {
      assertThat(NAMES).contains(shared.name()).hasSize(2);
      assertThat(Kit.one(connection, COUNT)).isEqualTo("0");
    }

    @Nested
    class Inside {
      @Test
      void hasTheFreshOneToo(Connection connection) throws SQLException {
        assertThat(Kit.one(connection, COUNT)).isEqualTo("0");
      }
    }
  }

  @Test
  void parallelTestsHaveSessionsOfTheirOwn() {
    Kit.passing(20, Kit.parallel(Many.class));
  }

  @MigratedDatabase(isolation = Isolation.ROLLBACK)
  static class Many {
    @RepeatedTest(20)
    void seesOnlyItsOwn(Connection connection, DataSource database) throws SQLException {
      Kit.run(connection, Kit.insertModel("model " + Kit.one(database, "SELECT pg_backend_pid()")));
      assertThat(Kit.one(database, COUNT)).isEqualTo("1");
    }
  }

  private static void assertState(String state, ThrowingCallable code) {
    assertThatThrownBy(code)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
  }
}
