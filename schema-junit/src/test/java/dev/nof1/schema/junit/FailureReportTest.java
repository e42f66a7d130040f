package dev.nof1.schema.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.nof1.schema.junit.fixture.Kit;
import dev.nof1.schema.junit.fixture.TestJvm;
import dev.nof1.schema.junit.fixture.Waiting;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

class FailureReportTest {
  private static final Pattern PSQL =
      Pattern.compile("PGPASSWORD=(\\S+) psql -h (\\S+) -p (\\d+) -U (\\S+) (\\S+)");

  private static final List<String> URLS = new ArrayList<>();

  @BeforeEach
  void forget() {
    URLS.clear();
  }

  @Test
  void saysHowToLookAtTheDatabaseAndWhatItsServerSaid() throws SQLException {
    Throwable failure = Kit.failures(Kit.of(WithFailure.class).execute()).get(0);
    assertThat(failure).isInstanceOf(SQLException.class).hasSuppressedException(note(failure));
    String text = String.valueOf(note(failure).getMessage());
    assertThat(text)
        .startsWith("The database of this test stays. To look at it:\n  PGPASSWORD=")
        .containsPattern("\nIts server's log:\n  .*ERROR:  relation \"nothing\" does not exist")
        .contains("STATEMENT:  SELECT * FROM nothing")
        .doesNotContain("of another test");

    Matcher psql = PSQL.matcher(text);
    assertThat(psql.find()).isTrue();
    try (Connection connection =
        DriverManager.getConnection(
            "jdbc:postgresql://%s:%s/%s".formatted(psql.group(2), psql.group(3), psql.group(5)),
            psql.group(4),
            psql.group(1))) {
      assertThat(Kit.one(connection, "SELECT name FROM llm_models")).isEqualTo("evidence");
    }
  }

  @MigratedDatabase
  static class WithFailure {
    @Test
    void fails(Connection connection) throws SQLException {
      Kit.run(connection, Kit.insertModel("evidence"));
      Kit.one(connection, "SELECT * FROM nothing");
    }

    @Nested
    @MigratedDatabase
    class Another {
      @Test
      void complainsElsewhere(Connection connection) throws SQLException {
        Kit.run(connection, "DO $$ BEGIN RAISE WARNING 'of another test'; END $$");
      }
    }
  }

  @Test
  void isPartOfWhatLifecycleMethodsThrow() {
    Throwable failure = Kit.failures(Kit.of(WithFailingBeforeAll.class).execute()).get(0);
    assertThat(note(failure)).hasMessageStartingWith("The database of this test stays.");
  }

  @MigratedDatabase
  static class WithFailingBeforeAll {
    @BeforeAll
    static void fails() {
      fail("on purpose");
    }

    @Test
    void neverRuns() {}
  }

  @Test
  void isPartOfWhatDynamicTestsThrow() {
    assertThat(Kit.failures(Kit.of(WithFailingDynamicTests.class).execute()))
        .hasSize(2)
        .allSatisfy(
            failure ->
                assertThat(note(failure))
                    .hasMessageStartingWith("The database of this test stays."));
  }

  @MigratedDatabase(isolation = Isolation.METHOD)
  static class WithFailingDynamicTests {
    @TestFactory
    Stream<DynamicNode> failing() {
      return Stream.of(
          DynamicTest.dynamicTest("one", () -> fail("on purpose")),
          DynamicContainer.dynamicContainer(
              "others", Stream.of(DynamicTest.dynamicTest("two", () -> fail("on purpose")))));
    }
  }

