package dev.nof1.schema.cli.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.cli.SchemaCli;
import dev.nof1.schema.cli.fixture.Cli;
import dev.nof1.schema.cli.fixture.ForeignRepository;
import dev.nof1.schema.environment.Surroundings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every command does alike: how much it says, in which colour, and what it suggests. */
class OutputTest {
  private static final String RED = "\u001b[31mschema-cli: \u001b[0m";

  @TempDir private Path folder;

  @Test
  void quietLeavesOutNoticesAndKeepsTheAnswer() {
    ForeignRepository repository =
        ForeignRepository.create(folder)
            .write(
                "scripts/4_loud.sql",
                "DO $$ BEGIN RAISE NOTICE 'hear me'; END $$;\n-- //@UNDO\nSELECT 1;\n");

    Cli.Result up = Cli.in(folder).run("--path=" + folder, "up", "--quiet");

    assertThat(up.err()).isEmpty();
    assertThat(up.out()).endsWith("%s is at 4 (loud), head.\n".formatted(repository.database()));
    Cli.in(folder).run("--path=" + folder, "down");
    assertThat(Cli.in(folder).run("--path=" + folder, "up").err()).contains("hear me");
  }

  @Test
  void verboseTellsWhatIsUsedAndNoSecret() {
    ForeignRepository.create(folder);

    Cli.Result current = Cli.in(folder).run("--path=" + folder, "current", "--verbose");

    assertThat(current.out()).isEqualTo("base\n");
    assertThat(current.err())
        .contains(folder.resolve("environments/development.properties").toString())
        .contains("Scripts: " + folder.resolve("scripts"))
        .contains("Database: jdbc:postgresql://127.0.0.1:")
        .containsPattern("Took [0-9]+ ms\\.\n$")
        .doesNotContain(ForeignRepository.server().password());
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', '', false",
    "'', 12, '', true",
    "'', 1, '', false",
    "'', 12, 1, false",
    "--color=always, '', 1, true",
    "--color, '', '', true",
    "--color=never, 12, '', false",
    "--color=auto, 12, '', true"
  })
  void colorIsForTerminalsUnlessToldOtherwise(
      String option, String terminals, String noColor, boolean colored) {
    StringWriter err = new StringWriter();
    Invocation invocation =
        new Invocation(
            new Surroundings(Map.of("NO_COLOR", noColor), Map.of("nof1.terminals", terminals)),
            folder,
            Optional.empty());
    String[] line =
        option.isEmpty()
            ? new String[] {"current", "--env=x"}
            : new String[] {"current", "--env=x", option};

    SchemaCli.run(new PrintWriter(new StringWriter()), new PrintWriter(err), invocation, line);

    assertThat(err.toString()).startsWith(colored ? RED : "schema-cli: There is no ");
  }

  @ParameterizedTest
  @CsvSource({"statsu, status", "pendign, pending", "crate-db, create-db", "compltion, completion"})
  void suggestsTheCommandThatWasMeant(String typed, String meant) {
    assertThat(Cli.in(folder).run(typed).err())
        .startsWith(
            "schema-cli: Unmatched argument at index 0: '%s'\nDid you mean: schema-cli %s"
                .formatted(typed, meant));
  }

  @Test
  void suggestsTheSubcommandAndTheOptionThatWereMeant() {
    assertThat(Cli.in(folder).run("db", "strat").err())
        .isEqualTo(
            "schema-cli: Unmatched argument at index 1: 'strat'\nDid you mean: db stop or db start?\n");
    assertThat(Cli.in(folder).run("status", "--formt=json"))
        .isEqualTo(
            new Cli.Result(
                2,
                "",
                "schema-cli: Unknown option: '--formt=json'\nPossible solutions: --format\n"));
    assertThat(Cli.in(folder).run("status", "--qqq"))
        .isEqualTo(
            new Cli.Result(
                2, "", "schema-cli: Unknown option: '--qqq'\nTry 'schema-cli status --help'.\n"));
    assertThat(Cli.in(folder).run("xyzzy").err())
        .isEqualTo(
            "schema-cli: Unmatched argument at index 0: 'xyzzy'\nTry 'schema-cli --help'.\n");
  }

  @Test
  void suggestsTheEnvironmentThatWasMeant() {
    assertThat(Cli.nof1In(folder).run("current", "--env=prodcution").err())
        .contains("Did you mean \"production\"? There are: development, production.");
  }
}
