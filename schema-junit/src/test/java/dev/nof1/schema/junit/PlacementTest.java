package dev.nof1.schema.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.junit.fixture.Kit;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacementTest {
  private static final List<String> SEEN = new CopyOnWriteArrayList<>();

  @BeforeEach
  void forget() {
    SEEN.clear();
  }

  private static void see(TestDatabase database) {
    SEEN.add(database.name());
  }

  @Retention(RetentionPolicy.RUNTIME)
  @MigratedDatabase(version = "base", isolation = Isolation.METHOD)
  @interface FreshAndEmpty {}

  @Test
  void anAnnotationOfYourOwnMayCarryIt() {
    Kit.passing(2, WithAnnotationOfItsOwn.class);
    assertThat(SEEN).hasSize(2).doesNotHaveDuplicates();
  }

  @FreshAndEmpty
  static class WithAnnotationOfItsOwn {
    @RepeatedTest(2)
    void isAsItSays(TestDatabase database, Connection connection) throws SQLException {
      see(database);
      assertThat(Kit.one(connection, "SELECT to_regclass('trades')")).isEqualTo("null");
    }
  }

  @Test
  void subclassesHaveTheAnnotationToo() {
    Kit.passing(2, Sub.class, OtherSub.class);
    assertThat(SEEN).hasSize(2).doesNotHaveDuplicates();
  }

  @MigratedDatabase
  abstract static class Base {
    @InjectDatabase private static TestDatabase ofClass;
    @InjectDatabase private TestDatabase ofBase;

    @Test
    void looks(TestDatabase database) {
      see(database);
      assertThat(ofBase.name()).isEqualTo(database.name()).isEqualTo(ofClass.name());
    }
  }

  static class Sub extends Base {}

  static class OtherSub extends Base {}

  @Test
  void nestedClassesShareTheDatabaseHoweverDeep() {
    Kit.passing(4, Outer.class);
    assertThat(SEEN).hasSize(4).containsOnly(SEEN.get(0));
  }

  @MigratedDatabase
  static class Outer {
    @InjectDatabase private TestDatabase ofOuter;

    @Test
    void looks(TestDatabase database) {
      see(database);
    }

    @Nested
    class One {
      @InjectDatabase private DataSource ofOne;

      @Test
      void looks(TestDatabase database) {
        see(database);
      }

      @Nested
      class Two {
        @Test
        void looks(TestDatabase database) {
          see(database);
        }

        @Nested
        class Three {
          private final TestDatabase ofConstructor;

          Three(TestDatabase database) {
            ofConstructor = database;
          }

          @Test
          void looks(TestDatabase database) throws SQLException {
            see(database);
            assertThat(List.of(ofOuter.name(), ofConstructor.name())).containsOnly(database.name());
            assertThat(Kit.one(ofOne, "SELECT current_database()")).isEqualTo(database.name());
          }
        }
      }
    }
  }

  @Test
  void aNestedClassWithTheAnnotationHasItsOwnAndSoHaveThoseInIt() {
    Kit.passing(3, OuterOfAnother.class);
    assertThat(SEEN).hasSize(3);
    assertThat(SEEN.get(0)).isNotEqualTo(SEEN.get(1));
    assertThat(SEEN.get(2)).isEqualTo(SEEN.get(1));
  }

  @MigratedDatabase
  static class OuterOfAnother {
    @InjectDatabase private TestDatabase ofOuter;

    @Test
    void looks(TestDatabase database) {
      see(database);
    }

    @Nested
    @MigratedDatabase(version = "base")
    class Another {
      @Test
      void looks(TestDatabase database) {
        see(database);
        assertThat(ofOuter.name()).isEqualTo(database.name());
      }

      @Nested
      class InIt {
        @Test
        void looks(TestDatabase database) {
          see(database);
        }
      }
    }
  }

  @Test
  void anInstanceForAllTestsHasItsFieldsBeforeItsBeforeAllMethods() {
    Kit.passing(2, OneInstance.class);
    assertThat(SEEN).hasSize(2).containsOnly(SEEN.get(0));
  }

  @MigratedDatabase
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class OneInstance {
    @InjectDatabase private DataSource field;
    private final TestDatabase ofConstructor;

    OneInstance(TestDatabase database) {
      ofConstructor = database;
    }

    @BeforeAll
    void addARow(Connection connection) throws SQLException {
      Kit.run(field, Kit.insertModel("by field"));
      Kit.run(connection, Kit.insertModel("by parameter"));
    }

    @RepeatedTest(2)
    void looks(TestDatabase database) throws SQLException {
      see(database);
      assertThat(ofConstructor.name()).isEqualTo(database.name());
      assertThat(Kit.one(field, "SELECT count(*) FROM llm_models")).isEqualTo("2");
    }
  }

  @Test
  void staticFieldsAreSetBeforeAnInstanceForAllTestsIsMade() {
    Kit.passing(1, LooksWhenMade.class);
  }

  @MigratedDatabase
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class LooksWhenMade {
    @InjectDatabase private static TestDatabase ofClass;
    private final String whenMade = ofClass.name();

    @Test
    void looks(TestDatabase database) {
      assertThat(whenMade).isEqualTo(database.name());
    }
  }

  @Test
  void parallelClassesHaveTheirOwnAndTheirMethodsShareIt() {
    Kit.passing(44, Kit.parallel(Parallel1.class, Parallel2.class, Outer.class));
    assertThat(SEEN.stream().distinct()).hasSize(3);
  }

  @MigratedDatabase
  static class Parallel1 {
    @RepeatedTest(20)
    void looks(TestDatabase database, Connection connection) throws SQLException {
      see(database);
      Kit.run(connection, "SELECT 1");
    }
  }

  @MigratedDatabase
  static class Parallel2 extends Parallel1 {}

  @Test
  void eachRunOfAParameterizedTestHasItsOwnWithIsolationMethod() {
    Kit.passing(2, Parameterized.class);
    assertThat(SEEN).hasSize(2).doesNotHaveDuplicates();
  }

  @MigratedDatabase(isolation = Isolation.METHOD)
  static class Parameterized {
    @ParameterizedTest
    @ValueSource(strings = {"a", "b"})
    void looks(String name, Connection connection, TestDatabase database) throws SQLException {
      Kit.run(connection, Kit.insertModel(name));
      assertThat(Kit.one(connection, "SELECT count(*) FROM llm_models")).isEqualTo("1");
      see(database);
    }
  }

  @Test
  void theRunsOfAParameterizedClassShareADatabase() {
    Kit.passing(4, ParameterizedOne.class);
    assertThat(SEEN).hasSize(4).containsOnly(SEEN.get(0));
  }

  @MigratedDatabase
  @ParameterizedClass
  @ValueSource(strings = {"a", "b"})
  static class ParameterizedOne {
    @Parameter String name = "";

    @RepeatedTest(2)
    void looks(TestDatabase database, Connection connection) throws SQLException {
      Kit.run(connection, Kit.insertModel(name + System.nanoTime()));
      see(database);
    }
  }
}
