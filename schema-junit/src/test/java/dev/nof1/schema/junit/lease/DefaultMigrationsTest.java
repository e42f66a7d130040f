package dev.nof1.schema.junit.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.junit.MigratedDatabase;
import dev.nof1.schema.junit.fixture.Kit;
import dev.nof1.schema.junit.fixture.TestJvm;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which migrations a class gets that names none. */
@Timeout(120)
class DefaultMigrationsTest {
  private static final Path OWN_PROJECT = Path.of("src/test/resources/kit/own-project");

  @TempDir private static Path cache;

  @BeforeAll
  static void fill() throws Exception {
    TestJvm.giveServer(cache);
  }

  @Test
  void areTheProjectsOwnWhereItHasSome() throws Exception {
    try (TestJvm jvm = TestJvm.startWith(OWN_PROJECT, cache, OfTheProject.class)) {
      assertThat(jvm.output())
          .contains("passed 2 of 2")
          .noneMatch(line -> line.contains("the nof1 tracker's schema"));
    }
  }

  @MigratedDatabase
  static class OfTheProject {
    @Test
    void hasItsTable(Connection connection) throws SQLException {
      assertThat(Kit.one(connection, "SELECT count(*) FROM books")).isEqualTo("0");
    }

    @Nested
    @MigratedDatabase(migrations = "classpath:nof1/migrations")
    class Named {
      @Test
      void isWhatItNames(Connection connection) throws SQLException {
        assertThat(Kit.one(connection, "SELECT count(*) FROM trades")).isEqualTo("0");
      }
    }
  }

  @Test
  void areTheTrackersElseAndSaidOnceAJvm() throws Exception {
    try (TestJvm jvm = TestJvm.start(cache, List.of(), One.class, Two.class)) {
      List<String> output = jvm.output();
      assertThat(output).contains("passed 1 of 2");
      assertThat(output.stream().filter(line -> line.contains("gets the nof1 tracker's schema")))
          .singleElement()
          .asString()
          .endsWith(
              "gets the nof1 tracker's schema, as does every class of this JVM that names no"
                  + " migrations: nof1.test.migrations is not set, and there is no folder"
                  + " 'db/migrations' on the class path. Name yours with"
                  + " @MigratedDatabase(migrations = \"…\").");
    }
  }

  @Test
  void areSaidToBeTheTrackersInTheNoteOfAFailure() {
    assertThat(Kit.failures(Kit.of(Two.class).execute()).get(0).getSuppressed()[0])
        .hasMessageContaining(
            "\n"
                + "Its schema is the nof1 tracker's: neither the class nor nof1.test.migrations"
                + " names migrations, and there is no folder 'db/migrations' on the class path.");
    assertThat(Kit.failures(Kit.of(Three.class).execute()).get(0))
        .hasMessageContaining("relation \"books\" does not exist")
        .hasMessageContaining("\nIts schema is the nof1 tracker's: ");
  }

  @Test
  void areNotSpokenOfWhereTheyAreNamed() {
    assertThat(Kit.failures(Kit.of(Named.class).execute()).get(0).getSuppressed()[0].getMessage())
        .doesNotContain("Its schema is");
    assertThat(
            Kit.failures(
                    Kit.of(Two.class)
                        .configurationParameter("nof1.test.migrations", "classpath:nof1/migrations")
                        .execute())
                .get(0)
                .getSuppressed()[0]
                .getMessage())
        .doesNotContain("Its schema is");
  }

  @MigratedDatabase
  static class One {
    @Test
    void passes(Connection connection) {}
  }

  @MigratedDatabase
  static class Two {
    @Test
    void fails(Connection connection) throws SQLException {
      Kit.one(connection, "SELECT count(*) FROM books");
    }
  }

  @MigratedDatabase(seeds = "classpath:kit/seed-of-books.sql")
  static class Three {
    @Test
    void neverRuns() {}
  }

  @MigratedDatabase(migrations = "classpath:nof1/migrations")
  static class Named {
    @Test
    void fails(Connection connection) throws SQLException {
      Kit.one(connection, "SELECT count(*) FROM books");
    }
  }
}
