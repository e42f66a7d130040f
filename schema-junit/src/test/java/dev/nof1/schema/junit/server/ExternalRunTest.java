package dev.nof1.schema.junit.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.junit.Isolation;
import dev.nof1.schema.junit.MigratedDatabase;
import dev.nof1.schema.junit.fixture.Kit;
import dev.nof1.schema.junit.fixture.TestJvm;
import dev.nof1.schema.postgres.EmbeddedServer;
import dev.nof1.schema.postgres.ServerSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole run on a server that others use too, of another version than the embedded one. */
@Timeout(120)
class ExternalRunTest {
  private static final EmbeddedServer SOMEBODYS =
      EmbeddedServer.temporary(ServerSettings.defaults().withVersion("14"));

  @TempDir private Path temp;

  @AfterAll
  static void stop() {
    SOMEBODYS.close();
  }

  @Test
  void happensWhereTheVariablesSayAndLeavesTheTemplateOnly() throws Exception {
    Map<String, String> said =
        Map.of(
            "NOF1_TEST_DB_URL", SOMEBODYS.jdbcUrl("postgres"),
            "NOF1_TEST_DB_USER", SOMEBODYS.user(),
            "NOF1_TEST_DB_PASSWORD", SOMEBODYS.password(),
            // Never for tests: it may name production.
            "NOF1_DB_HOST", "production.invalid");
    Path cache = temp.resolve("cache");
    for (int run = 0; run < 2; run++) {
      try (TestJvm jvm = TestJvm.start(said, cache, Simple.class, Seeded.class, Shared.class)) {
        assertThat(jvm.output()).contains("passed 3 of 3");
        assertThat(TestJvm.lines(jvm.output(), "shared"))
            .singleElement()
            .satisfies(
                shared ->
                    assertThat(SOMEBODYS.logOf(shared))
                        .as("nobody had to be thrown out")
                        .noneMatch(line -> line.contains("terminating connection")));
      }
      assertThat(cache).doesNotExist();
      assertThat(databases()).matches("nof1_template_[0-9a-f]{20},postgres,template0,template1");
    }
  }

  private static String databases() throws SQLException {
    DataSource source = SOMEBODYS.dataSource("postgres");
    return Kit.one(source, "SELECT string_agg(datname, ',' ORDER BY datname) FROM pg_database");
  }

  @MigratedDatabase
  static class Simple {
    @Test
    void isOnThatServer(Connection connection) throws SQLException {
      assertThat(Kit.one(connection, "SHOW server_version")).startsWith("14");
    }
  }

  /** Its template is of no use to another JVM, and must not stay. */
  @MigratedDatabase(seeds = "#rows")
  static class Seeded {
    static void rows(Connection connection) throws SQLException {
      Kit.run(connection, Kit.insertModel("seeded"));
    }

    @Test
    void hasARow(Connection connection) throws SQLException {
      assertThat(Kit.one(connection, "SELECT name FROM llm_models")).isEqualTo("seeded");
    }
  }

  /** We look at it for as long as the run lasts. */
  @MigratedDatabase(isolation = Isolation.SHARED)
  static class Shared {
    @Test
    void isRead(Connection connection) throws SQLException {
      System.out.println("shared " + connection.getCatalog());
    }
  }
}
