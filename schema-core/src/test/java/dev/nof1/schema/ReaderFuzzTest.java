package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.environment.Environment;
import dev.nof1.schema.environment.Surroundings;
import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.error.SchemaException;
import dev.nof1.schema.fixture.Fuzz;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import dev.nof1.schema.plan.State;
import dev.nof1.schema.plan.Status;
import dev.nof1.schema.plan.Target;
import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.sql.Delimiter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever stands in the files of a repository: it is read, or refused with words that name the
 * file. Larger with the options of {@link Fuzz}.
 *
 * <p>Over 300 lines because the formatter gives each piece that is thrown a line of its own.
 */
class ReaderFuzzTest {
  private static final String SECRET = "pa55-of-fuzz";

  private static final String[] SCRIPT_PIECES = {
    "-- //@UNDO\n",
    "--//@UNDO",
    "-- @UNDO\n",
    "-- //UNDO\n",
    "-- //@UDNO\n",
    "-- //@NO_TRANSACTION\n",
    "-- //@LOSSY\n",
    "-- //@LOSSY it does\n",
    "-- //@IRREVERSIBLE never\n",
    "-- //@DELIMITER $$\n",
    "$$\n",
    "-- //@",
    "//",
    "--",
    "\n",
    "\r\n",
    "\r",
    "\ufeff",
    "\u0000",
    " ",
    ";",
    "'",
    "\"",
    "${",
    "}",
    "${changelog}",
    "\\${",
    "SELECT 1;\n",
    "CREATE TABLE x (a int);\n",
    "/*",
    "*/",
    "é",
    "😀",
    "\ufffd"
  };

  private static final String[] ENVIRONMENT_PIECES = {
    "url=",
    "username=",
    "password=",
    "time_zone=",
    "delimiter=",
    "script_char_set=",
    "changelog=",
    "send_full_script=",
    "full_line_delimiter=",
    "hook_before_up=",
    "jdbc:postgresql://h:1/d",
    "UTF-8",
    "GMT+2:00",
    "true",
    "=",
    ":",
    "\n",
    "\r\n",
    "\\",
    "\\u00",
    "\\u0041",
    "${",
    "${A}",
    "${A:-",
    "}",
    "#",
    "!",
    " ",
    "'",
    "\"",
    "export ",
    "A=",
    "x",
    "é",
    "\ufeff",
    "\u0000",
    ";",
    "$",
    "&",
    "?",
    "/"
  };

  @TempDir private Path folder;
  private final DataSource database = TestServer.emptyDatabase();

