package dev.nof1.schema.junit.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.junit.MigratedDatabase;
import dev.nof1.schema.junit.fixture.Kit;
import dev.nof1.schema.junit.fixture.TestJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A database is what the scripts say now, whatever the cache has from earlier JVMs. */
@Timeout(120)
class StalenessTest {
  private static final Path SOURCE = Path.of("src/test/resources/kit/migrations");

  @TempDir private static Path cache;
  @TempDir private static Path scripts;

  private final List<String> options = new ArrayList<>();

  /** An earlier JVM has seen what every test begins with, and the cache has it. */
  @BeforeAll
  static void fill() throws Exception {
    TestJvm.giveServer(cache);
    copyScripts();
    assertThat(seen(usualOptions())).isEqualTo("a: hello (3)");
  }

  @BeforeEach
  void begin() throws IOException {
    copyScripts();
    options.addAll(usualOptions());
  }

  private static void copyScripts() throws IOException {
    try (Stream<Path> files = Files.list(scripts)) {
      for (Path each : files.toList()) {
        Files.delete(each);
      }
    }
    try (Stream<Path> files = Files.list(SOURCE)) {
      for (Path each : files.toList()) {
        Files.copy(each, scripts.resolve(each.getFileName()));
      }
    }
  }

  private static List<String> usualOptions() {
    return List.of("-Dnof1.test.migrations=" + scripts, "-Dnof1.test.variable.greeting=hello");
  }

  @Test
  void sameScriptsGiveTheSame() throws Exception {
    assertThat(seen(options)).isEqualTo("a: hello (3)");
  }

  @Test
  void aChangedByteIsSeen() throws Exception {
    Path script = scripts.resolve("2_add_greeting.sql");
    Files.writeString(script, Files.readString(script).replace("'$", "'O$"));
    assertThat(seen(options)).isEqualTo("a: Ohello (3)");
  }

  @Test
  void anAddedScriptIsSeen() throws Exception {
    Files.writeString(
        scripts.resolve("3_add_age.sql"),
        "-- // add age\nALTER TABLE customers ADD age integer;\n");
    assertThat(seen(options)).isEqualTo("a: hello (4)");
  }

  @Test
  void aChangedVariableIsSeen() throws Exception {
    options.set(1, "-Dnof1.test.variable.greeting=good day");
    assertThat(seen(options)).isEqualTo("a: good day (3)");
  }

  @Test
  void anotherChangelogIsSeen() throws Exception {
    options.add("-Dnof1.test.changelog=history");
    assertThat(seen(options)).isEqualTo("a: hello (3)");
  }

  private static String seen(List<String> options) throws Exception {
    try (TestJvm jvm = TestJvm.start(cache, options, Looks.class)) {
      List<String> output = jvm.output();
      assertThat(output).contains("passed 1 of 1");
      return TestJvm.lines(output, "seen").get(0);
    }
  }

  @MigratedDatabase(seeds = "classpath:kit/one-customer.sql")
  static class Looks {
    @Test
    void looks(Connection connection) throws SQLException {
      String columns =
          "SELECT count(*) FROM pg_attribute WHERE attrelid = 'customers'::regclass AND attnum > 0";
      System.out.println(
          "\nseen "
              + Kit.one(connection, "SELECT name || ': ' || greeting FROM customers")
              + " ("
              + Kit.one(connection, columns)
              + ")");
    }
  }
}
