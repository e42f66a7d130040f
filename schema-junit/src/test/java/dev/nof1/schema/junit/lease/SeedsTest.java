package dev.nof1.schema.junit.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.junit.Isolation;
import dev.nof1.schema.junit.MigratedDatabase;
import dev.nof1.schema.junit.MigratedDatabaseExtension;
import dev.nof1.schema.junit.fixture.Kit;
import dev.nof1.schema.junit.fixture.TestJvm;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SeedsTest {
  private static final String NAMES = "SELECT string_agg(name, ', ' ORDER BY id) FROM llm_models";

  @Nested
  @MigratedDatabase(
      seeds = {
        "classpath:kit/models.sql",
        "src/test/resources/kit/more-models.sql",
        "#ofThisClass",
        "dev.nof1.schema.junit.lease.SeedsTest#elsewhere"
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
            No database was made from it. Fix the seed.\
            """);
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
            "The seed dev.nof1.schema.junit.lease.SeedsTest$WithThrowingSeed#fails failed:"
                + " java.lang.IllegalStateException: on purpose. No database was made from it. Fix"
                + " the seed.");
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
            "A seed given as code failed: java.lang.AssertionError: on purpose. No database was"
                + " made from it. Fix the seed.");
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
            "dev.nof1.schema.junit.lease.SeedsTest$WithoutMethod names the seed '#rows', but"
                + " dev.nof1.schema.junit.lease.SeedsTest$WithoutMethod has no static method"
                + " rows(DataSource) or rows(Connection).");
    assertThat(Kit.failure(Kit.of(WithoutResource.class).execute()))
        .startsWith(
            "dev.nof1.schema.junit.lease.SeedsTest$WithoutResource names the seed"
                + " 'classpath:kit/none.sql', but there is no such resource. Write"
                + " classpath:folder/file.sql, a file relative to ");
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

  @Test
  void thatAreLargerThanTheMemoryAreReadStatementByStatementAndOneThatIsNotReadableHarmsNobodyElse(
      @TempDir Path cache) throws Exception {
    TestJvm.giveServer(cache);
    write(BIG, 'x', 250, 4_000);
    write(TOO_LONG, 'y', 60_000_000, 1);
    try {
      // In a JVM of its own: templates are made side by side, and memory that one statement fills
      // is
      // missing for another that needs much of it, too.
      assertThat(withLittleMemory(cache, WithBigSeed.class)).contains("passed 1 of 1");
      List<String> output = withLittleMemory(cache, WithTooLongStatement.class, WithNoSeed.class);
      assertThat(output).contains("passed 1 of 2");
      assertThat(TestJvm.lines(output, "failure"))
          .singleElement()
          .asString()
          .endsWith(
              "The seed target/too-long-seed.sql needs more memory than this JVM has, because one"
                  + " of its statements is too long. No database was made from it. Divide the"
                  + " statement, or give the tests' JVM more with -Xmx.");
    } finally {
      Files.delete(Path.of(BIG));
      Files.delete(Path.of(TOO_LONG));
    }
  }

  private static List<String> withLittleMemory(Path cache, Class<?>... classes) throws Exception {
    try (TestJvm jvm = TestJvm.start(cache, List.of("-Xmx64m"), classes)) {
      return jvm.output();
    }
  }

  private static final String BIG = "target/big-seed.sql";
  private static final String TOO_LONG = "target/too-long-seed.sql";

  private static void write(String file, char c, int length, int statements) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(Path.of(file))) {
      out.write("CREATE TABLE big (t text);\n");
      for (int i = 0; i < statements; i++) {
        out.write("INSERT INTO big SELECT '");
        for (int j = 0; j < length / 50; j++) {
          out.write(String.valueOf(c).repeat(50));
        }
        out.write("' FROM generate_series(1, 2); -- ");
        // What is no statement counts too.
        out.write(length > 1000 ? "\n" : "-".repeat(15_000) + "\n");
      }
    }
  }

  @MigratedDatabase(seeds = TOO_LONG)
  static class WithTooLongStatement {
    @Test
    void neverRuns() {}
  }

  @MigratedDatabase(seeds = BIG)
  static class WithBigSeed {
    @Test
    void hasItsRows(Connection connection) throws SQLException {
      assertThat(Kit.one(connection, "SELECT count(*) FROM big")).isEqualTo("8000");
    }
  }

  @MigratedDatabase
  static class WithNoSeed {
    @Test
    void hasADatabase(Connection connection) throws SQLException {
      assertThat(Kit.one(connection, "SELECT count(*) FROM trades")).isEqualTo("0");
    }
  }

  @Test
  void thatAreNotUtf8AreRefused() throws IOException {
    Path file = Path.of("target/latin-seed.sql");
    Files.write(file, "CREATE TABLE t AS SELECT 'ü' AS u;".getBytes(StandardCharsets.ISO_8859_1));
    try {
      assertThat(Kit.failure(Kit.of(WithLatinSeed.class).execute()))
          .startsWith(
              "The seed target/latin-seed.sql is not in UTF-8. No database was made from it.");
    } finally {
      Files.delete(file);
    }
  }

  @MigratedDatabase(seeds = "target/latin-seed.sql")
  static class WithLatinSeed {
    @Test
    void neverRuns() {}
  }

  @Test
  void thatDoNotEndAreToldOfWithTheirPlace() {
    assertThat(Kit.failures(Kit.of(WithOpenQuote.class).execute()).get(0))
        .hasMessageStartingWith("A seed cannot be read at classpath:kit/open-quote.sql:2:8: ")
        .hasNoCause();
  }

  @MigratedDatabase(seeds = "classpath:kit/open-quote.sql")
  static class WithOpenQuote {
    @Test
    void neverRuns() {}
  }

  @Test
  void thatChangeWhileTheyAreReadAreRefused() throws IOException {
    Path file = Path.of("target/changing-seed.sql");
    Files.writeString(file, "SELECT 1;");
    try {
      assertThat(Kit.failure(Kit.of(WithChangingSeed.class).execute()))
          .startsWith(
              "The seed target/changing-seed.sql changed while it was read. No database was made"
                  + " from it. Run the tests again.");
    } finally {
      Files.delete(file);
    }
  }

  /** The method runs after the file's key was taken and before the file is planted. */
  @MigratedDatabase(seeds = {"#changes", "target/changing-seed.sql"})
  static class WithChangingSeed {
    static void changes(DataSource database) throws IOException {
      Files.writeString(Path.of("target/changing-seed.sql"), "SELECT 2;");
    }

    @Test
    void neverRuns() {}
  }
}