  @Test
  void hasTheLogOfTheTestAndNotOfThoseBeforeIt() {
    List<Throwable> failures =
        Kit.failures(
            Kit.of(FailsAgainAndAgain.class)
                .configurationParameter(
                    "junit.jupiter.testmethod.order.default",
                    "org.junit.jupiter.api.MethodOrderer$MethodName")
                .execute());
    assertThat(failures).hasSize(5);
    for (int i = 1; i < 5; i++) {
      assertThat(note(failures.get(i - 1)).getMessage())
          .contains("fails_" + i + "\"")
          .doesNotContain("fails_" + (i - 1) + "\"")
          .hasLineCount(8);
    }
    assertThat(note(failures.get(4)).getMessage())
        .contains("fails_at_last")
        .doesNotContain("fails_1", "fails_4");
  }

  @MigratedDatabase
  static class FailsAgainAndAgain {
    @TestFactory
    Stream<DynamicNode> first(Connection connection) {
      return Stream.of(1, 2)
          .map(i -> DynamicTest.dynamicTest("" + i, () -> select(connection, "fails_" + i)));
    }

    @RepeatedTest(2)
    void second(Connection connection, RepetitionInfo repetition) throws Exception {
      select(connection, "fails_" + (2 + repetition.getCurrentRepetition()));
    }

    @AfterAll
    static void third(Connection connection) throws Exception {
      select(connection, "fails_at_last");
    }

    private static void select(Connection connection, String column) throws Exception {
      // The log is in milliseconds.
      Thread.sleep(2);
      Kit.one(connection, "SELECT \"" + column + "\"");
    }
  }

  @Test
  void isPartOfWhatConstructorsThrow() throws SQLException {
    for (Class<?> each : List.of(ConstructorFails.class, ConstructorOfAllTestsFails.class)) {
      assertThat(note(Kit.failures(Kit.of(each).execute()).get(0)))
          .hasMessageStartingWith("The database of this test stays.")
          .hasMessageContaining("ctor_fails");
      assertThat(isThere(URLS.get(URLS.size() - 1))).isTrue();
    }
  }

  @MigratedDatabase
  static class ConstructorFails {
    ConstructorFails(Connection connection, @JdbcUrl String url) throws SQLException {
      URLS.add(url);
      Kit.one(connection, "SELECT ctor_fails");
    }

    @Test
    void neverRuns() {}
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class ConstructorOfAllTestsFails extends ConstructorFails {
    ConstructorOfAllTestsFails(Connection connection, @JdbcUrl String url) throws SQLException {
      super(connection, url);
    }
  }

  /** In a JVM of its own, because JUnit's kit for tests has no launcher. */
  @Test
  void isPartOfWhatMethodsAroundAParameterizedClassThrow(@TempDir Path cache) throws Exception {
    TestJvm.giveServer(cache);
    try (TestJvm jvm =
        TestJvm.start(cache, List.of(), BeforeInvocationFails.class, AfterInvocationFails.class)) {
      List<String> output = jvm.output();
      assertThat(TestJvm.lines(output, "failure")).hasSize(2);
      assertThat(TestJvm.lines(output, "note"))
          .hasSize(2)
          .allMatch(note -> note.contains("The database of this test stays. To look at it:"));
      assertThat(output)
          .filteredOn(line -> line.contains("STATEMENT:  SELECT before_f"))
          .hasSize(1);
      assertThat(output).filteredOn(line -> line.contains("STATEMENT:  SELECT after_f")).hasSize(1);
    }
  }

  @MigratedDatabase
  @ParameterizedClass
  @ValueSource(ints = 1)
  static class BeforeInvocationFails {
    @Parameter int number;

    @BeforeParameterizedClassInvocation(injectArguments = false)
    static void fails(Connection connection) throws SQLException {
      Kit.one(connection, "SELECT before_f");
    }

    @Test
    void neverRuns() {}
  }

  @MigratedDatabase(isolation = Isolation.METHOD)
  @ParameterizedClass
  @ValueSource(ints = 1)
  static class AfterInvocationFails {
    @Parameter int number;

    @AfterParameterizedClassInvocation(injectArguments = false)
    static void fails(Connection connection) throws SQLException {
      Kit.one(connection, "SELECT after_f");
    }

    @Test
    void passes() {}
  }

