package dev.nof1.schema.junit;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.THROWABLE;

import dev.nof1.schema.junit.fixture.Kit;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.testkit.engine.EngineExecutionResults;

class MisuseTest {
  private static final String HERE = "dev.nof1.schema.junit.MisuseTest$";

  @Test
  void aFieldMustNotBeFinal() {
    assertThat(failure(FinalField.class))
        .isEqualTo(
            "@InjectDatabase is on the final field final java.lang.String "
                + HERE
                + "FinalField.url; it must not be final.");
  }

  @MigratedDatabase
  static class FinalField {
    @InjectDatabase final String url = "";

    @Test
    void test() {}
  }

  @Test
  void aFieldMustBeOfATypeThereIs() {
    assertThat(failure(FieldOfWrongType.class))
        .isEqualTo(
            "The field static java.util.List "
                + HERE
                + "FieldOfWrongType.names is a List; ask for a DataSource, a Connection,"
                + " Migrations, a TestDatabase, or a String for its JDBC URL.");
  }

  @MigratedDatabase
  static class FieldOfWrongType {
    @InjectDatabase static List<String> names;

    @Test
    void test() {}
  }

  @Test
  void aUrlMustBeAString() {
    assertThat(failure(UrlOfWrongType.class))
        .isEqualTo(
            "The parameter url is a Path; ask for a DataSource, a Connection, Migrations, a"
                + " TestDatabase, or a String for its JDBC URL.");
  }

  @MigratedDatabase
  static class UrlOfWrongType {
    @Test
    void test(@JdbcUrl Path url) {}
  }

  @Test
  void aVersionMustBeOne() {
    assertThat(failure(WithWrongVersion.class))
        .isEqualTo(
            "@MigratedDatabase on "
                + HERE
                + "WithWrongVersion has version = \"latest\"; it must be \"head\", \"base\" or the"
                + " id of a migration.");
  }

  @MigratedDatabase(version = "latest")
  static class WithWrongVersion {
    @Test
    void test() {}
  }

  @Test
  void aVersionMustExist() {
    assertThat(failure(WithMissingVersion.class))
        .isEqualTo(
            "@MigratedDatabase on "
                + HERE
                + "WithMissingVersion has version = \"20260101000000\", but there is no such"
                + " migration. There are: 20251101090000 (create changelog), 20251101093000 (create"
                + " initial schema), 20251118083000 (make seasons fractional).");
  }

  @MigratedDatabase(version = "20260101000000")
  static class WithMissingVersion {
    @Test
    void test() {}
  }

  @Test
  void aFolderMustExist() {
    assertThat(failure(WithMissingFolder.class)).contains("/no/such/folder");
    assertThat(failure(WithMissingResources.class))
        .isEqualTo(
            "There is no folder 'no/such/folder' on the class path, so there are no migrations to"
                + " read. Check its name, and that its jar has entries for folders.");
  }

  @MigratedDatabase(migrations = "/no/such/folder")
  static class WithMissingFolder {
    @Test
    void test() {}
  }

  @MigratedDatabase(migrations = "classpath:no/such/folder")
  static class WithMissingResources {
    @Test
    void test() {}
  }

  /** Parameters; each with a value of its own, since what was told once is not told again. */
  @Nested
  class Parameters {
    @Test
    void mustBeKnown() {
      System.setProperty("nof1.test.sever", "embedded");
      try {
        assertThat(MisuseTest.failure(Simple.class))
            .isEqualTo(
                "There is no configuration parameter 'nof1.test.sever'. There are:"
                    + " nof1.test.changelog, nof1.test.image, nof1.test.keep, nof1.test.migrations,"
                    + " nof1.test.password, nof1.test.pool, nof1.test.postgres.version,"
                    + " nof1.test.prefix, nof1.test.role, nof1.test.server,"
                    + " nof1.test.server-changes, nof1.test.url, nof1.test.user,"
                    + " nof1.test.parameter.NAME and nof1.test.variable.NAME.");
      } finally {
        System.clearProperty("nof1.test.sever");
      }
    }

