package dev.nof1.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.postgres.ServerSettings;
import dev.nof1.schema.repository.MigrationSource;
import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.scratch.MigratedServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database for whatever generates code from it. */
class MigratedServerTest {
  @TempDir private Path folder;

  @Test
  void hasWhatTheMigrationsMakeUntilItIsClosed() throws SQLException {
    ScriptFolder.withChangelog(folder)
        .script(
            "2_create_people.sql",
            "CREATE TABLE people (id int);\n"
                // A role that no migration makes.
                + "GRANT SELECT ON people TO report_reader;\n"
                + "-- //@UNDO\nDROP TABLE people;\n");

    String url;
    try (MigratedServer server = start()) {
      url = server.url();
      assertThat(server.toString()).startsWith("PostgreSQL ").doesNotContain(server.password());
      try (Connection connection =
              DriverManager.getConnection(url, server.user(), server.password());
          Statement statement = connection.createStatement();
          ResultSet row =
              statement.executeQuery("SELECT count(*) FROM people, changelog WHERE false")) {
        assertThat(row.next()).isTrue();
      }
    }
    assertThatThrownBy(() -> DriverManager.getConnection(url, "postgres", "any"))
        .hasMessageContaining("refused");
  }

  @Test
  void namesThePlaceOfAFailure() {
    ScriptFolder.withChangelog(folder)
        .script("2_create_people.sql", "CREATE TABEL people (id int);\n-- //@UNDO\nSELECT 1;\n");

    assertThatThrownBy(this::start)
        .isInstanceOf(DatabaseException.class)
        .hasMessageStartingWith("A scratch database could not be made (")
        .hasMessageContaining("2_create_people.sql:1:8: syntax error at or near \"TABEL\"");
  }

  private MigratedServer start() {
    return MigratedServer.start(
        MigrationSource.folder(folder),
        ScriptSettings.DEFAULT,
        Migrations.DEFAULT_CHANGELOG,
        ServerSettings.defaults());
  }
}