  @Test
  void isThereOnce() {
    assertThat(Kit.failures(Kit.of(FailsInside.class).execute()).get(0).getSuppressed()).hasSize(1);
  }

  @MigratedDatabase
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  @ParameterizedClass
  @ValueSource(ints = 1)
  static class FailsInside {
    @Parameter int number;

    @BeforeAll
    void fails() {
      fail("on purpose");
    }

    @Test
    void neverRuns() {}
  }

  @Test
  void saysNothingAboutAbortedTests() {
    assertThat(Kit.aborts(Kit.of(WithAssumption.class).execute()))
        .allSatisfy(abort -> assertThat(abort.getSuppressed()).isEmpty())
        .hasSize(1);
  }

  @MigratedDatabase
  static class WithAssumption {
    @Test
    void aborts() {
      Assumptions.abort("not here");
    }
  }

  @Test
  void theNewestStayAndNoMore() throws Exception {
    assertThat(
            Kit.failures(
                Kit.of(FailsFourTimes.class)
                    .configurationParameter("nof1.test.keep", "2")
                    .execute()))
        .hasSize(4);
    assertThat(URLS).hasSize(4);
    awaitGone(URLS.get(0));
    awaitGone(URLS.get(1));
    assertThat(isThere(URLS.get(2))).isTrue();
    assertThat(isThere(URLS.get(3))).isTrue();
  }

  @MigratedDatabase(isolation = Isolation.METHOD)
  static class FailsFourTimes {
    @RepeatedTest(4)
    void fails(@JdbcUrl String url) {
      URLS.add(url);
      fail("on purpose");
    }
  }

  @Test
  void noneStayWhereNoneShall() throws Exception {
    Throwable failure =
        Kit.failures(
                Kit.of(FailsOnce.class).configurationParameter("nof1.test.keep", "0").execute())
            .get(0);
    assertThat(note(failure)).hasMessageStartingWith("The database of this test was:\n  ");
    awaitGone(URLS.get(0));
  }

  @MigratedDatabase
  static class FailsOnce {
    @Test
    void fails(@JdbcUrl String url) {
      URLS.add(url);
      fail("on purpose");
    }
  }

  @Test
  void oneInUseDoesNotGiveWayToANewerOne() {
    assertThat(
            Kit.failures(
                Kit.of(FailsBeforeItsNestedClass.class)
                    .configurationParameter("nof1.test.keep", "1")
                    .execute()))
        .hasSize(2)
        .allSatisfy(failure -> assertThat(failure).hasMessage("on purpose"));
  }

  @MigratedDatabase
  static class FailsBeforeItsNestedClass {
    @Test
    void fails() {
      fail("on purpose");
    }

    @AfterAll
    static void stillHasItsDatabase(Connection connection) throws Exception {
      Thread.sleep(300);
      Kit.run(connection, Kit.insertModel("a"));
    }

    @Nested
    @MigratedDatabase
    class Inside {
      @Test
      void fails() {
        fail("on purpose");
      }
    }
  }

  private static Throwable note(Throwable failure) {
    for (Throwable each : failure.getSuppressed()) {
      if (each instanceof DatabaseNote) {
        return each;
      }
    }
    throw new AssertionError("has no note", failure);
  }

  private static void awaitGone(String url) throws Exception {
    Waiting.until("the database is gone", () -> !isThere(url));
  }

  /** Asked elsewhere: whoever is connected to a database keeps it from being dropped. */
  private static boolean isThere(String url) throws SQLException {
    Matcher name = Pattern.compile("/(nof1_test_\\w+)").matcher(url);
    assertThat(name.find()).isTrue();
    try (Connection connection = DriverManager.getConnection(name.replaceFirst("/postgres"))) {
      String sql = "SELECT count(*) FROM pg_database WHERE datname = '%s'".formatted(name.group(1));
      return Kit.one(connection, sql).equals("1");
    }
  }
}
