package dev.nof1.schema.cli.start;

import dev.nof1.schema.cli.io.Invocation;
import dev.nof1.schema.cli.io.VersionText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Answers that depend on nothing but the program: its version, and the list of its commands, which
 * the build writes into the single jar. To have picocli write that list takes five times as long.
 */
public final class ReadyAnswer {
  /**
   * Help text, as wide as where there is no terminal. Classes that are run from a folder have none.
   */
  private static final String HELP = "/nof1/help.txt";

  private static final int OUT = 1;

  private ReadyAnswer() {}

  /**
   * Finds the answer to a command line.
   *
   * @return text that ends with a line break; empty where picocli has to read the command line, or
   *     where the help has to fit a terminal
   */
  public static Optional<String> to(Invocation invocation, String... args) {
    if (args.length != 1) {
      return Optional.empty();
    }
    return switch (args[0]) {
      case "--version", "-V" -> Optional.of("schema-cli " + VersionText.number() + "\n");
      case "--help", "-h" -> invocation.isTerminal(OUT) ? Optional.empty() : help();
      default -> Optional.empty();
    };
  }

  private static Optional<String> help() {
    try (InputStream text = ReadyAnswer.class.getResourceAsStream(HELP)) {
      return text == null
          ? Optional.empty()
          : Optional.of(new String(text.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
