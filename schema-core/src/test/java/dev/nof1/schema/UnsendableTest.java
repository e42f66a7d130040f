package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.tables;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.event.MigrationListener;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import dev.nof1.schema.plan.Target;
import dev.nof1.schema.records.Verification;
import dev.nof1.schema.repository.Finding;
import dev.nof1.schema.repository.ScriptSettings;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What would end the connection is refused at its statement, by {@code verify} too. */
class UnsendableTest {
  private static final String ENCODING =
      "this client_encoding would end the connection: every script is sent as UTF-8, and the JDBC driver needs that. Nothing was run. Remove the statement. Where the file is not in UTF-8, name its encoding in the environment file: script_char_set=…";
  private static final String DATE_STYLE =
      "this DateStyle would end the connection: the JDBC driver needs ISO. Nothing was run. Name only the order of day, month and year (SET DateStyle = 'ISO, DMY'); to_char writes a date in any form.";

  @TempDir private Path folder;
  private final DataSource database = TestServer.emptyDatabase();
  private ScriptFolder scripts;

  @BeforeEach
  void writeScripts() {
    scripts = ScriptFolder.withChangelog(folder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET client_encoding = 'LATIN1'",
        "set local Client_Encoding to win1252",
        "SET SESSION \"client_encoding\" TO \"SQL_ASCII\"",
        "SET NAMES 'LATIN1'",
        "SET client_encoding = 'UNICODE'",
        "SELECT pg_catalog.set_config('client_encoding', 'LATIN1', false)"
      })
  void anotherEncodingOfTheClient(String statement) {
    scripts.script("2_t.sql", "CREATE TABLE t ();\n" + statement + ";\n-- //@UNDO\nDROP TABLE t;");

    refused("%s/2_t.sql:2:1: " + ENCODING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET DateStyle = 'German'",
        "SET datestyle TO sql, dmy",
        "SELECT set_config('DateStyle', 'Postgres', true)"
      })
  void anotherFormOfDates(String statement) {
    scripts.script("2_t.sql", "SELECT 1;\n  " + statement + ";\n-- //@UNDO\nSELECT 1;");

    refused("%s/2_t.sql:2:3: " + DATE_STYLE);
  }

  @Test
  void inAnUndoSection() {
    scripts.script("2_t.sql", "CREATE TABLE t ();\n-- //@UNDO\nSET NAMES 'LATIN1'; DROP TABLE t;");
    scripts.migrations(database).up();

    assertThatThrownBy(() -> scripts.migrations(database).down(1))
        .hasMessage("%s/2_t.sql:3:1: ".formatted(folder) + ENCODING);
    assertThat(tables(database)).contains("t");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "COPY t FROM stdin;\n1\n\\.\n",
        "COMMIT;",
        "VACUUM;",
        "SET NAMES 'LATIN1';",
        "\\dt\n",
        "SELECT 'a"
      })
  void anUndoSectionThatCouldNotRunIsWarnedAboutWhenItsMigrationIsApplied(String undo) {
    scripts.script("2_t.sql", "CREATE TABLE t ();\n-- //@UNDO\n" + undo);
    List<String> heard = new ArrayList<>();
    String found =
        Verification.ofScripts(scripts.source(), ScriptSettings.DEFAULT).faults().get(0).message();

    Migrations told =
        Migrations.builder(database).source(scripts.source()).listener(hears(heard)).build();
    told.plan(Target.head());
    told.up();

    String warning = "WARNING: migration 2 (t) could not be undone: " + found;
    assertThat(heard).containsExactly(warning, warning);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-- //@UNDO\n",
        "-- //@IRREVERSIBLE it drops rows\n-- //@UNDO\nCOMMIT;",
        "-- //@UNDO\n-- //@NO_TRANSACTION\nVACUUM;"
      })
  void noWarningWhereAnUndoSectionIsMissingOnPurposeOrCanRun(String undo) {
    scripts.script("2_t.sql", "CREATE TABLE t ();\n" + undo);
    List<String> heard = new ArrayList<>();

    Migrations.builder(database).source(scripts.source()).listener(hears(heard)).build().up();

    assertThat(heard).isEmpty();
  }

  private static MigrationListener hears(List<String> heard) {
    return new MigrationListener() {
      @Override
      public void notice(String text) {
        heard.add(text);
      }
    };
  }

  /** What pg_dump writes, and what only looks like the others. */
  @Test
  void whatTheConnectionCanLiveWith() {
    scripts.script(
        "2_t.sql",
        """
        SET client_encoding = 'UTF8';
        SET client_encoding TO unicode; SET client_encoding TO DEFAULT; SET NAMES 'utf-8'; SET NAMES;
        SELECT set_config('client_encoding', 'UTF8', false);
        SET DateStyle = 'ISO, DMY'; SET DateStyle TO MDY; SET DateStyle TO DEFAULT;
        RESET client_encoding; RESET ALL;
        CREATE FUNCTION f() RETURNS int LANGUAGE sql
          SET client_encoding = 'LATIN1' SET DateStyle = 'German' AS 'SELECT 1';
        SELECT f(), 'SET client_encoding = LATIN1';
        DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET client_encoding = LATIN1', current_database()); END $$;
        -- //@UNDO
        DROP FUNCTION f();
        """);

    scripts.migrations(database).up();
    scripts.migrations(database).run(Target.redo(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT '\0'",
        "SELECT /* \0 */ 1",
        "SELECT 1 -- \0",
        "SELECT $$\0$$",
        "SELECT 1 AS \"\0\"",
        "SELECT E'\\\0'",
        "-- \0\nSELECT 1",
        "SELECT a\0"
      })
  void aCharacterThatNoServerAccepts(String statement) {
    scripts.script("2_t.sql", "SELECT 1;\n" + statement + ";\n-- //@UNDO\nSELECT 1;\n");
    int column = statement.indexOf('\0') + 1;

    refused(
        "%s/2_t.sql:2:"
            + column
            + ": a character with the code 0, which no server accepts; remove it. Nothing was run.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16"})
  void anotherEncodingOfTheFile(String charset) throws IOException {
    Files.writeString(
        folder.resolve("2_t.sql"),
        "-- // é\nCREATE TABLE t ();\n-- //@UNDO\nDROP TABLE t;\n",
        Charset.forName(charset));

    refused(
        "%s/2_t.sql is not UTF-8 text, but looks like "
            + charset
            + ". Save it as UTF-8, or name its encoding in the environment file: script_char_set="
            + charset);
  }

  @Test
  void utf16ReadByTheNameThatTheRefusalGives() throws IOException {
    Files.writeString(
        folder.resolve("1_create_changelog.sql"),
        ScriptFolder.CHANGELOG,
        StandardCharsets.UTF_16LE);

    Migrations.builder(database)
        .source(scripts.source())
        .settings(
            new ScriptSettings(
                StandardCharsets.UTF_16LE,
                ScriptSettings.DEFAULT.delimiter(),
                ScriptSettings.DEFAULT.variables()))
        .build()
        .up();

    assertThat(tables(database)).containsExactly("changelog");
  }

  private void refused(String message) {
    String expected = message.formatted(folder);
    assertThatThrownBy(() -> scripts.migrations(database).up())
        .isInstanceOf(RepositoryException.class)
        .hasMessage(expected);
    assertThat(tables(database)).isEmpty();
    assertThat(Verification.ofScripts(scripts.source(), ScriptSettings.DEFAULT).faults())
        .extracting(Finding::message)
        .containsExactly(expected.replace(" Nothing was run.", ""));
  }
}
