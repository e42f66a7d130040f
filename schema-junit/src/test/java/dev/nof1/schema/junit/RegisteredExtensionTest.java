package dev.nof1.schema.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.junit.fixture.Kit;
import dev.nof1.schema.repository.MigrationSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RegisteredExtensionTest {
  private static final List<String> SEEN = new CopyOnWriteArrayList<>();

  @BeforeEach
  void forget() {
    SEEN.clear();
  }

  @Test
  void aStaticOneServesTheClassAndThoseInIt() {
    Kit.passing(3, WithStatic.class);
    assertThat(SEEN).hasSize(3).containsOnly(SEEN.get(0));
    assertThat(WithStatic.PLANTED).hasValue(1);
  }

  static class WithStatic {
    private static final AtomicInteger PLANTED = new AtomicInteger();

    @RegisterExtension
    static final MigratedDatabaseExtension DATABASE =
        MigratedDatabaseExtension.builder()
            .migrations(MigrationSource.folder(Path.of("src/test/resources/kit/migrations")))
            .variable("greeting", "good day")
            .seed(
                database -> {
                  PLANTED.incrementAndGet();
                  Kit.run(database, "INSERT INTO customers VALUES (1, 'a')");
                })
            .build();

    @InjectDatabase private static TestDatabase ofClass;

    @BeforeAll
    static void isThere(Connection connection) throws SQLException {
      assertThat(Kit.one(connection, "SELECT greeting FROM customers")).isEqualTo("good day");
    }

    @RepeatedTest(2)
    void looks(TestDatabase database) {
      SEEN.add(database.name());
      assertThat(ofClass.name()).isEqualTo(database.name());
    }

    @Nested
    class Inside {
      @Test
      void looks(TestDatabase database) {
        SEEN.add(database.name());
      }
    }
  }

  @Test
  void oneOfEachInstanceServesTheClassToo() {
    Kit.passing(2, WithInstance.class);
    assertThat(SEEN).hasSize(2).containsOnly(SEEN.get(0));
  }

  static class WithInstance {
    @RegisterExtension
    final MigratedDatabaseExtension database =
        MigratedDatabaseExtension.builder()
            .seed("classpath:kit/models.sql")
            .version("head")
            .build();

    @InjectDatabase private TestDatabase field;

    @RepeatedTest(2)
    void looks(TestDatabase parameter, Connection connection) throws SQLException {
      SEEN.add(parameter.name());
      assertThat(field.name()).isEqualTo(parameter.name());
      assertThat(Kit.one(connection, "SELECT count(*) FROM llm_models")).isEqualTo("1");
    }
  }

  @Test
  void oneOfEachInstanceServesNestedClassesToo() {
    Kit.passing(3, WithInstanceAround.class);
    assertThat(SEEN).hasSize(3);
    assertThat(SEEN.stream().filter(name -> !name.equals("annotated")))
        .hasSize(2)
        .containsOnly(SEEN.get(0));
  }

  static class WithInstanceAround {
    @RegisterExtension
    final MigratedDatabaseExtension database =
        MigratedDatabaseExtension.builder().version("base").build();

    @Test
    void looks(TestDatabase parameter) {
      SEEN.add(0, parameter.name());
    }

    @Nested
    class Inside {
      @Test
      void looks(TestDatabase parameter) {
        SEEN.add(parameter.name());
      }
    }

    @Nested
    @MigratedDatabase
    class Annotated {
      @Test
      void hasItsOwn(Connection connection) throws SQLException {
        assertThat(Kit.one(connection, "SELECT to_regclass('trades')")).isEqualTo("trades");
        SEEN.add("annotated");
      }
    }
  }

  @Test
  void oneOfEachInstanceGivesEachTestItsOwnWithIsolationMethod() {
    Kit.passing(2, WithInstanceForEach.class);
    assertThat(SEEN).hasSize(2).doesNotHaveDuplicates();
  }

  static class WithInstanceForEach {
    @RegisterExtension
    final MigratedDatabaseExtension database =
        MigratedDatabaseExtension.builder()
            .migrations("classpath:nof1/migrations")
            .isolation(Isolation.METHOD)
            .build();

    @RepeatedTest(2)
    void looks(TestDatabase parameter) {
      SEEN.add(parameter.name());
    }
  }

  @Test
  void differentSeedCodeMeansDifferentDatabases() {
    Kit.passing(1, WithSeed.class);
    Kit.passing(1, WithOtherSeed.class);
  }

  static class WithSeed {
    @RegisterExtension
    static final MigratedDatabaseExtension DATABASE =
        MigratedDatabaseExtension.builder()
            .seed(database -> Kit.run(database, Kit.insertModel("one")))
            .build();

    @Test
    void hasItsRow(Connection connection) throws SQLException {
      assertThat(Kit.one(connection, "SELECT name FROM llm_models")).isEqualTo("one");
    }
  }

  static class WithOtherSeed {
    @RegisterExtension
    static final MigratedDatabaseExtension DATABASE =
        MigratedDatabaseExtension.builder()
            .seed(database -> Kit.run(database, Kit.insertModel("other")))
            .build();

    @Test
    void hasItsRow(Connection connection) throws SQLException {
      assertThat(Kit.one(connection, "SELECT name FROM llm_models")).isEqualTo("other");
    }
  }

  @Test
  void theInnermostWins() {
    Kit.passing(3, AnnotatedWithRegisteredInside.class);
    assertThat(SEEN).containsExactlyInAnyOrder("head", "base", "head");
  }

  @MigratedDatabase
  static class AnnotatedWithRegisteredInside {
    private static void see(Connection connection) throws SQLException {
      SEEN.add(
          Kit.one(
              connection,
              "SELECT CASE WHEN to_regclass('trades') IS NULL THEN 'base' ELSE 'head' END"));
    }

    @Test
    void looks(Connection connection) throws SQLException {
      see(connection);
    }

    @Nested
    class Inside {
      @RegisterExtension
      static final MigratedDatabaseExtension DATABASE =
          MigratedDatabaseExtension.builder().version("base").build();

      @InjectDatabase private Connection field;

      @Test
      void looks(Connection connection) throws SQLException {
        see(connection);
        assertThat(field.getCatalog()).isEqualTo(connection.getCatalog());
      }

      @Nested
      @MigratedDatabase
      class Deeper {
        @Test
        void looks(Connection connection) throws SQLException {
          see(connection);
        }
      }
    }
  }

  @Test
  void seedCodeThatFailsIsToldOf() {
    assertThat(Kit.failure(Kit.of(WithFailingSeed.class).execute()))
        .isEqualTo(
            "A seed given as code failed: java.lang.IllegalStateException: on purpose. No database"
                + " was made from it. Fix the seed.");
  }

  static class WithFailingSeed {
    @RegisterExtension
    static final MigratedDatabaseExtension DATABASE =
        MigratedDatabaseExtension.builder()
            .seed(
                database -> {
                  throw new IllegalStateException("on purpose");
                })
            .build();

    @Test
    void neverRuns() {}
  }
}
