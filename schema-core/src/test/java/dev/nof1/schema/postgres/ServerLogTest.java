package dev.nof1.schema.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.postgres.process.ServerLog;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the log says about one database. */
class ServerLogTest {
  private static final EmbeddedServer SERVER = EmbeddedServer.temporary(ServerSettings.defaults());

  @BeforeAll
  static void createDatabases() throws SQLException {
    Query.run(SERVER, "CREATE DATABASE one");
    Query.run(SERVER, "CREATE DATABASE \"the other\"");
  }

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  @Test
  void hasTheErrorsOfADatabaseWithTheirContinuationLines() throws SQLException {
    fail("one", "SELECT 1\nFROM nowhere");
    fail("the other", "SELECT * FROM elsewhere");
    Query.run(SERVER, "CHECKPOINT");

    List<String> lines = SERVER.logOf("one");
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0))
        .endsWith("[one] ERROR:  relation \"nowhere\" does not exist at character 15");
    assertThat(lines.get(1)).endsWith("[one] STATEMENT:  SELECT 1");
    assertThat(lines.get(2)).isEqualTo("\tFROM nowhere");
    assertThat(SERVER.logOf("the other"))
        .hasSize(2)
        .first()
        .asString()
        .contains("relation \"elsewhere\" does not exist");
    assertThat(SERVER.logOf("nobody's")).isEmpty();
  }

  @Test
  void isBoundedAndKeepsTheNewest() {
    String log =
        IntStream.rangeClosed(1, 300)
            .mapToObj(i -> "2026-11-22 20:00:00.000 UTC [7] [d] ERROR:  number " + i)
            .collect(Collectors.joining("\n"));
    List<String> lines = ServerLog.linesOf("d", log);
    assertThat(lines).hasSize(ServerLog.MAX_LINES);
    assertThat(lines.get(99)).endsWith("number 300");
  }

  @Test
  void sinceAMomentIsWithoutOlderLinesAndTheirContinuations() {
    List<String> log =
        List.of(
            "2026-11-22 20:00:00.998 UTC [7] [d] ERROR:  before",
            "\tand its rest",
            "2026-11-22 20:00:00.999 UTC [7] [d] ERROR:  at last",
            "\twith its rest",
            "2026-11-22 20:00:01.000 UTC [7] [d] ERROR:  later");
    assertThat(ServerLog.since(log, Instant.parse("2026-11-22T20:00:00.999700Z")))
        .isEqualTo(log.subList(2, 5));
    assertThat(ServerLog.since(log, Instant.parse("2026-11-22T20:00:02Z"))).isEmpty();
    List<String> elsewhere = List.of("2026-11-22 20:00:00.998 CET [7] [d] ERROR:  before");
    assertThat(ServerLog.since(elsewhere, Instant.parse("2026-11-22T20:00:02Z")))
        .isEqualTo(elsewhere);
  }

  @Test
  void isEmptyWhereAPrefixOfOnesOwnHidesTheDatabase() throws SQLException {
    ServerSettings settings = ServerSettings.defaults().withParameter("log_line_prefix", "mine: ");
    try (EmbeddedServer server = EmbeddedServer.temporary(settings)) {
      assertThatThrownBy(() -> Query.run(server, "SELECT nothing"));
      assertThat(server.logTail(2)).startsWith("mine: ERROR:");
      assertThat(server.logOf("postgres")).isEmpty();
    }
  }

  private static void fail(String database, String sql) {
    assertThatThrownBy(() -> Query.run(SERVER.dataSource(database), sql));
  }
}
