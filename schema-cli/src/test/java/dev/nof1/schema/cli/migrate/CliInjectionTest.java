package dev.nof1.schema.cli.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.nof1.schema.cli.AllCommands;
import dev.nof1.schema.cli.CommandReference;
import dev.nof1.schema.cli.fixture.Cli;
import dev.nof1.schema.cli.fixture.ForeignRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that are SQL, shell or JSON as well: none of it runs, and output stays what it is. */
class CliInjectionTest {
  private static final List<String> NASTY =
      List.of(
          "x'); DROP TABLE victim; --",
          "x\"; DROP TABLE victim; --",
          "x\nDROP TABLE victim;",
          "x\r\n\\! touch pwned\n",
          "*∕ DROP TABLE victim; ∕*",
          "$$; DROP TABLE victim; $$",
          "$(touch pwned) `touch pwned`; touch pwned & touch pwned | touch pwned",
          "\\'; DROP TABLE victim; --",
          "\",\"state\":\"applied");

  @TempDir private Path folder;
  private ForeignRepository repository = new ForeignRepository(Path.of("."), "");
  private Set<Path> before = Set.of();

  static List<String> nasty() {
    return NASTY;
  }

  @BeforeEach
  void createRepository() throws IOException {
    repository = ForeignRepository.create(folder);
    repository.sql("CREATE TABLE victim (a int)");
    before = files();
  }

  @ParameterizedTest
  @MethodSource("nasty")
  void inADescriptionIsShownAndKeptAsText(String description) throws IOException {
    repository.write("scripts/4_" + description + ".sql", "SELECT 1;\n-- //@UNDO\nSELECT 1;\n");
    assertThat(run("up").code()).isZero();

    JsonObject status =
        JsonParser.parseString(run("status", "--format=json").out()).getAsJsonObject();
    JsonObject last = status.getAsJsonArray("migrations").get(3).getAsJsonObject();
    assertThat(last.get("description").getAsString()).isEqualTo(description);
    assertThat(last.get("state").getAsString()).isEqualTo("applied");
    assertThat(run("status").code()).isZero();
    assertThat(run("down", "base").code()).isZero();
    assertNothingElseHappened(description);
  }

  /** What a DBA pastes into psql. */
  @ParameterizedTest
  @MethodSource("nasty")
  void inADescriptionDoesNotRunInScriptOutput(String description) throws Exception {
    assumeTrue(
        CommandReference.commandsOf(AllCommands.line()).stream()
            .anyMatch(command -> command.getCommandName().equals("script")),
        "there is no command 'script'");
    repository.write("scripts/4_" + description + ".sql", "SELECT 1;\n-- //@UNDO\nSELECT 1;\n");
    for (List<String> range : List.of(List.of("0", "4"), List.of("4", "0"))) {
      Cli.Result script = run("script", range.get(0), range.get(1));
      assertThat(script.code()).as(script.err()).isZero();
      psql(script.out());
    }
    assertNothingElseHappened(description);
  }

  @ParameterizedTest
  @MethodSource("nasty")
  void inTheNameOfAnEnvironmentIsNoFile(String name) throws IOException {
    Cli.Result result = run("status", "--env=" + name);

    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err()).contains("There is no environment");
    assertNothingElseHappened("");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x",
        "a/b",
        "a\nb",
        "$(touch pwned)",
        "`touch pwned`",
        "x; touch pwned",
        "'",
        "\"",
        "x\u0000y",
        "*",
        ""
      })
  void inAnOrderForANewScriptIsRefused(String description) throws IOException {
    Cli.Result result = run("new", description);

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("cannot become a file name");
    assertNothingElseHappened("");
  }

  @ParameterizedTest
  @ValueSource(strings = {"changelog; DROP TABLE victim", "x\"; DROP TABLE victim; --", "(victim)"})
  void inTheNameOfTheChangelogIsRefused(String changelog) throws IOException {
    Cli.Result result =
        Cli.in(folder).with("MIGRATIONS_CHANGELOG", changelog).run("--path=" + folder, "up");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("cannot be the name of the changelog table");
    assertNothingElseHappened("");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1;DROP TABLE victim", "1)", "' OR true --", "1 OR 1=1", "$(id)"})
  void inAVersionOrACountIsRefused(String value) throws IOException {
    for (String command : List.of("up", "down", "redo", "version")) {
      assertThat(run(command, value).code()).as(command).isIn(1, 2);
    }
    assertThat(run("current").out()).isEqualTo("base\n");
    assertNothingElseHappened("");
  }

  private void psql(String script) throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/psql")), "there is no psql");
    Path file = Files.writeString(Files.createTempFile("script", ".sql"), script);
    ProcessBuilder psql =
        new ProcessBuilder(
            "psql",
            "-X",
            "-q",
            "-d",
            ForeignRepository.server()
                .jdbcUrl(repository.database())
                .replaceAll("^jdbc:|[?].*", ""),
            "-U",
            ForeignRepository.server().user(),
            "-f",
            file.toString());
    psql.environment().put("PGPASSWORD", ForeignRepository.server().password());
    Process process =
        psql.directory(folder.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    Files.delete(file);
    assertThat(process.exitValue()).isZero();
  }

  private void assertNothingElseHappened(String description) throws IOException {
    repository.sql("INSERT INTO victim VALUES (1)");
    Set<Path> created = files();
    created.removeAll(before);
    created.removeIf(file -> file.getFileName().toString().equals("4_" + description + ".sql"));
    assertThat(created).isEmpty();
    assertThat(Path.of("pwned")).doesNotExist();
  }

  private Set<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return new TreeSet<>(files.toList());
    }
  }

  private Cli.Result run(String... args) {
    String[] line = new String[args.length + 1];
    line[0] = "--path=" + folder;
    System.arraycopy(args, 0, line, 1, args.length);
    return Cli.in(folder).run(line);
  }

  @Test
  void inAFolderIsOnlyItsName() throws IOException {
    Path inside = Files.createDirectories(folder.resolve("it's a \"repo\" $(touch pwned); DROP"));
    ForeignRepository other = ForeignRepository.create(inside);

    Cli.Result up = Cli.in(folder).run("--path=" + inside, "up");

    assertThat(up.code()).as(up.err()).isZero();
    assertThat(up.out()).endsWith(other.database() + " is at 3 (second), head.\n");
  }
}
