package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.query;
import static dev.nof1.schema.fixture.TestServer.tablesBesideChangelog;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.sql.Delimiter;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands before a marker, or in the place of its blanks. */
class MarkersTest {
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
        // Between the parts of files that were joined.
        "\uFEFF-- //@UNDO",
        "--\uFEFF //@UNDO",
        "\f-- //@UNDO",
        "\u000B-- //@UNDO",
        "-- //\f@UNDO",
        "--\u00A0//@UNDO",
        "\u2003-- //@UNDO",
        "-- //\u3000@UNDO",
        "--\u200B//@UNDO",
        "-\u2060- //@UNDO",
        "-- //@\u200EUNDO",
        "-- // undo is here: @UNDO",
        "--// the @UNDO part",
        "# and back: @UNDO.",
        "/* now @UNDO */",
        "SELECT 1; -- //@UNDO",
      })
  void whatIsNearlyAnUndoMarkerIsRefusedWithItsLine(String marker) {
    scripts.script("2_t.sql", "CREATE TABLE t ();\n" + marker + "\nDROP TABLE t;\n");

    assertThatThrownBy(this::up)
        .hasMessageStartingWith(folder + "/2_t.sql:2: '")
        .hasMessageContaining("' is nearly an undo marker, but not one")
        .hasMessageContaining("what follows would be run by 'up'.");
    assertThat(tablesBesideChangelog(database)).isEmpty();
  }

  @Test
  void theCharacterThatNobodySeesIsNamed() {
    scripts.script("2_t.sql", "CREATE TABLE t ();\n\uFEFF-- //@UNDO\nDROP TABLE t;\n");

    assertThatThrownBy(this::up).hasMessageContaining("(it contains a byte order mark, U+FEFF)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-- mail to a@UNDO.example",
        "-- what @UNDO does is below\n-- //@UNDO",
        "INSERT INTO t VALUES ('-- //@UNDO');\n-- //@UNDO",
        "-- //@UNDO\n-- all that @UNDO has to do\n-- as said: @UNDO",
        "-- @undone",
      })
  void anHonestCommentIsAComment(String lines) {
    scripts.script("2_t.sql", "CREATE TABLE t (a text);\n" + lines + "\n");

    up();

    assertThat(tablesBesideChangelog(database)).contains("t");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\uFEFF-- //@NO_TRANSACTION",
        "\f-- //@NO_TRANSACTION",
        "--\u000B//\uFEFF@NO_TRANSACTION",
        "-- //@NO_TRANSACTION\uFEFF",
      })
  void whatIsSpaceToTheLexerIsSpaceToADirective(String directive) {
    scripts.script(
        "2_t.sql",
        "CREATE TABLE t (a int);\n" + directive + "\nCREATE INDEX CONCURRENTLY i ON t (a);\n");

    up();

    assertThat(tablesBesideChangelog(database)).contains("t");
  }

  @Test
  void whatIsSpaceToTheLexerIsSpaceToTheServer() {
    scripts.script("2_t.sql", "CREATE\u000BTABLE\uFEFFt\uFEFF\n(a\ftext\uFEFF);\n");

    up();

    assertThat(tablesBesideChangelog(database)).containsExactly("t");
  }

  @Test
  void aDelimiterBehindAByteOrderMarkCounts() {
    scripts.script(
        "2_t.sql", "\uFEFF\n\uFEFF--\f//@DELIMITER\u000Bgo\nCREATE TABLE t (a int)\n\uFEFFgo\n");

    up();

    assertThat(tablesBesideChangelog(database)).contains("t");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--\u00A0//@NO_TRANSACTION",
        "-- //\u2009@IRREVERSIBLE nobody knows",
        "\u00A0-- //@LOSSY rows",
        "-- //@\u200BNO_TRANSACTION",
        "-- //@DELIMITER\u00A0go",
      })
  void aDirectiveWithABlankThatIsNoneIsRefusedWithItsLine(String directive) {
    scripts.script("2_t.sql", "CREATE TABLE t ();\n" + directive + "\n");

    assertThatThrownBy(this::up)
        .hasMessageStartingWith(folder + "/2_t.sql:2: '")
        .hasMessageContaining("' is nearly a directive, but not one (it contains U+");
    assertThat(tablesBesideChangelog(database)).isEmpty();
  }

  @Test
  void aReasonOfBlanksIsNone() {
    scripts.script("2_t.sql", "CREATE TABLE t ();\n-- //@LOSSY \u00A0\u2003\n");

    assertThatThrownBy(this::up).hasMessageContaining("'-- //@LOSSY' gives no reason");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE"})
  void theMarkAtTheStartIsDroppedWhateverTheEncoding(String charset) throws IOException {
    Charset encoding = Charset.forName(charset);
    String changelog = scripts.path().resolve("1_create_changelog.sql").toString();
    Files.write(Path.of(changelog), encoded("-- first\n" + ScriptFolder.CHANGELOG, encoding));
    Files.write(
        folder.resolve("2_t.sql"),
        encoded(
            """
            -- //@NO_TRANSACTION
            CREATE TABLE t (a text DEFAULT '\u00E4');
            CREATE INDEX CONCURRENTLY i ON t (a);
            -- //@UNDO
            DROP TABLE t;
            """,
            encoding));
    Migrations migrations = migrations(encoding);

    migrations.up();
    assertThat(tablesBesideChangelog(database)).contains("t");
    assertThat(
            query(
                database,
                "SELECT column_default FROM information_schema.columns WHERE table_name = 't'"))
        .containsExactly("'\u00E4'::text");
    migrations.down(1);
    assertThat(tablesBesideChangelog(database)).doesNotContain("t");
  }

  @Test
  void aFileThatIsMarkedAsUtf8IsNotReadAsLatin1() {
    scripts.script("2_t.sql", "\uFEFF-- //@NO_TRANSACTION\nCREATE TABLE t ();\n");

    assertThatThrownBy(() -> migrations(StandardCharsets.ISO_8859_1).up())
        .hasMessageContaining("2_t.sql is not ISO-8859-1 text")
        .hasMessageContaining("script_char_set");
    assertThat(tablesBesideChangelog(database)).isEmpty();
  }

  @Test
  void aStatementAfterTheMarkBeginsInColumnOne() {
    scripts.script("2_t.sql", "\uFEFFSELECT x;\n");

    assertThatThrownBy(this::up).hasMessageContaining("2_t.sql:1:8: column \"x\" does not exist");
  }

  private static byte[] encoded(String text, Charset charset) {
    // Java writes the mark of UTF-16 by itself.
    return (charset.name().equals("UTF-16") ? text : "\uFEFF" + text).getBytes(charset);
  }

  private void up() {
    migrations(StandardCharsets.UTF_8).up();
  }

  private Migrations migrations(Charset charset) {
    return Migrations.builder(database)
        .source(scripts.source())
        .settings(new ScriptSettings(charset, Delimiter.SEMICOLON, Map.of()))
        .build();
  }
}
