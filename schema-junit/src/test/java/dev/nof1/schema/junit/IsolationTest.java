package dev.nof1.schema.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.junit.fixture.Kit;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.platform.testkit.engine.EngineExecutionResults;

class IsolationTest {
  private static final List<String> SEEN = new CopyOnWriteArrayList<>();

  @BeforeEach
  void forget() {
    SEEN.clear();
  }

  @Test
  void classSharesOneDatabaseAmongItsTests() {
    Kit.passing(3, OfClass.class);
    assertThat(SEEN).hasSize(3).containsOnly(SEEN.get(0));
  }

  @Test
  void twoClassesHaveTwoDatabases() {
    Kit.passing(4, OfClass.class, AnotherClass.class);
    assertThat(SEEN.stream().distinct()).hasSize(2);
  }

  @MigratedDatabase
  static class OfClass {
    @RepeatedTest(3)
    void looks(TestDatabase database) {
      SEEN.add(database.name());
    }
  }

  @MigratedDatabase
  static class AnotherClass {
    @Test
    void looks(TestDatabase database) {
      SEEN.add(database.name());
    }
  }

  @Test
  void methodGivesEachTestAFreshDatabase() {
    Kit.passing(3, OfMethod.class);
    assertThat(SEEN).hasSize(3).doesNotHaveDuplicates();
  }

  @Test
  void methodGivesEachTestAFreshDatabaseWhenTheyRunInParallel() {
    Kit.passing(3 + 20, Kit.parallel(OfMethod.class, ManyOfMethod.class));
    assertThat(SEEN).hasSize(23).doesNotHaveDuplicates();
  }

  @MigratedDatabase(isolation = Isolation.METHOD)
  static class OfMethod {
    private final TestDatabase ofConstructor;
    @InjectDatabase private TestDatabase ofField;
    private String ofBeforeEach = "";

    OfMethod(TestDatabase database) {
      ofConstructor = database;
    }

    @BeforeEach
    void remember(TestDatabase database) {
      ofBeforeEach = database.name();
    }

    @RepeatedTest(3)
    void isFresh(TestDatabase database, Connection connection) throws SQLException {
      assertThat(
              List.of(ofConstructor.name(), ofField.name(), ofBeforeEach, connection.getCatalog()))
          .containsOnly(database.name());
      Kit.run(connection, Kit.insertModel("once"));
      SEEN.add(database.name());
    }
  }

  @MigratedDatabase(isolation = Isolation.METHOD)
  static class ManyOfMethod {
    @RepeatedTest(20)
    void isFresh(DataSource database) throws SQLException {
      Kit.run(database, Kit.insertModel("once"));
      SEEN.add(Kit.one(database, "SELECT current_database()"));
    }
  }

  @Test
  void methodSharesADatabaseAmongDynamicTests() {
    Kit.passing(2, Dynamic.class);
    assertThat(SEEN).hasSize(3).containsOnly(SEEN.get(0));
  }

  @MigratedDatabase(isolation = Isolation.METHOD)
  static class Dynamic {
    @TestFactory
    List<DynamicTest> factory(DataSource database) throws SQLException {
      SEEN.add(Kit.one(database, "SELECT current_database()"));
      return List.of(
          DynamicTest.dynamicTest("a", () -> see(database)),
          DynamicTest.dynamicTest("b", () -> see(database)));
    }

    private static void see(DataSource database) throws SQLException {
      SEEN.add(Kit.one(database, "SELECT current_database()"));
    }
  }

  @Test
  void methodIsFreshWithOneInstanceForAllTests() {
    Kit.passing(2, OneInstance.class);
    assertThat(SEEN).hasSize(2).doesNotHaveDuplicates();
  }

  @MigratedDatabase(isolation = Isolation.METHOD)
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class OneInstance {
    @InjectDatabase private DataSource field;

    @RepeatedTest(2)
    void isFresh(TestDatabase database) throws SQLException {
      Kit.run(field, Kit.insertModel("once"));
      SEEN.add(database.name());
    }
  }

  @Test
  void sharedIsOneDatabaseForAllThatAskForTheSame() {
    Kit.passing(3, Kit.parallel(Reader.class, OtherReader.class, ReaderOfBase.class));
    assertThat(SEEN).hasSize(3);
    assertThat(SEEN.stream().filter(each -> each.startsWith("head"))).hasSize(2);
    assertThat(SEEN.stream().distinct()).hasSize(2);
  }

  @MigratedDatabase(isolation = Isolation.SHARED)
  static class Reader {
    @Test
    void reads(DataSource database) throws SQLException {
      SEEN.add("head " + Kit.one(database, "SELECT current_database()"));
    }
  }

  @MigratedDatabase(isolation = Isolation.SHARED)
  static class OtherReader {
    @Test
    void reads(Connection connection) throws SQLException {
      SEEN.add("head " + connection.getCatalog());
    }
  }

  @MigratedDatabase(isolation = Isolation.SHARED, version = "base")
  static class ReaderOfBase {
    @Test
    void reads(Connection connection) throws SQLException {
      SEEN.add("base " + connection.getCatalog());
    }
  }

  @Test
  void sharedRefusesToBeWrittenTo() {
    Kit.passing(2, Writer.class);
  }

  @MigratedDatabase(isolation = Isolation.SHARED)
  static class Writer {
    @Test
    void isRefused(Connection connection) {
      assertThatThrownBy(() -> Kit.run(connection, Kit.insertModel("x")))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
    }

    @Test
    void isRefusedInATransactionToo(Connection connection) throws SQLException {
      connection.setAutoCommit(false);
      assertThatThrownBy(() -> Kit.run(connection, "DROP TABLE trades"))
          .hasMessageContaining("read-only transaction");
    }
  }

  @Test
  void sharedStaysAfterAFailure() {
    EngineExecutionResults results = Kit.of(FailingReader.class).execute();
    assertThat(Kit.failures(results)).hasSize(1);
    Kit.passing(1, Reader.class);
  }

  @MigratedDatabase(isolation = Isolation.SHARED)
  static class FailingReader {
    @Test
    void fails() {
      throw new IllegalStateException("on purpose");
    }
  }
}