  @Test
  void scriptsAreReadOrRefusedWithTheirName() throws IOException {
    Migrations migrations =
        Migrations.builder(database).source(new ScriptFolder(folder).source()).build();
    Path script = folder.resolve("1_fuzz.sql");
    for (int i = 0; i < Fuzz.times(400); i++) {
      Random dice = Fuzz.dice(i);
      byte[] text =
          i % 3 == 0
              ? Fuzz.bytes(dice, 400)
              : Fuzz.text(dice, 25, SCRIPT_PIECES)
                  .getBytes(i % 3 == 1 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
      Files.write(script, text);
      try {
        assertThat(migrations.plan(Target.head()).steps()).hasSize(1);
      } catch (SchemaException e) {
        assertThat(e.getMessage()).as(told(i)).contains("1_fuzz.sql");
      }
    }
  }

  @Test
  void environmentsAreReadOrRefusedWithWordsAndWithoutSecrets() throws IOException {
    Path dotEnv = folder.resolve(".env");
    Map<String, String> variables = Map.of("A", SECRET);
    for (int i = 0; i < Fuzz.times(1_500); i++) {
      Random dice = Fuzz.dice(i);
      String text = Fuzz.text(dice, 20, ENVIRONMENT_PIECES);
      Files.write(
          folder.resolve("fuzz.properties"),
          i % 4 == 0 ? Fuzz.bytes(dice, 200) : text.getBytes(StandardCharsets.UTF_8));
      Files.writeString(
          dotEnv,
          Fuzz.text(dice, 6, ENVIRONMENT_PIECES).replace("${", "")
              + (dice.nextBoolean() ? "\nPW=" : "\nPW='")
              + SECRET
              + Fuzz.text(dice, 4, ENVIRONMENT_PIECES));
      try {
        Surroundings around = new Surroundings(variables, Map.of());
        readAll(
            dice.nextBoolean()
                ? Environment.ofProject(folder, "fuzz", dotEnv, around)
                : Environment.ofRepository(folder, "fuzz", around));
      } catch (ConfigurationException e) {
        assertThat(e.getMessage()).as(told(i) + text).isNotBlank();
        // A variable in a key that is no secret is shown; that is what it is for.
        if (!text.contains("${")) {
          assertThat(e.getMessage()).as(told(i) + text).doesNotContain(SECRET);
        }
      }
    }
  }

  private static void readAll(Environment environment) {
    assertThat(environment.toString()).doesNotContain(SECRET);
    environment.variables();
    environment.hooks();
    environment.changelog();
    environment.scriptOptions();
    environment.timeZone();
    environment.driverPath();
    environment.connection().dataSource("fuzz");
  }

  /** Names, too: whatever a file system takes. */
  @Test
  void fileNamesAreReadOrRefusedWithThatName() throws IOException {
    for (int i = 0; i < Fuzz.times(300); i++) {
      Path one = Files.createDirectories(folder.resolve("names" + i));
      String name =
          Fuzz.text(
                  Fuzz.dice(i),
                  6,
                  "1",
                  "20260101",
                  "_",
                  ".",
                  "-",
                  "+",
                  "e9",
                  "e999999999",
                  "x",
                  "é",
                  " ",
                  "'",
                  "\"",
                  ";",
                  "\n",
                  "٣",
                  "0x1F",
                  "1.5",
                  "..",
                  "\\",
                  "$(id)",
                  "`")
              + ".sql";
      Files.writeString(one.resolve(name), "SELECT 1;\n-- //@UNDO\nSELECT 1;\n");
      try {
        Status status =
            Migrations.builder(database).source(new ScriptFolder(one).source()).build().status();
        status.migrations().forEach(m -> assertThat(m.migration().toString()).isNotEmpty());
      } catch (SchemaException e) {
        assertThat(e.getMessage()).as(told(i)).contains(name);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void lineBreaksAndAByteOrderMarkChangeNothing(String lineBreak) throws IOException {
    ScriptFolder scripts = new ScriptFolder(folder);
    String text =
        "CREATE TABLE t (a text);\nINSERT INTO t VALUES ('one;'), ($$two;\n$$) -- ;\n;\n-- //@UNDO\nDROP TABLE t;\n";
    scripts.script("1_changelog.sql", "\ufeff" + ScriptFolder.CHANGELOG.replace("\n", lineBreak));
    scripts.script("2_t.sql", "\ufeff" + text.replace("\n", lineBreak));
    Migrations migrations = scripts.migrations(database);

    migrations.up();
    // MyBatis's reader gives one kind of line break, so the same script gives the same database.
    assertThat(query(database, "SELECT a FROM t")).containsExactly("one;", "two;\n");
    migrations.run(Target.base());
    assertThat(query(database, "SELECT to_regclass('t')")).containsExactly((String) null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ISO-8859-1", "UTF-8", "UTF-16", "windows-1252"})
  void scriptsOfAnyEncodingAreReadAsWhatTheyAre(String name) throws IOException {
    Charset charset = Charset.forName(name);
    ScriptFolder scripts = new ScriptFolder(folder);
    Files.write(folder.resolve("1_changelog.sql"), ScriptFolder.CHANGELOG.getBytes(charset));
    Files.write(
        folder.resolve("2_t.sql"),
        "CREATE TABLE t AS SELECT 'Größe;é' AS a;\n-- //@UNDO\nDROP TABLE t;\n".getBytes(charset));

    Migrations.builder(database)
        .source(scripts.source())
        .settings(new ScriptSettings(charset, Delimiter.SEMICOLON, Map.of()))
        .build()
        .up();

    assertThat(query(database, "SELECT a FROM t")).containsExactly("Größe;é");
  }

  @Test
  void aScriptOfFiftyMegabytesIsAppliedAsAWhole() throws IOException {
    ScriptFolder scripts = ScriptFolder.withChangelog(folder);
    int rows = 800;
    String value = "0123456789abcdef;'';\n".repeat(3_121);
    try (BufferedWriter script = Files.newBufferedWriter(folder.resolve("2_large.sql"))) {
      script.write("CREATE TABLE t (n int, length int);\n");
      for (int i = 0; i < rows; i++) {
        script.write("INSERT INTO t SELECT " + i + ", length('" + value + "');\n");
      }
      script.write("-- //@UNDO\nDROP TABLE t;\n");
    }
    assertThat(Files.size(folder.resolve("2_large.sql"))).isGreaterThan(50_000_000);

    scripts.migrations(database).up();

    int length = value.replace("''", "'").length();
    assertThat(
            query(database, "SELECT count(*) || ' ' || min(length) || ' ' || max(length) FROM t"))
        .containsExactly(rows + " " + length + " " + length);
  }

  @Test
  void tenThousandFilesAreListedAndPlanned() {
    ScriptFolder scripts = ScriptFolder.withChangelog(folder);
    for (int id = 2; id <= 10_000; id++) {
      scripts.script(id + "_step.sql", "SELECT " + id + ";\n-- //@UNDO\nSELECT 1;\n");
    }
    Migrations migrations = scripts.migrations(database);

    assertThat(migrations.status().in(State.PENDING)).hasSize(10_000);
    assertThat(migrations.plan(Target.head()).steps()).hasSize(10_000);
    scripts.script("9999.5_last.sql", "SELECT 1;\n-- //@UDNO\n");
    assertThatThrownBy(() -> migrations.plan(Target.head()))
        .hasMessageContaining("9999.5_last.sql:2: '-- //@UDNO' is nearly an undo marker");
  }

  private static String told(int i) {
    return "seed " + Fuzz.SEED + ", try " + i + ": ";
  }
}
