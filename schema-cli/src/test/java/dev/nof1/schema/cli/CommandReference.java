package dev.nof1.schema.cli;

import dev.nof1.schema.cli.io.Question;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code docs/cli.md}, written from what the commands say of themselves; it knows no names. */
public final class CommandReference {
  private static final String HEAD =
      """
      # Commands of schema-cli

      Written from the commands' own `--help` by `CommandReferenceTest`, which fails when this page is not what
      they say; do not edit. To write it anew:

      ```sh
      mvn -B -pl schema-cli -am test -Dtest=CommandReferenceTest -Dsurefire.failIfNoSpecifiedTests=false -Dnof1.docs.write=true
      ```

      Results go to standard output, progress and complaints to standard error. Exit codes: 0 done; 1 failed, or
      the answer is no; 2 wrong usage, and nothing was run; 3 a question could not be answered. A bare number is
      always a count, never an id.

      ## Which repository

      The first of these counts, and `-v` says which one it was and why:

      1. `--path`
      2. the variable `SCHEMA_CLI_PATH`
      3. the folder you are in, or the nearest one above it that is a repository. The search ends at a folder with a `.git`, at the
         home folder and where another file system begins; a repository that somebody else has put above the folder you are in is refused.
      4. where the command is run from a checkout of this project: its nof1 migrations

      Otherwise nothing is run. `--path=nof1:` asks for the nof1 migrations, which come with the program.

      | layout | scripts | environments | declared schema (`test`) |
      |---|---|---|---|
      | MyBatis Migrations (`init`) | `scripts/` | `environments/` | `schema.sql` |
      | Maven project (`init --maven`) | `src/main/resources/db/migrations/` | `env/` or `environments/` | `src/main/resources/db/schema.sql` |

      A repository that was found is treated as one that `--path` names: its own files and `MIGRATIONS_*` count; `NOF1_DB_*` and `.env` are for
      the nof1 migrations. A command that changes something names repository and database first.

      An environment with `embedded=true` uses a PostgreSQL server of this tool's own, started for each command, with its data in `.nof1/` of the
      repository, which git ignores; `MIGRATIONS_URL` names another server for a while. The database has the environment's name. Commands that only
      ask start no server and create no folder where there is no data: all is pending.

      """;

  private final StringBuilder page = new StringBuilder(HEAD);

  private CommandReference() {}

  static String of(CommandLine top) {
    CommandReference reference = new CommandReference();
    reference.index(top);
    reference.line("## Options of every command");
    reference.line("");
    reference.line("They may stand before or after the command.");
    reference.line("");
    reference.options(top.getCommandSpec().options());
    for (CommandLine command : commandsOf(top)) {
      reference.section(command.getCommandSpec());
    }
    return reference.page.toString().stripTrailing() + "\n";
  }

  /** All that may be called and are not hidden, those inside others behind them, in their order. */
  public static List<CommandLine> commandsOf(CommandLine top) {
    List<CommandLine> commands = new ArrayList<>();
    for (CommandLine command : top.getSubcommands().values()) {
      if (!command.getCommandSpec().usageMessage().hidden() && !commands.contains(command)) {
        commands.add(command);
        commands.addAll(commandsOf(command));
      }
    }
    return commands;
  }

  private void index(CommandLine top) {
    for (CommandLine command : commandsOf(top)) {
      CommandSpec spec = command.getCommandSpec();
      String anchor = title(spec).replace(' ', '-');
      line("- [`%s`](#%s) %s".formatted(title(spec), anchor, firstSentence(description(spec))));
    }
    line("");
  }

  private void section(CommandSpec spec) {
    line("");
    line("## " + title(spec));
    line("");
    line(description(spec));
    line("");
    line("```");
    line(synopsis(spec));
    line("```");
    line("");
    if (spec.aliases().length > 0) {
      line("Also called: " + String.join(", ", spec.aliases()) + ".");
      line("");
    }
    List<PositionalParamSpec> parameters =
        spec.positionalParameters().stream().filter(p -> !p.hidden()).toList();
    List<OptionSpec> own = spec.options().stream().filter(CommandReference::isOwn).toList();
    if (!parameters.isEmpty() || !own.isEmpty()) {
      line("| | |");
      line("|---|---|");
      parameters.forEach(p -> row(p.paramLabel(), p));
      own.forEach(o -> row(names(o), o));
      line("");
    }
    if (!spec.usageMessage().exitCodeList().isEmpty()) {
      Map<String, String> codes = new TreeMap<>(spec.usageMessage().exitCodeList());
      codes.forEach((code, meaning) -> line("- exit code %s: %s".formatted(code, meaning)));
      line("");
    } else if (spec.userObject() instanceof Question question && question.asks()) {
      line("Asks only; the exit code is 3 when the question could not be answered.");
      line("");
    }
    line("```console");
    examples(spec).forEach(example -> line("$ " + example));
    line("```");
  }

  private void options(List<OptionSpec> options) {
    line("| | |");
    line("|---|---|");
    options.stream().filter(o -> !o.hidden()).forEach(o -> row(names(o), o));
  }

  private void row(String label, ArgSpec arg) {
    String text = plain(String.join(" ", arg.description()));
    line("| `%s` | %s |".formatted(label.replace("|", "\\|"), text.replace("|", "\\|")));
  }

  private void line(String text) {
    page.append(text.stripTrailing()).append('\n');
  }

  /** Neither hidden, nor one that every command takes. */
  private static boolean isOwn(OptionSpec option) {
    return !option.hidden() && !option.inherited() && !option.usageHelp() && !option.versionHelp();
  }

  private static String names(OptionSpec option) {
    String value = option.arity().max() == 0 ? "" : "=" + option.paramLabel();
    return Arrays.stream(option.names()).collect(Collectors.joining(", "))
        + (option.arity().min() == 0 && !value.isEmpty() ? "[" + value + "]" : value);
  }

  private static String synopsis(CommandSpec spec) {
    StringBuilder synopsis = new StringBuilder("schema-cli " + title(spec));
    spec.options().stream()
        .filter(CommandReference::isOwn)
        .forEach(o -> synopsis.append(o.required() ? " " + names(o) : " [" + names(o) + "]"));
    spec.positionalParameters().stream()
        .filter(p -> !p.hidden())
        .forEach(
            p ->
                synopsis
                    .append(
                        p.arity().min() == 0 ? " [" + p.paramLabel() + "]" : " " + p.paramLabel())
                    .append(p.arity().max() > 1 ? "…" : ""));
    return synopsis.append(spec.subcommands().isEmpty() ? "" : " COMMAND").toString();
  }

  /** Without the name of the program. */
  static String title(CommandSpec spec) {
    String name = spec.qualifiedName();
    return name.substring(name.indexOf(' ') + 1);
  }

  static String description(CommandSpec spec) {
    return plain(String.join(" ", spec.usageMessage().description()));
  }

  /** The command lines of the footer, with what it says about them. */
  static List<String> examples(CommandSpec spec) {
    return Arrays.stream(spec.usageMessage().footer())
        .map(String::strip)
        .filter(line -> line.contains("schema-cli "))
        .map(CommandReference::plain)
        .toList();
  }

  private static String firstSentence(String text) {
    int end = text.indexOf(". ");
    return end < 0 ? text : text.substring(0, end + 1);
  }

  private static String plain(String text) {
    return Ansi.OFF.string(text.replace("%n", "\n").replace("%%", "%")).replace("\n", " ");
  }
}
