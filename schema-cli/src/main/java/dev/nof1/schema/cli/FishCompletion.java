package dev.nof1.schema.cli;

import dev.nof1.schema.cli.io.Templates;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A completion script for fish, made from the commands themselves.
 *
 * @see <a href="https://fishshell.com/docs/current/completions.html">Writing your own
 *     completions</a>
 */
final class FishCompletion {
  private final String program;
  private final StringBuilder script = new StringBuilder();

  private FishCompletion(String program) {
    this.program = program;
  }

  static String of(CommandSpec root) {
    FishCompletion completion = new FishCompletion(root.name());
    completion.script.append("# Completions of ").append(root.name()).append(" for fish.\n");
    completion.script.append(Templates.completion("environments.fish"));
    completion.complete("-f");
    // Those of the command itself go anywhere, so no condition.
    root.options().forEach(option -> completion.option(option, ""));
    completion.subcommands(root, "__fish_use_subcommand", List.of());
    return completion.script.toString();
  }

  private void subcommands(CommandSpec parent, String here, List<String> above) {
    for (CommandLine command : parent.subcommands().values()) {
      CommandSpec spec = command.getCommandSpec();
      if (spec.usageMessage().hidden()) {
        continue;
      }
      complete(
          "-n %s -a %s -d %s"
              .formatted(
                  quoted(here),
                  quoted(spec.name()),
                  quoted(first(spec.usageMessage().description()))));
      List<String> path = new ArrayList<>(above);
      path.add(spec.name());
      String within =
          path.stream()
              .map("__fish_seen_subcommand_from %s"::formatted)
              .collect(Collectors.joining("; and "));
      spec.options().stream()
          .filter(option -> !option.inherited())
          .forEach(option -> option(option, "-n " + quoted(within) + " "));
      if (!spec.subcommands().isEmpty()) {
        String names = String.join(" ", spec.subcommands().keySet());
        subcommands(spec, within + "; and not __fish_seen_subcommand_from " + names, path);
      }
    }
  }

  private void option(OptionSpec option, String where) {
    StringBuilder words = new StringBuilder(where);
    for (String name : option.names()) {
      words.append(name.startsWith("--") ? "-l " : "-s ");
      words.append(quoted(name.replaceFirst("^--?", ""))).append(' ');
    }
    if (option.arity().min() > 0) {
      // Files are offered for what is one, and nowhere else.
      boolean file =
          Path.class.isAssignableFrom(option.type()) || option.paramLabel().contains("FILE");
      words.append(file ? "-r -F " : "-x ");
    }
    if (List.of(option.names()).contains("--env")) {
      words.append("-a '(__schema_cli_environments)' ");
    }
    if (option.completionCandidates() != null) {
      String values =
          StreamSupport.stream(option.completionCandidates().spliterator(), false)
              .collect(Collectors.joining(" "));
      words.append("-a ").append(quoted(values)).append(' ');
    }
    complete(words + "-d " + quoted(first(option.description())));
  }

  private void complete(String words) {
    script.append("complete -c ").append(program).append(' ').append(words).append('\n');
  }

  private static String first(String[] lines) {
    return lines.length == 0 ? "" : lines[0].replaceAll("\\$\\{[^}]*}", "…");
  }

  private static String quoted(String word) {
    return "'" + word.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
