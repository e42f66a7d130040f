package dev.nof1.schema.junit.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.junit.MigratedDatabase;
import dev.nof1.schema.junit.fixture.Kit;
import dev.nof1.schema.junit.server.Configuration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;

class RepositoryTest {

  @Test
  void areFoundOnTheClassPath() {
    Kit.passing(1, greeting(Kit.of(OfClassPath.class), "hello"));
  }

  @MigratedDatabase(migrations = "classpath:kit/migrations")
  static class OfClassPath {
    @Test
    void hasThem(Connection connection) throws SQLException {
      Kit.run(connection, "INSERT INTO customers VALUES (1, 'a')");
      assertThat(Kit.one(connection, "SELECT greeting FROM customers")).isEqualTo("hello");
    }
  }

  @Test
  void areFoundInAFolder() {
    assertThat(Files.isDirectory(Path.of(OfFolder.FOLDER))).as("relative to the module").isTrue();
    Kit.passing(1, greeting(Kit.of(OfFolder.class), "hi"));
  }

  @MigratedDatabase(migrations = OfFolder.FOLDER)
  static class OfFolder {
    static final String FOLDER = "src/test/resources/kit/migrations";

    @Test
    void hasThem(Connection connection) throws SQLException {
      Kit.run(connection, "INSERT INTO customers VALUES (1, 'a')");
      assertThat(Kit.one(connection, "SELECT greeting FROM customers")).isEqualTo("hi");
    }
  }

  @Test
  void areSaidByAConfigurationParameterForClassesThatDoNotSay() {
    Kit.passing(
        1,
        greeting(Kit.of(OfParameter.class), "hey")
            .configurationParameter("nof1.test.migrations", "classpath:kit/migrations")
            .configurationParameter("nof1.test.changelog", "history"));
  }

  @MigratedDatabase
  static class OfParameter {
    @Test
    void hasThem(Connection connection) throws SQLException {
      assertThat(Kit.one(connection, "SELECT count(*) FROM customers, history")).isEqualTo("0");
    }
  }

  private static EngineTestKit.Builder greeting(EngineTestKit.Builder kit, String greeting) {
    // The test kit tells no launcher's listener, and so nobody of the names of these.
    Configuration.announce(Set.of("nof1.test.variable.greeting"));
    return kit.configurationParameter("nof1.test.variable.greeting", greeting);
  }
}
