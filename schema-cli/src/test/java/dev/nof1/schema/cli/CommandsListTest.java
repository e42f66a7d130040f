package dev.nof1.schema.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.nof1.schema.cli.inspect.StatusCommand;
import dev.nof1.schema.cli.migrate.UpCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

/** Only the commands on the line are looked at, and nobody notices. */
class CommandsListTest {

  @Test
  void isCalledByTheNameItIsListedUnder() {
    Map<String, String> names = new LinkedHashMap<>();
    for (Class<?> command : Commands.on()) {
      Command said = command.getAnnotation(Command.class);
      names.put(said.name(), command.getSimpleName());
    }

    assertThat(names.keySet()).containsExactlyElementsOf(Commands.names());
    assertThat(names).contains(entry("status", "StatusCommand"));
  }

  @Test
  void looksAtNoMoreThanTheLineNames() {
    assertThat(Commands.on("--env", "status", "up", "1"))
        .containsExactly(UpCommand.class, StatusCommand.class);
  }

  @Test
  void looksAtAllWhereTheLineNamesNoneOrIsAboutThem() {
    for (String line : new String[] {"--help", "statsu", "completion"}) {
      assertThat(Commands.on(line)).hasSameSizeAs(Commands.names());
    }
  }
}
