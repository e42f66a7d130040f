package dev.nof1.schema.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.cli.inspect.StatusCommand;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Only the commands on the line are looked at, and nobody notices. */
class CommandsListTest {

  @Test
  void isCalledByTheNameItIsListedUnder() {
    Map<String, CommandLine> commands = AllCommands.line().getSubcommands();

    assertThat(commands.keySet()).containsExactlyElementsOf(Commands.names());
    assertThat(commands)
        .hasEntrySatisfying(
            "status",
            line ->
                assertThat(line.getCommandSpec().userObject()).isInstanceOf(StatusCommand.class));
  }

  @Test
  void looksAtNoMoreThanTheLineNames() {
    assertThat(Commands.on("--env", "status", "up", "1")).containsExactly("up", "status");
  }

  @Test
  void looksAtAllWhereTheLineNamesNoneOrIsAboutThem() {
    for (String line : new String[] {"--help", "statsu", "completion"}) {
      assertThat(Commands.on(line)).hasSameSizeAs(Commands.names());
    }
  }
}
