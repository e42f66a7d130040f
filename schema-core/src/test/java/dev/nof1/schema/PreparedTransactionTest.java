package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import dev.nof1.schema.postgres.EmbeddedServer;
import dev.nof1.schema.postgres.ServerSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Statements about prepared transactions: each runs in one kind of script, or is refused in both.
 */
class PreparedTransactionTest {
  private static final String OUTSIDE = "-- //@NO_TRANSACTION\n";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"COMMIT PREPARED,1", "ROLLBACK PREPARED,0", "commit /* it */ prepared,1"})
  void areEndedOutsideATransaction(String statement, String rows) throws SQLException {
    try (EmbeddedServer server =
        EmbeddedServer.temporary(
            ServerSettings.defaults().withParameter("max_prepared_transactions", "2"))) {
      DataSource database = server.dataSource("postgres");
      ScriptFolder scripts = ScriptFolder.withChangelog(folder).table(2, "t");
      Migrations migrations = migrations(database, scripts);
      migrations.up();
      try (Connection connection = database.getConnection();
          Statement sql = connection.createStatement()) {
        sql.execute("BEGIN; INSERT INTO t VALUES (1); PREPARE TRANSACTION 'x'");
      }
      scripts.script("3_end.sql", OUTSIDE + statement + " 'x';\n");

      migrations.up();

      assertThat(query(database, "SELECT count(*) FROM t")).containsExactly(rows);
      assertThat(query(database, "SELECT gid FROM pg_prepared_xacts")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"COMMIT PREPARED", "ROLLBACK PREPARED"})
  void areSentOutsideATransaction(String statement) {
    assertThatThrownBy(() -> up(statement + " 'x';"))
        .hasMessage(
            "%s/2_t.sql:1:1: %s cannot run in a transaction. Nothing was run. Put it in a script of its own with the line '-- //@NO_TRANSACTION' in its up section."
                .formatted(folder, statement));
  }

  @Test
  void areSentOutsideATransactionByTheUndoSectionToo() {
    DataSource database = TestServer.emptyDatabase();
    Migrations migrations =
        migrations(
            database,
            ScriptFolder.withChangelog(folder)
                .script("2_t.sql", "SELECT 1;\n-- //@UNDO\nROLLBACK PREPARED 'x';"));
    migrations.up();

    assertThatThrownBy(() -> migrations.down(1))
        .hasMessageEndingWith("'-- //@NO_TRANSACTION' in its undo section.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", OUTSIDE})
  void areNotMadeByAScript(String directive) {
    assertThatThrownBy(() -> up(directive + "PREPARE TRANSACTION 'x';"))
        .hasMessageContaining(":1: PREPARE TRANSACTION is not for a script: ")
        .hasMessageEndingWith(
            " Nothing was run. Prepare it in a session of your own; COMMIT PREPARED and ROLLBACK PREPARED may be in a script with '-- //@NO_TRANSACTION'.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"COMMIT", "COMMIT AND CHAIN", "ROLLBACK", "ROLLBACK WORK", "END", "ABORT"})
  void areNotTheSessionsOwn(String statement) {
    for (String directive : new String[] {"", OUTSIDE}) {
      assertThatThrownBy(() -> up(directive + statement + ";"))
          .hasMessageContaining(" is not for a script");
    }
  }

  @Test
  void areNoPreparedStatements() {
    up("PREPARE transaction AS SELECT 1;\nDEALLOCATE transaction;\n");
    up("PREPARE transaction (int) AS SELECT $1;\nEXECUTE transaction (1);\n");
  }

  private void up(String script) {
    migrations(
            TestServer.emptyDatabase(),
            ScriptFolder.withChangelog(folder).script("2_t.sql", script))
        .up();
  }

  private static Migrations migrations(DataSource database, ScriptFolder scripts) {
    return scripts.migrations(database);
  }
}
