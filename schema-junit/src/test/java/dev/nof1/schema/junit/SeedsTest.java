package dev.nof1.schema.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SeedsTest {
  private static final String NAMES = "SELECT string_agg(name, ', ' ORDER BY id) FROM llm_models";

  @Nested
  @MigratedDatabase(
      seeds = {
        "classpath:kit/models.sql",
        "src/test/resources/kit/more-models.sql",
        "#ofThisClass",
        "dev.nof1.schema.junit.SeedsTest#elsewhere"
      },
      isolation = Isolation.METHOD)
  class OfEveryKind {
    private static final AtomicInteger PLANTED = new AtomicInteger();

    static void ofThisClass(Connection connection) throws SQLException {
      PLANTED.incrementAndGet();
      Kit.run(connection, Kit.insertModel("by method"));
    }

    @RepeatedTest(3)
    void arePlantedInTheirOrderOnce(Connection connection) throws SQLException {
      assertThat(Kit.one(connection, NAMES))
          .isEqualTo("by classpath, by file, by method, by another class");
      assertThat(PLANTED).hasValue(1);
    }
  }

  static void elsewhere(DataSource database) throws SQLException {
    Kit.run(database, Kit.insertModel("by another class"));
  }

  @Nested
  class OfASubclass extends WithSeed {}

  @MigratedDatabase(seeds = "#ofBase")
  abstract static class WithSeed {
    static void ofBase(Connection connection) throws SQLException {
      Kit.run(connection, Kit.insertModel("by the base class"));
    }

    @Test
    void areFoundWhereTheAnnotationIsInheritedFrom(Connection connection) throws SQLException {
      assertThat(Kit.one(connection, NAMES)).isEqualTo("by the base class");
    }
  }

  @Nested
  @MigratedDatabase(version = "20251101093000", seeds = "classpath:kit/models.sql")
  class BeforeAMigration {
    @Test
    void arePlantedAtTheVersion(Connection connection) throws SQLException {
      assertThat(Kit.one(connection, NAMES)).isEqualTo("by classpath");
    }
  }

  @Test
  void thatFailAreToldOfWithTheirPlace() {
    assertThat(Kit.failure(Kit.of(WithBrokenSeed.class).execute()))
        .startsWith(
            """
            A seed failed at classpath:kit/broken.sql:3:13: relation "llm_model" does not exist [42P01]
                INSERT INTO llm_model (name)
                            ^
            No database was made from it. Fix the seed.""");
  }

  @MigratedDatabase(seeds = "classpath:kit/broken.sql")
  static class WithBrokenSeed {
    @Test
    void neverRuns() {}
  }

  @Test
  void thatThrowAreToldOfWithTheirMethod() {
    assertThat(Kit.failure(Kit.of(WithThrowingSeed.class).execute()))
        .isEqualTo(
            "The seed dev.nof1.schema.junit.SeedsTest$WithThrowingSeed#fails failed: java.lang.IllegalStateException: on purpose. No database was made from it. Fix the seed.");
  }

  @MigratedDatabase(seeds = "#fails")
  static class WithThrowingSeed {
    static void fails(Connection connection) {
      throw new IllegalStateException("on purpose");
    }

    @Test
    void neverRuns() {}
  }

  @Nested
  @MigratedDatabase(seeds = "#inATransaction")
  class InATransaction {
    static void inATransaction(Connection connection) throws SQLException {
      connection.setAutoCommit(false);
      Kit.run(connection, Kit.insertModel("not committed by hand"));
    }

    @Test
    void areCommitted(Connection connection) throws SQLException {
      assertThat(Kit.one(connection, NAMES)).isEqualTo("not committed by hand");
    }
  }

  @Test
  void thatThrowAnErrorAreToldOfToo() {
    assertThat(Kit.failure(Kit.of(WithSeedThatAsserts.class).execute()))
        .isEqualTo(
            "A seed given as code failed: java.lang.AssertionError: on purpose. No database was made from it. Fix the seed.");
  }

  static class WithSeedThatAsserts {
    @RegisterExtension
    static final MigratedDatabaseExtension DATABASE =
        MigratedDatabaseExtension.builder()
            .seed(
                database -> {
                  throw new AssertionError("on purpose");
                })
            .build();

    @Test
    void neverRuns() {}
  }

  @Test
  void thatAreNotThereAreToldOf() {
    assertThat(Kit.failure(Kit.of(WithoutMethod.class).execute()))
        .isEqualTo(
            "dev.nof1.schema.junit.SeedsTest$WithoutMethod names the seed '#rows', but dev.nof1.schema.junit.SeedsTest$WithoutMethod has no static method rows(DataSource) or rows(Connection).");
    assertThat(Kit.failure(Kit.of(WithoutResource.class).execute()))
        .startsWith(
            "dev.nof1.schema.junit.SeedsTest$WithoutResource names the seed 'classpath:kit/none.sql', but there is no such resource. Write classpath:folder/file.sql, a file relative to ");
  }

  @MigratedDatabase(seeds = "#rows")
  static class WithoutMethod {
    /** Not static. */
    void rows(Connection connection) {}

    @Test
    void neverRuns() {}
  }

  @MigratedDatabase(seeds = "classpath:kit/none.sql")
  static class WithoutResource {
    @Test
    void neverRuns() {}
  }
}
