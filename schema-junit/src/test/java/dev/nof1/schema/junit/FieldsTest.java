package dev.nof1.schema.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.junit.fixture.Kit;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Fields that more than one test or class sets. */
class FieldsTest {
  private static final String DATABASE = "SELECT current_database()";

  /** How long a test works: long enough to meet its parallel neighbour, if it has one. */
  private static volatile int rounds;

  private static void assertOneIsRefused(EngineTestKit.Builder kit, String... words) {
    rounds = 20;
    List<Throwable> failures = Kit.failures(kit.execute());
    assertThat(failures)
        .singleElement()
        .isInstanceOf(ExtensionConfigurationException.class)
        .extracting(Throwable::getMessage)
        .asString()
        .contains(words);
  }

  /** Whoever was first has its own database for as long as it runs. */
  private static void staysTheSame(DataSource own, DataSource field) throws Exception {
    for (int i = 0; i < rounds; i++) {
      Thread.sleep(50);
      assertThat(Kit.one(field, DATABASE)).isEqualTo(Kit.one(own, DATABASE));
    }
  }

  @Test
  void aStaticOneThatParallelSubclassesInheritIsRefusedToTheSecond() {
    assertOneIsRefused(
        Kit.parallel(Sub.class, OtherSub.class),
        "The field private static javax.sql.DataSource"
            + " dev.nof1.schema.junit.FieldsTest$WithStatic.field holds a database of"
            + " dev.nof1.schema.junit.FieldsTest$",
        "which is in use, so it cannot hold one of dev.nof1.schema.junit.FieldsTest$",
        "Classes that run in parallel need fields of their own: make it an instance field, or ask"
            + " for a parameter.");
  }

  @MigratedDatabase
  abstract static class WithStatic {
    @InjectDatabase private static DataSource field;

    @Test
    void staysTheSame(DataSource own) throws Exception {
      FieldsTest.staysTheSame(own, field);
    }
  }

  static class Sub extends WithStatic {}

  static class OtherSub extends WithStatic {}

  @Test
  void aStaticOneThatSubclassesInheritIsSetForEachWhenTheyRunOneAfterAnother() {
    rounds = 1;
    Kit.passing(2, Sub.class, OtherSub.class);
  }

  @Test
  void oneOfAnInstanceForAllTestsIsRefusedToTheSecondOfTwoParallelTests() {
    assertOneIsRefused(
        Kit.parallel(OneInstance.class),
        "OneInstance.field holds a database of"
            + " dev.nof1.schema.junit.FieldsTest$OneInstance.staysTheSame, which is in use",
        "Tests that run in parallel on one instance need parameters instead of a field, or"
            + " @TestInstance(PER_METHOD).");
    rounds = 1;
    Kit.passing(2, OneInstance.class);
  }

  @MigratedDatabase(isolation = Isolation.METHOD)
  @TestInstance(Lifecycle.PER_CLASS)
  @Execution(ExecutionMode.CONCURRENT)
  static class OneInstance {
    @InjectDatabase private DataSource field;

    @RepeatedTest(2)
    void staysTheSame(DataSource own) throws Exception {
      FieldsTest.staysTheSame(own, field);
    }
  }

  @Test
  void oneWithARolledBackSessionIsRefusedToTheSecondOfTwoParallelTestsToo() {
    assertOneIsRefused(Kit.parallel(OneInstanceOfRollback.class), "which is in use");
    rounds = 1;
    Kit.passing(2, OneInstanceOfRollback.class);
  }

  @MigratedDatabase(isolation = Isolation.ROLLBACK)
  @TestInstance(Lifecycle.PER_CLASS)
  @Execution(ExecutionMode.CONCURRENT)
  static class OneInstanceOfRollback {
    @InjectDatabase private DataSource field;

    @RepeatedTest(2)
    void isOfItsOwnSession(DataSource own) throws Exception {
      String session = "SELECT pg_backend_pid()";
      for (int i = 0; i < rounds; i++) {
        Thread.sleep(50);
        assertThat(Kit.one(field, session)).isEqualTo(Kit.one(own, session));
      }
    }
  }

  @Test
  void oneWithAConnectionIsRefusedToTheSecondOfTwoParallelTestsToo() {
    assertOneIsRefused(Kit.parallel(OneInstanceWithConnection.class), "which is in use");
    rounds = 1;
    Kit.passing(2, OneInstanceWithConnection.class);
  }

  @MigratedDatabase
  @TestInstance(Lifecycle.PER_CLASS)
  @Execution(ExecutionMode.CONCURRENT)
  static class OneInstanceWithConnection {
    @InjectDatabase private Connection field;

    @RepeatedTest(2)
    void staysOpen() throws Exception {
      for (int i = 0; i < rounds; i++) {
        Thread.sleep(50);
        Kit.run(field, "SELECT 1");
      }
    }

    @AfterAll
    void isTheClasssOwnAgain() throws SQLException {
      Kit.run(field, "SELECT 1");
    }
  }

  @Test
  void oneWithTheDatabaseOfTheClassIsEveryParallelTests() {
    rounds = 1;
    Kit.passing(8, Kit.parallel(OneInstanceOneDatabase.class));
  }

  @MigratedDatabase
  @TestInstance(Lifecycle.PER_CLASS)
  @Execution(ExecutionMode.CONCURRENT)
  static class OneInstanceOneDatabase {
    @InjectDatabase private DataSource field;
    @InjectDatabase private TestDatabase database;

    @RepeatedTest(8)
    void staysTheSame(DataSource own) throws SQLException {
      assertThat(Kit.one(field, DATABASE))
          .isEqualTo(Kit.one(own, DATABASE))
          .isEqualTo(database.name());
    }
  }

  @Test
  void oneThatTwoExtensionsOfAClassSetIsRefused() {
    assertOneIsRefused(
        Kit.of(TwoExtensions.class),
        "Both extensions of this class set it: leave one, or give each a class of its own.");
  }

  static class TwoExtensions {
    @RegisterExtension
    static final MigratedDatabaseExtension ONE = MigratedDatabaseExtension.builder().build();

    @RegisterExtension
    static final MigratedDatabaseExtension OTHER =
        MigratedDatabaseExtension.builder().version("base").build();

    @InjectDatabase static DataSource field;

    @Test
    void neverRuns() {}
  }

  @Test
  void oneOfAnEnclosingInstanceIsGivenBackByANestedClass() {
    Kit.passing(3, Outer.class);
  }

  @MigratedDatabase
  @TestInstance(Lifecycle.PER_CLASS)
  static class Outer {
    @InjectDatabase private TestDatabase field;
    private String own = "";

    @Test
    void isItsOwn(TestDatabase database) {
      own = database.name();
      assertThat(field.name()).isEqualTo(own);
    }

    @AfterAll
    void isItsOwnAgain(TestDatabase database) {
      assertThat(field.name()).isEqualTo(own).isEqualTo(database.name());
    }

    @Nested
    @MigratedDatabase(version = "base")
    class Inner {
      @RepeatedTest(2)
      void isTheNestedClasss(TestDatabase database) {
        assertThat(field.name()).isNotEqualTo(own).isEqualTo(database.name());
      }
    }
  }
}
