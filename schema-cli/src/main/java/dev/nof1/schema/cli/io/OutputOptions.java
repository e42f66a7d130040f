package dev.nof1.schema.cli.io;

import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options for the amount of output and its colour; every command takes them. */
public final class OutputOptions {
  static final int OUT = 1;
  static final int ERR = 2;

  /** Choices of colour; in lower case, because that is how they are typed. */
  enum Color {
    auto,
    always,
    never
  }

  private final Invocation invocation;

  @Option(
      names = "--quiet",
      scope = ScopeType.INHERIT,
      description = "No progress and no notices; answers, warnings and errors only.")
  private boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description =
          "Also which repository, files and database are used and why, each statement of a migration (variables by their names) and how long it took.")
  private boolean verbose;

  @Option(
      names = "--color",
      scope = ScopeType.INHERIT,
      arity = "0..1",
      fallbackValue = "always",
      paramLabel = "auto|always|never",
      description =
          "When to use colour: on a terminal without NO_COLOR (auto, the default), always, never.")
  private Color color = Color.auto;

  public OutputOptions(Invocation invocation) {
    this.invocation = invocation;
  }

  boolean quiet() {
    return quiet;
  }

  public boolean verbose() {
    return verbose && !quiet;
  }

  /**
   * Checks whether to colour a stream.
   *
   * @see <a href="https://no-color.org/">NO_COLOR</a>
   */
  boolean colored(int stream) {
    return switch (color) {
      case always -> true;
      case never -> false;
      case auto -> invocation.variable("NO_COLOR").isEmpty() && invocation.isTerminal(stream);
    };
  }

  /**
   * Checks whether lines of an answer have marks, which are for eyes and not for programs in a
   * pipe.
   */
  boolean marked() {
    return invocation.isTerminal(OUT) || colored(OUT);
  }

  public ColorScheme colorScheme() {
    return Help.defaultColorScheme(colored(OUT) ? Ansi.ON : Ansi.OFF);
  }
}