    @Test
    void thatAreNumbersMustBeSuch() {
      assertThat(failure("pool", "many"))
          .isEqualTo(
              "The configuration parameter nof1.test.pool is 'many'; it must be a number from 0 to"
                  + " 32.");
      assertThat(failure("keep", "1001"))
          .isEqualTo(
              "The configuration parameter nof1.test.keep is '1001'; it must be a number from 0 to"
                  + " 1000.");
      assertThat(failure("keep", "-1"))
          .isEqualTo(
              "The configuration parameter nof1.test.keep is '-1'; it must be a number from 0 to"
                  + " 1000.");
    }

    @Test
    void thatAreOneOfAFewMustBeSuch() {
      assertThat(failure("server", "cloud"))
          .isEqualTo(
              "The configuration parameter nof1.test.server is 'cloud'; it must be one of: auto,"
                  + " embedded, testcontainers, external.");
    }

    @Test
    void ofTheServerMustBeSuch() {
      assertThat(failureOfProperty("parameter.max connections", "300"))
          .isEqualTo(
              "The configuration parameter nof1.test.parameter.max connections must end with the"
                  + " name of a parameter of PostgreSQL, such as max_connections.");
      assertThat(failureOfProperty("parameter.Port", "5432"))
          .isEqualTo(
              "The configuration parameter nof1.test.parameter.Port cannot be set: the tests'"
                  + " server has a folder, an address and a free port of its own, which the JDBC"
                  + " URL of a test's database tells.");
    }

    @Test
    void thatAreVersionsMustBeSuch() {
      assertThat(failure("postgres.version", "eighteen"))
          .isEqualTo(
              "The configuration parameter nof1.test.postgres.version is 'eighteen'; it must be a"
                  + " version of PostgreSQL, such as 18 or 18.6.");
    }

    @Test
    void anExternalServerMustBeSaid() {
      assertThat(failure("server", "external"))
          .isEqualTo(
              "nof1.test.server is 'external', but nothing says where: set NOF1_TEST_DB_URL (and"
                  + " _USER, _PASSWORD), or nof1.test.url. The variables NOF1_DB_* are never used"
                  + " for tests: they may name production.");
    }

    @Test
    void aPrefixMustBeAName() {
      assertThat(failure("prefix", "My"))
          .isEqualTo(
              "'My' cannot be the prefix of test databases: use 3 to 20 lower-case letters, digits"
                  + " and underscores, a letter first.");
    }

    /** Those whose names are free are found among system properties. */
    private static String failureOfProperty(String key, String value) {
      System.setProperty("nof1.test." + key, value);
      try {
        return failure(key, value);
      } finally {
        System.clearProperty("nof1.test." + key);
      }
    }

    private static String failure(String key, String value) {
      return Kit.failure(
          Kit.of(Simple.class).configurationParameter("nof1.test." + key, value).execute());
    }
  }

  @MigratedDatabase
  static class Simple {
    @Test
    void test() {}
  }

  @Test
  void aBrokenMigrationIsToldOnceAndInFull() {
    var results = Kit.of(Broken1.class, Broken2.class, Broken3.class).execute();
    assertThat(Kit.failure(results))
        .startsWith(
            "Migration 2 (add names) failed at classpath:kit/broken-migrations/2_add_names.sql:3:1:"
                + " relation \"customer\" does not exist [42P01]");
    assertThat(Kit.aborts(results))
        .hasSize(1 + 3)
        .allSatisfy(
            abort ->
                assertThat(abort)
                    .hasMessage(
                        "There is no database for this test; an earlier one failed with the reason:"
                            + " Migration 2 (add names) failed at"
                            + " classpath:kit/broken-migrations/2_add_names.sql:3:1: relation"
                            + " \"customer\" does not exist [42P01]"));
  }

  @Test
  void theTestsOfAClassWithoutADatabaseAreCounted() {
    var results = Kit.of(Counted.class).execute();
    results.testEvents().assertStatistics(stats -> stats.started(4).failed(1).aborted(3));
    results.containerEvents().assertStatistics(stats -> stats.failed(0).aborted(0));
    assertThat(Kit.failure(results)).contains("relation \"nothing\" does not exist");
  }

  @MigratedDatabase(seeds = "classpath:kit/broken-for-counting.sql")
  static class Counted {
    @InjectDatabase static DataSource shared;

    @BeforeAll
    static void cannotRun(DataSource database) throws SQLException {
      Kit.run(database, "SELECT 1");
    }

