package dev.nof1.schema.cli.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.cli.fixture.Cli;
import dev.nof1.schema.cli.fixture.ForeignRepository;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an environment file says twice or not at all, and which of its variables are secrets. */
class EnvironmentWarningsTest {
  private static final String FILE = "environments/development.properties";

  @TempDir private Path folder;
  private ForeignRepository repository;

  @BeforeEach
  void createRepository() {
    repository = ForeignRepository.create(folder);
  }

  @Test
  void aSecondUrlIsNamedWithBothLines() {
    ForeignRepository other = ForeignRepository.create(folder.resolve("other"));
    repository.append(
        FILE,
        "\n# the other\nurl=%s\n".formatted(ForeignRepository.server().jdbcUrl(other.database())));

    Cli.Result status = run("status");

    assertThat(status.code()).isZero();
    assertThat(status.err())
        .isEqualTo(
            "Warning: %s/%s: the key url is there more than once, in lines 1 and 6; only the last one counts. Remove the others.\n"
                .formatted(folder, FILE));
  }

  /** As Java reads properties: another sign, blanks before it, escapes, lines that go on. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "x=1\nx=2\n",
        "x=1\n  x : 2\n",
        "x 1\n\\u0078=2\n",
        "x=1\r\nx=2\r\n",
        "x=a\\\\\nx=2\n",
      })
  void howeverItIsWritten(String lines) {
    repository.append(FILE, lines);

    assertThat(run("status").err())
        .contains("the key x is there more than once, in lines 4 and 5;");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x=a\\\n  x=2\n",
        "#x=1\nx=2\n",
        "! y\\\nx=1\n",
        "x=1\nX=2\nx.y=3\n",
        "x=a\\\n#\\\nx=1\n",
      })
  void butNotWhatIsThereOnce(String lines) {
    repository.append(FILE, lines);

    assertThat(run("status").err()).doesNotContain("more than once");
  }

  @Test
  void threeAreThree() {
    repository.append(FILE, "x=1\nx=1\ny=1\nx=1\n");

    assertThat(run("status").err()).contains("in lines 4, 5 and 7;");
  }

  @Test
  void theSameHoldsForDotEnvWithoutAValue() {
    new ForeignRepository(folder, "none")
        .write("env/development.properties", "embedded=true\nurl=jdbc:postgresql://${H:-h}/d\n")
        .write(".env", "H=one\nexport A='x'\n# H=no\nH=pa55-of-two\n");

    Cli.Result version = Cli.inCheckout(folder).run("--path=nof1:", "script", "0", "1");

    assertThat(version.err())
        .contains(
            "Warning: %s/.env: the key H is there more than once, in lines 1 and 4; only the last one counts."
                .formatted(folder))
        .doesNotContain("pa55");
  }

  @Test
  void anEditorsMarkIsNoPartOfTheFirstKey() {
    repository.write(FILE, "\uFEFF" + repository.read(FILE));

    assertThat(run("status").code()).isZero();
  }

  @Test
  void aVariableThatIsMarkedIsASecretAndOthersAreNot() {
    repository.append(
        FILE, "secret_variables=phrase, second\nphrase=open-sesame\nreader=app_reader\n");
    repository.write(
        "scripts/4_x.sql",
        "DO $$ BEGIN RAISE NOTICE '${phrase}, ${reader}, ${secret_variables}'; END $$;\n");

    assertThat(run("up").err()).contains("${phrase}, app_reader, ").doesNotContain("open-sesame");
  }

  @Test
  void oneThatIsNotDefinedIsFoundWithoutADatabase() {
    repository.write(
        "scripts/4_x.sql", "GRANT SELECT ON first TO ${nobody};\n-- //@UNDO\nSELECT 1;\n");

    assertThat(run("verify", "--offline").out() + run("script", "3", "4").err())
        .contains(
            "4_x.sql:1:26: the variable ${nobody} is not defined. Give it a value: a line nobody=")
        .contains("4_x.sql:1:26: the variable ${nobody} is not defined. Nothing was ");
  }

  @Test
  void aHookThatFailsForOneNamesIt() {
    repository.append(FILE, "hook_before_up=SQL:h.sql\n");
    repository.write("hooks/h.sql", "ALTER ROLE \"${nobody}\" NOLOGIN;\n");

    assertThat(run("up").err())
        .contains("role \"${nobody}\" does not exist")
        .contains("It was sent as it stands: the variable ${nobody} is not defined.");
  }

  private Cli.Result run(String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "--path=" + folder;
    System.arraycopy(args, 0, all, 1, args.length);
    return Cli.in(folder).run(all);
  }
}
