package dev.nof1.schema.cli.io;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.nof1.schema.cli.SchemaCli;
import dev.nof1.schema.cli.fixture.Cli;
import dev.nof1.schema.cli.fixture.ForeignRepository;
import dev.nof1.schema.environment.Surroundings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
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

  @Test
  void statesAndDifferencesHaveMarksAndColourOnATerminal() throws IOException {
    ForeignRepository repository = ForeignRepository.create(folder);
    Cli.in(folder).run("up", "2");
    repository.sql("DROP TABLE first; CREATE TABLE third (id int)");
    Cli plain = Cli.in(folder).onTerminal().with("NO_COLOR", "1");
    Cli coloured = Cli.in(folder).onTerminal();

    assertThat(plain.run("status").out().lines().skip(1))
        .element(0, as(STRING))
        .startsWith("    ID");
    assertThat(plain.run("status").out())
        .contains("\n[x] 2   ")
        .contains("\n[ ] 3   ...pending...        second\n");
    assertThat(coloured.run("status").out())
        .contains("\n\u001b[32m[x]\u001b[0m 2   ")
        .contains("\n\u001b[33m[ ]\u001b[0m \u001b[33m3   ...pending...        second\u001b[0m\n");
    assertThat(Cli.in(folder).run("status").out()).contains("\n3   ...pending...        second\n");
    assertThat(plain.run("check").out())
        .contains("- removed table public.first\n", "+ added table public.third\n");
    assertThat(coloured.run("check").out())
        .contains("\u001b[31m-\u001b[0m \u001b[31mremoved table public.first\u001b[0m\n");
    assertThat(coloured.run("status").out()).endsWith("\u001b[33m1 pending\u001b[0m.\n");
    assertThat(coloured.run("up").out())
        .startsWith("\u001b[32mup  \u001b[0m  3  second")
        .endsWith(", \u001b[32mhead\u001b[0m.\n");
    Files.delete(folder.resolve("scripts/3_second.sql"));
    assertThat(coloured.run("history").out())
        .startsWith("    Applied at")
        .contains("\n\u001b[31m[!]\u001b[0m \u001b[31m", "\n\u001b[32m[x]\u001b[0m ");
  }

  @Test
  void helpHasTheCommandsInGroupsBeforeTheOptions() {
    String help = Cli.in(folder).run("--help").out();

    assertThat(help.lines().filter(line -> line.matches("[A-Z][a-z ]+:")))
        .containsExactly(
            "Change a database:",
            "Ask:",
            "Write files:",
            "Prove:",
            "Servers and databases:",
            "Options of every command:");
    assertThat(help)
        .contains(
            """
            Change a database:
              up           Applies pending migrations that are newer than the newest
                             applied one.
              down         Undoes the newest applied migrations.
            """);
  }

  @Test
  void aBareLineListsTheCommandsAndIsNoSuccess() {
    Cli.Result bare = Cli.in(folder).run();

    assertThat(bare.code()).isEqualTo(2);
    assertThat(bare.out()).contains("\nAsk:\n  status  ").doesNotContain("--path");
    assertThat(bare.err())
        .isEqualTo(
            "schema-cli: Name a command, such as 'up' or 'status'.\nTry 'schema-cli --help'.\n");
    assertThat(Cli.in(folder).run("--quiet").out()).isEmpty();
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
