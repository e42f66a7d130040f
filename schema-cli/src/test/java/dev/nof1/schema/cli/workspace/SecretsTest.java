package dev.nof1.schema.cli.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.cli.AllCommands;
import dev.nof1.schema.cli.SchemaCli;
import dev.nof1.schema.cli.fixture.Cli;
import dev.nof1.schema.cli.fixture.ForeignRepository;
import dev.nof1.schema.cli.fixture.Java;
import dev.nof1.schema.cli.fixture.Secrets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Every command, where it fails in the ways in which others print what they were given. */
class SecretsTest {
  @TempDir private Path folder;

  @Test
  void theSuiteFailsOnSightOfOne() {
    Secrets.addFrom("username=u\npassword=pa55-of-sight\n");

    assertThatThrownBy(() -> Secrets.assertNoneIn("user u, password pa55-of-sight"))
        .hasMessage("A secret of 13 characters is shown, after: user u, password ");
    Secrets.assertNoneIn("user u, password ***");
  }

  @TestFactory
  Stream<DynamicTest> noCommandShowsThemWhenTheServerIsNotThere() {
    return everyCommand(
        "url=jdbc:postgresql://127.0.0.1:1/x?password=pa55-of-url&sslpassword=pa55-of-ssl\nusername=u\npassword=pa55-of-file\n");
  }

  @TestFactory
  Stream<DynamicTest> noCommandShowsThemWhenTheyAreWrong() {
    return everyCommand(
        "url=%s\nusername=postgres\npassword=pa55-that-is-wrong\n"
            .formatted(ForeignRepository.server().jdbcUrl("postgres")));
  }

  @TestFactory
  Stream<DynamicTest> noCommandShowsThemWhenTheUrlIsNone() {
    return everyCommand("url=jdbc:postgresql:/u:password=pa55-in-place@h/d\nusername=u\n");
  }

  /** With the streams of a process, on which the driver and the JVM write, too. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "url=jdbc:postgresql://127.0.0.1:1/x?password=pa55-of-url\nusername=u\n",
        "url=jdbc:postgresql:/u:password=pa55-in-place@h/d\nusername=u\n",
        "url=jdbc:postgresql://u:password=pa55-in-host@h:port/d?a&b\nusername=u\n",
        "url=jdbc:postgresql://h/d?loggerLevel=TRACE&sslmode=none&password=pa55-of-log\nusername=u\n",
        "driver=no.Such\nurl=jdbc:no:u:password=pa55-of-other@h\npassword=pa55-of-key\n",
        "url=SERVER\nusername=postgres\npassword=pa55-of-wrong\n"
      })
  void noProcessShowsThem(String environment) throws Exception {
    new ForeignRepository(folder, "none")
        .write(
            "environments/development.properties",
            environment.replace("SERVER", ForeignRepository.server().jdbcUrl("postgres")))
        .write("scripts/1_x.sql", "SELECT 1;\n-- //@UNDO\nSELECT 1;\n");
    List<String> line = Java.command();
    line.addAll(
        List.of(SchemaCli.class.getName(), "--path=" + folder, "up", "--verbose", "--trace"));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();

    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isEqualTo(1);
    Secrets.assertNoneIn(output);
    assertThat(output).doesNotContain("pa55");
  }

  @Test
  void theValueOfAVariableIsNotShownWhenItsStatementFails() {
    ForeignRepository repository = ForeignRepository.create(folder);
    Secrets.add("t0ken-of-test");
    repository.write(
        "scripts/4_grant.sql",
        "DO $$ BEGIN RAISE NOTICE 'with ${token}'; END $$;\nCREATE ROLE r PASSWORD '${token}' OF ${token};\n");

    Cli.Result up =
        Cli.in(folder).with("MIGRATIONS_TOKEN", "t0ken-of-test").run("--path=" + folder, "up");

    assertThat(up.code()).isEqualTo(1);
    assertThat(up.err()).contains("with ${token}").contains("PASSWORD '${token}'");
  }

  private Stream<DynamicTest> everyCommand(String environment) {
    new ForeignRepository(folder, "none")
        .write("environments/development.properties", environment)
        .write("scripts/1_x.sql", "SELECT 1;\n-- //@UNDO\nSELECT 1;\n");
    return AllCommands.line().getSubcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .filter(spec -> spec.subcommands().isEmpty())
        .map(spec -> DynamicTest.dynamicTest(spec.name(), () -> run(spec)));
  }

  /** {@link Cli} looks at what it says. */
  private void run(CommandSpec spec) {
    List<String> line = new ArrayList<>(List.of("--path=" + folder, spec.name()));
    for (String option : List.of("--yes", "--trace", "--verbose")) {
      if (spec.findOption(option) != null) {
        line.add(option);
      }
    }
    if (spec.findOption("--timeout") != null) {
      line.add("--timeout=1");
    }
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      for (int i = 0; i < parameter.arity().min(); i++) {
        line.add("1");
      }
    }
    Cli.Result result = Cli.in(folder).run(line.toArray(new String[0]));
    assertThat(result.out() + result.err()).doesNotContain("\tat ");
  }
}
