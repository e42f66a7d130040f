package dev.nof1.schema.cli.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.cli.fixture.Cli;
import dev.nof1.schema.cli.fixture.ForeignRepository;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes scripts writes them in the encoding in which they will be read. */
class ScriptCharsetTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"ISO-8859-1", "UTF-8", "UTF-16LE", "UTF-16", "windows-1252"})
  void whatIsTypedIntoANewScriptIsStoredAsTyped(String charset) throws IOException {
    Charset encoding = Charset.forName(charset);
    ForeignRepository repository = repository(charset);

    Path made = Path.of(run("new", "gr\u00F6\u00DFe").out().strip());
    String text = Files.readString(made, encoding);
    assertThat(text).startsWith("-- // gr\u00F6\u00DFe\n");
    Files.writeString(
        made,
        text.replaceFirst("\n\n", "\nCREATE TABLE gr\u00F6\u00DFe (a text DEFAULT '\u00E4');\n"),
        encoding);

    Cli.Result up = run("up");
    assertThat(up.code()).as(up.err()).isZero();
    assertThat(
            repository.query(
                "SELECT column_default FROM information_schema.columns WHERE table_name = 'gr\u00F6\u00DFe'"))
        .containsExactly("'\u00E4'::text");
  }

  @Test
  void whatTheEncodingLacksIsRefusedAndNothingIsLeft() throws IOException {
    repository("US-ASCII");

    Cli.Result made = run("new", "gr\u00F6\u00DFe");

    assertThat(made.code()).isEqualTo(1);
    assertThat(made.err())
        .startsWith(
            "schema-cli: The script has characters that US-ASCII does not have, and script_char_set says that scripts are read so. Nothing was created.");
    try (var files = Files.list(folder.resolve("scripts"))) {
      assertThat(files).hasSize(3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "ISO-8859-1"})
  void aTemplateMayBeUtf8OrTheEncodingOfTheScripts(String charset) throws IOException {
    repository("ISO-8859-1");
    Files.writeString(
        folder.resolve("my.sql"),
        "-- \u00DCber ${description}\nSELECT 'gr\u00FCn';\n",
        Charset.forName(charset));

    Path made = Path.of(run("new", "stra\u00DFe", "--template=my.sql").out().strip());

    assertThat(Files.readString(made, StandardCharsets.ISO_8859_1))
        .isEqualTo("-- \u00DCber stra\u00DFe\nSELECT 'gr\u00FCn';\n");
  }

  @Test
  void theMarkOfATemplateIsNoPartOfIt() throws IOException {
    repository("ISO-8859-1");
    Files.writeString(folder.resolve("my.sql"), "\uFEFF-- //@NO_TRANSACTION\nSELECT 1;\n");

    Path made = Path.of(run("new", "x", "--template=my.sql").out().strip());

    assertThat(made).hasContent("-- //@NO_TRANSACTION\nSELECT 1;\n");
  }

  @Test
  void initWritesScriptsAsTheEnvironmentSays() throws IOException {
    ForeignRepository database = ForeignRepository.create(folder.resolve("other"));
    Cli cli =
        Cli.in(folder)
            .with("MIGRATIONS_SCRIPT_CHAR_SET", "UTF-16LE")
            .with("MIGRATIONS_URL", ForeignRepository.server().jdbcUrl(database.database()))
            .with("MIGRATIONS_USERNAME", "postgres")
            .with("MIGRATIONS_PASSWORD", ForeignRepository.server().password());

    assertThat(cli.run("init", "mine", "--idpattern=000").code()).isZero();

    Cli.Result up = cli.run("--path=mine", "up");
    assertThat(up.code()).as(up.err()).isZero();
  }

  private ForeignRepository repository(String charset) throws IOException {
    ForeignRepository repository = ForeignRepository.create(folder);
    repository.append("environments/development.properties", "script_char_set=" + charset + "\n");
    for (String name : new String[] {"1_create_changelog", "2_first", "3_second"}) {
      Path script = folder.resolve("scripts/" + name + ".sql");
      Files.writeString(script, Files.readString(script), Charset.forName(charset));
    }
    return repository;
  }

  private Cli.Result run(String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "--path=" + folder;
    System.arraycopy(args, 0, all, 1, args.length);
    return Cli.in(folder).run(all);
  }
}
