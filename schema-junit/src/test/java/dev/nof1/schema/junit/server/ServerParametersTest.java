package dev.nof1.schema.junit.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.junit.MigratedDatabase;
import dev.nof1.schema.junit.fixture.Kit;
import dev.nof1.schema.junit.fixture.TestJvm;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Settings of the server that a configuration asks for, and those that it cannot have. */
@Timeout(120)
class ServerParametersTest {
  @TempDir private static Path cache;

  @BeforeAll
  static void fill() throws Exception {
    TestJvm.giveServer(cache);
  }

  @Test
  void openWhatTheDefaultsExclude() throws Exception {
    List<String> options =
        List.of(
            "-Dnof1.test.parameter.max_prepared_transactions=10",
            "-Dnof1.test.parameter.wal_level=logical",
            "-Dnof1.test.parameter.shared_preload_libraries=pg_stat_statements",
            "-Dnof1.test.parameter.max_connections=300",
            "-Dnof1.test.parameter.pg_stat_statements.max=200");
    for (int run = 0; run < 2; run++) {
      try (TestJvm jvm = TestJvm.start(cache, options, Demanding.class)) {
        assertThat(jvm.output()).contains("passed 4 of 4");
      }
    }
    // The cache's entry of other settings is another one.
    try (TestJvm jvm = TestJvm.start(cache, List.of(), Defaults.class)) {
      assertThat(jvm.output()).contains("passed 1 of 1");
    }
  }

  @Test
  void failWithTheServersWords() throws Exception {
    Map<String, String> words =
        Map.of(
            "wal_level=loud", "invalid value for parameter \"wal_level\": \"loud\"",
            "no_such_thing=1", "unrecognized configuration parameter \"no_such_thing\"",
            "shared_preload_libraries=nothing", "could not access file \"nothing\"",
            "max_wal_senders=5", "WAL streaming",
            "max_connections=", "invalid value for parameter \"max_connections\": \"\"");
    String each =
        words.keySet().stream()
            .map("nof1.test.parameter."::concat)
            .collect(Collectors.joining(" "));
    List<String> said;
    try (TestJvm jvm = TestJvm.start(cache, List.of(), List.of("--each", each), Defaults.class)) {
      said = jvm.output();
    }
    assertThat(said).noneMatch(line -> line.contains("built again") || line.contains("delete"));
    words.forEach(
        (parameter, word) ->
            assertThat(ofTheRunWith(parameter, said))
                .as(parameter)
                .contains("passed 0 of 1")
                .anyMatch(line -> line.contains(word)));
  }

  private static List<String> ofTheRunWith(String parameter, List<String> said) {
    List<String> from =
        said.subList(said.indexOf("with nof1.test.parameter." + parameter) + 1, said.size());
    return from.stream().takeWhile(line -> !line.startsWith("with ")).toList();
  }

  @Test
  void areNotGivenToSomebodysServer() throws Exception {
    List<String> options =
        List.of(
            "-Dnof1.test.url=jdbc:postgresql://localhost:1/x",
            "-Dnof1.test.parameter.max_connections=300");
    try (TestJvm jvm = TestJvm.start(cache, options, Defaults.class)) {
      assertThat(jvm.output())
          .anyMatch(line -> line.contains("and this run's is an external one. Set it there"));
    }
  }

  @MigratedDatabase
  static class Demanding {
    @Test
    void preparesATransaction(Connection connection) throws SQLException {
      connection.setAutoCommit(false);
      Kit.run(connection, "CREATE TABLE prepared ()");
      Kit.run(connection, "PREPARE TRANSACTION 'x'");
      connection.setAutoCommit(true);
      Kit.run(connection, "ROLLBACK PREPARED 'x'");
    }

    @Test
    void decodesItsLog(Connection connection) throws SQLException {
      Kit.one(connection, "SELECT pg_create_logical_replication_slot('s', 'pgoutput')");
      Kit.one(connection, "SELECT pg_drop_replication_slot('s')");
    }

    @Test
    void countsStatements(Connection connection) throws SQLException {
      Kit.run(connection, "CREATE EXTENSION pg_stat_statements");
      Kit.one(connection, "SELECT count(*) FROM pg_stat_statements");
      assertThat(Kit.one(connection, "SHOW pg_stat_statements.max")).isEqualTo("200");
    }

    @Test
    void hasManyConnections(DataSource database) throws SQLException {
      List<Connection> all = new ArrayList<>();
      try {
        for (int i = 0; i <= 200; i++) {
          all.add(database.getConnection());
        }
      } finally {
        for (Connection each : all) {
          each.close();
        }
      }
    }
  }

  @MigratedDatabase
  static class Defaults {
    @Test
    void areAsDocumented(Connection connection) throws SQLException {
      assertThat(Kit.one(connection, "SHOW wal_level")).isEqualTo("minimal");
      assertThat(Kit.one(connection, "SHOW max_prepared_transactions")).isEqualTo("0");
      assertThat(Kit.one(connection, "SHOW max_connections")).isEqualTo("200");
      assertThat(Kit.one(connection, "SHOW shared_preload_libraries")).isEmpty();
    }
  }
}
