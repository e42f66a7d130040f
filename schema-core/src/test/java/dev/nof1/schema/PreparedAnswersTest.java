package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.query;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.environment.ConnectionSettings;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts that alter the changelog, on a connection that keeps what it has prepared. */
class PreparedAnswersTest {
  /** After five executions the driver lets the server keep a query. */
  private static final int PREPARED = 8;

  @TempDir private Path folder;

  @Test
  void keepsQueriesPreparedWhileTheChangelogChanges() throws Exception {
    DataSource plain = TestServer.emptyDatabase();
    ScriptFolder scripts = ScriptFolder.withChangelog(folder);
    for (int id = 2; id < PREPARED; id++) {
      scripts.table(id, "t" + id);
    }
    scripts.script(
        "8_prepared.sql", "CREATE TABLE prepared AS SELECT * FROM pg_prepared_statements;");
    scripts.script("9_bigint.sql", "ALTER TABLE ${changelog} ALTER ID TYPE bigint;");
    scripts.script("10_column.sql", "ALTER TABLE ${changelog} ADD COLUMN first text;");
    // Nothing is known of what a trigger does, so the row is read back from here on.
    scripts.script(
        "11_trigger.sql",
        """
        CREATE FUNCTION passes() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER passes BEFORE INSERT ON ${changelog} FOR EACH ROW EXECUTE FUNCTION passes();
        """);
    for (int id = 12; id < 12 + PREPARED; id++) {
      scripts.table(id, "t" + id);
    }
    scripts.script("30_numeric.sql", "ALTER TABLE ${changelog} ALTER ID TYPE numeric(20,0);");
    scripts.table(31, "last");

    try (var connection = plain.getConnection()) {
      String url = connection.getMetaData().getURL();
      DataSource kept =
          new ConnectionSettings(url, "postgres", TestServer.server().password())
              .dataSource("test");

      scripts.migrations(kept).up();
    }

    assertThat(query(plain, "SELECT count(*) FROM changelog")).containsExactly("21");
    assertThat(query(plain, "SELECT count(*) FROM prepared WHERE statement LIKE '%set_config%'"))
        .containsExactly("1");
  }
}