    @AfterAll
    static void cannotRunEither() throws SQLException {
      Kit.run(shared, "SELECT 1");
    }

    @Test
    void one() {}

    @Test
    void two(DataSource database) {}

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class Inner {
      @InjectDatabase DataSource field;

      @RepeatedTest(2)
      void three() {}
    }
  }

  @Test
  void anotherExtensionsFailureForWantOfADatabaseHasTheReasonWithIt() {
    Throwable failure = Kit.failures(Kit.of(NeedsItEarly.class).execute()).get(0);
    assertThat(failure).isInstanceOf(NullPointerException.class);
    assertThat(failure.getSuppressed())
        .singleElement(as(THROWABLE))
        .hasMessageContaining("relation \"early\" does not exist");
  }

  @MigratedDatabase(seeds = "classpath:kit/broken-early.sql")
  @ExtendWith(UsesTheField.class)
  static class NeedsItEarly {
    @InjectDatabase static DataSource shared;

    @Test
    void test() {}
  }

  static final class UsesTheField implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
      Kit.run(NeedsItEarly.shared, "SELECT 1");
    }
  }

  @Test
  void aBrokenTemplateIsItsMessageAndNoStack() {
    Throwable failure = Kit.failures(Kit.of(NoStack.class).execute()).get(0);
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    assertThat(text.toString().lines().toList())
        .hasSizeLessThan(10)
        .noneMatch(line -> line.contains("\tat ") || line.contains("Caused by"));
  }

  @MigratedDatabase(seeds = "classpath:kit/broken-without-stack.sql")
  static class NoStack {
    @Test
    void test() {}
  }

  @Test
  void aSeedsOwnCodeKeepsItsStack() {
    assertThat(Kit.failures(Kit.of(WithOwnStack.class).execute()))
        .singleElement(as(THROWABLE))
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("of the seed");
  }

  @MigratedDatabase(seeds = "#fails")
  static class WithOwnStack {
    static void fails(DataSource database) {
      throw new IllegalStateException("of the seed");
    }

    @Test
    void test() {}
  }

  @MigratedDatabase(migrations = "classpath:kit/broken-migrations")
  static class Broken1 {
    @Test
    void test() {}
  }

  @MigratedDatabase(migrations = "classpath:kit/broken-migrations")
  static class Broken2 extends Broken1 {}

  @MigratedDatabase(migrations = "classpath:kit/broken-migrations", isolation = Isolation.METHOD)
  static class Broken3 {
    Broken3(DataSource database) {}

    @RepeatedTest(3)
    void test() {}
  }

  @Test
  void whatIsWrongWithTheFirstClassIsNoMatterToTheOthers() {
    assertThat(Kit.failures(onItsOwnServer("5", MissingFirst.class)))
        .singleElement(as(THROWABLE))
        .hasMessageStartingWith("There is no folder 'kit/nowhere' on the class path");
    assertThat(Kit.failures(onItsOwnServer("6", BrokenFirst.class)))
        .singleElement(as(THROWABLE))
        .hasMessageStartingWith("A seed failed at classpath:kit/broken-too.sql:1:1: division by");
  }

  private static EngineExecutionResults onItsOwnServer(String pool, Class<?> first) {
    EngineExecutionResults results =
        Kit.of(first, Simple.class).configurationParameter("nof1.test.pool", pool).execute();
    results.testEvents().assertStatistics(stats -> stats.succeeded(1));
    return results;
  }

  @MigratedDatabase(migrations = "classpath:kit/nowhere")
  static class MissingFirst {
    @Test
    void test() {}
  }

  @MigratedDatabase(seeds = "classpath:kit/broken-too.sql")
  static class BrokenFirst {
    @Test
    void test() {}
  }

  @Test
  void whoFailedFailsAgainWhenRunAgain() {
    assertThat(Kit.failures(Kit.of(BrokenAgain.class).execute()))
        .singleElement(as(THROWABLE))
        .hasMessage(Kit.failure(Kit.of(BrokenAgain.class).execute()));
  }

  @MigratedDatabase(migrations = "classpath:kit/none")
  static class BrokenAgain {
    @Test
    void test() {}
  }

  private static String failure(Class<?> testClass) {
    return Kit.failure(Kit.of(testClass).execute());
  }
}
