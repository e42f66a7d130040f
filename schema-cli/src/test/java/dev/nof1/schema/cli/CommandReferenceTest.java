package dev.nof1.schema.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.cli.fixture.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The commands describe themselves, and the reference says what they say. */
class CommandReferenceTest {
  private static final Path PAGE = Path.of("../docs/cli.md");

  private final CommandLine top = AllCommands.line();

  @Test
  void theReferenceIsWhatTheCommandsSay() throws IOException {
    String written = CommandReference.of(top);
    if (Boolean.getBoolean("nof1.docs.write")) {
      Files.writeString(PAGE, written);
    }
    assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
        .as(
            "docs/cli.md is out of date: run 'mvn -B -pl schema-cli -am test -Dtest=CommandReferenceTest -Dsurefire.failIfNoSpecifiedTests=false -Dnof1.docs.write=true' and commit it")
        .isEqualTo(written);
  }

  @TestFactory
  Stream<DynamicTest> everyCommandHasADescriptionAndTwoExamples() {
    List<CommandLine> commands = CommandReference.commandsOf(top);
    assertThat(commands).hasSizeGreaterThan(7);
    return commands.stream()
        .map(CommandLine::getCommandSpec)
        .map(spec -> DynamicTest.dynamicTest(spec.qualifiedName(), () -> describes(spec)));
  }

  private static void describes(CommandSpec spec) {
    assertThat(CommandReference.description(spec)).endsWith(".");
    assertThat(spec.args())
        .allSatisfy(arg -> assertThat(String.join("", arg.description())).endsWith("."));
    // Examples of a command that only holds others are theirs.
    assertThat(CommandReference.examples(spec))
        .hasSizeGreaterThanOrEqualTo(2)
        .allSatisfy(example -> assertThat(example).contains(spec.qualifiedName()));
  }

  /** The page is for who reads it; the same words must come from the command itself. */
  @Test
  void helpOfACommandShowsItsExamples() {
    CommandLine first = CommandReference.commandsOf(top).get(0);
    Cli.Result help = Cli.in(Path.of("")).run(first.getCommandName(), "--help");

    assertThat(help.code()).isZero();
    assertThat(help.out())
        .contains(CommandReference.examples(first.getCommandSpec()))
        .contains(CommandReference.description(first.getCommandSpec()).split(" ", -1));
  }
}
