package dev.nof1.schema.junit;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.assertj.core.api.InstanceOfAssertFactories.THROWABLE;

import dev.nof1.schema.junit.fixture.Kit;
import dev.nof1.schema.junit.fixture.Waiting;
import dev.nof1.schema.junit.fixture.Warnings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.RegisterExtension;

@MigratedDatabase(version = "base")
class ClosingTest {
  private static final List<Connection> LENT = Collections.synchronizedList(new ArrayList<>());
  private static String name = "";

  @BeforeEach
  void forget() {
    LENT.clear();
  }

  @Test
  void connectionsOutliveTheMethodsThatMayUseThem() throws SQLException {
    Kit.passing(3, UsesThemToTheEnd.class);
    for (Connection connection : LENT) {
      assertThat(connection.isClosed()).isTrue();
    }
  }

  @MigratedDatabase
  static class UsesThemToTheEnd {
    @InjectDatabase private static Connection ofClass;
    @InjectDatabase private Connection ofTest;

    @BeforeAll
    static void begin(Connection connection) {
      LENT.add(connection);
    }

    @Test
    void test(Connection connection) throws SQLException {
      LENT.add(connection);
      Kit.run(ofTest, "SELECT 1");
    }

    @AfterEach
    void end(Connection connection) throws SQLException {
      LENT.addAll(List.of(ofTest, ofClass));
      Kit.run(connection, "SELECT 1");
      Kit.run(ofTest, "SELECT 1");
      assertThat(LENT.get(0).isClosed()).isFalse();
    }

    @AfterAll
    static void endOfAll(Connection connection) throws SQLException {
      Kit.run(ofClass, "SELECT 1");
      Kit.run(LENT.get(0), "SELECT 1");
      Kit.run(connection, "SELECT 1");
    }

    @Nested
    class Inside {
      @RepeatedTest(2)
      void test() throws SQLException {
        Kit.run(ofTest, "SELECT 1");
      }
    }
  }

  @Test
  void aDatabaseIsDroppedWhenItsClassIsOver(DataSource elsewhere) throws Exception {
    Kit.passing(1, TellsItsName.class);
    Waiting.untilGone(elsewhere, name);
  }

  @MigratedDatabase
  static class TellsItsName {
    @Test
    void test(TestDatabase database) {
      name = database.name();
    }
  }

  @Test
  void theRestIsClosedWhenOneCloseFails(DataSource elsewhere) throws Exception {
    assertThat(Kit.failures(Kit.of(WithFailingCloses.class).execute()))
        .hasSize(2)
        .allSatisfy(failure -> assertThat(failure).hasStackTraceContaining("close on purpose"));
    assertThat(LENT.get(0).isClosed()).isTrue();
    Waiting.untilGone(elsewhere, name);
  }

  @MigratedDatabase
  @ExtendWith(FailsToClose.class)
  static class WithFailingCloses {
    @Test
    void test(Connection connection, TestDatabase database) {
      name = database.name();
      LENT.add(connection);
    }
  }

  static final class FailsToClose implements BeforeAllCallback, BeforeEachCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
      putCloseable(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
      putCloseable(context);
    }

    private static void putCloseable(ExtensionContext context) {
      AutoCloseable closeable =
          () -> {
            throw new IllegalStateException("close on purpose");
          };
      context.getStore(Namespace.GLOBAL).put(context.getUniqueId(), closeable);
    }
  }

  @Test
  void aRollbackThatFailsClosesItsSession(DataSource elsewhere) throws Exception {
    assertThat(Kit.failures(Kit.of(EndsItsTransaction.class).execute()))
        .singleElement(as(THROWABLE))
        .hasStackTraceContaining("ended the transaction that Isolation.ROLLBACK rolls back");
    Waiting.untilGone(elsewhere, name);
  }

  @MigratedDatabase(isolation = Isolation.ROLLBACK)
  static class EndsItsTransaction {
    @Test
    void test(Connection connection, TestDatabase database) throws SQLException {
      name = database.name();
      // Caught, because the database of a test that fails itself is kept.
      assertThatThrownBy(() -> Kit.run(connection, "ROLLBACK")).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void connectionsThatSeedsLeaveOpenAreClosedAndTheSeedIsNamed() {
    assertThat(Warnings.during(() -> Kit.passing(1, SeedLeaks.class)))
        .contains(
            "2 connection(s) to a template were not closed; they are now. Opened by: the"
                + " seed "
                + SeedLeaks.class.getName()
                + "#leaks");
    assertThat(Warnings.during(() -> Kit.passing(1, CodeLeaks.class)))
        .contains(
            "1 connection(s) to a template were not closed; they are now. Opened by: the"
                + " seed code");
  }

  @MigratedDatabase(seeds = "#leaks")
  static class SeedLeaks {
    static void leaks(DataSource database) throws SQLException {
      Kit.run(database.getConnection(), Kit.insertModel("a"));
      Kit.run(database.getConnection(), Kit.insertModel("b"));
    }

    @Test
    void hasTheRows(Connection connection) throws SQLException {
      assertThat(Kit.one(connection, "SELECT count(*) FROM llm_models")).isEqualTo("2");
    }
  }

  static class CodeLeaks {
    @RegisterExtension
    static final MigratedDatabaseExtension DATABASE =
        MigratedDatabaseExtension.builder()
            .seed(database -> Kit.run(database.getConnection(), Kit.insertModel("a")))
            .build();

    @Test
    void hasADatabase(Connection connection) {}
  }

  @Test
  void leakedConnectionsAreClosedAndTheTestIsNamed() throws SQLException {
    List<String> warnings = Warnings.during(() -> Kit.passing(3, Leaks.class));
    assertThat(warnings)
        .singleElement(STRING)
        .startsWith("3 connection(s) to " + name)
        .contains(
            "were not closed; they are now. Opened by: "
                + "dev.nof1.schema.junit.ClosingTest$Leaks, "
                + "dev.nof1.schema.junit.ClosingTest$Leaks.leaks, "
                + "dev.nof1.schema.junit.ClosingTest$Leaks.leaksInAThread");
    for (Connection connection : LENT) {
      assertThat(connection.isClosed()).isTrue();
    }
  }

  @MigratedDatabase
  static class Leaks {
    @BeforeAll
    static void leaksForTheClass(DataSource database) throws SQLException {
      LENT.add(database.getConnection());
    }

    @Test
    void doesNotLeak(DataSource database, Connection connection) throws SQLException {
      Kit.run(database, "SELECT 1");
      Kit.run(connection, "SELECT 1");
    }

    @Test
    void leaks(DataSource database, TestDatabase its) throws SQLException {
      name = its.name();
      LENT.add(database.getConnection());
    }

    @Test
    void leaksInAThread(TestDatabase database) {
      CompletableFuture.runAsync(
              () -> {
                try {
                  LENT.add(database.dataSource().getConnection());
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              },
              command -> new Thread(command).start())
          .join();
    }
  }

  @Test
  void aLeakIsPutDownToTheRightOneOfParallelTests() {
    List<String> warnings =
        Warnings.during(() -> Kit.passing(41, Kit.parallel(LeaksInParallel.class)));
    assertThat(warnings)
        .singleElement(STRING)
        .contains("1 connection(s)")
        .contains("Opened by: dev.nof1.schema.junit.ClosingTest$LeaksInParallel.leaks")
        .doesNotContain("works");
  }

  @MigratedDatabase
  static class LeaksInParallel {
    @RepeatedTest(40)
    void works(DataSource database) throws SQLException {
      Kit.run(database, "SELECT pg_sleep(0.01)");
    }

    @Test
    void leaks(DataSource database) throws Exception {
      Thread.sleep(50);
      LENT.add(database.getConnection());
    }
  }

  @Test
  void nothingIsSaidWhenNothingLeaks() {
    assertThat(Warnings.during(() -> Kit.passing(3, UsesThemToTheEnd.class))).isEmpty();
  }
}
