package dev.nof1.schema.cli;

import dev.nof1.schema.cli.io.Console;
import dev.nof1.schema.error.Spelling;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is said of a command or an option that does not exist: which one was meant. */
final class Mistyped {
  private static final int MOST = 3;

  private Mistyped() {}

  /** Returns false when something else is wrong with the line. */
  static boolean explain(ParameterException e, Console console) {
    if (!(e instanceof UnmatchedArgumentException unmatched)
        || unmatched.getUnmatched().isEmpty()) {
      return false;
    }
    CommandLine command = e.getCommandLine();
    CommandSpec spec = command.getCommandSpec();
    String word = unmatched.getUnmatched().get(0);
    if (word.startsWith("-") && word.length() > 1) {
      String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
      console.complain(
          "'%s' has no option '%s'.%s"
              .formatted(spec.qualifiedName(), name, meant(name, spec.optionsMap().keySet())));
    } else if (!command.getSubcommands().isEmpty()) {
      console.complain(
          "There is no command '%s'.%s".formatted(word, meant(word, commands(command))));
    } else {
      console.complain(
          "'%s' has no use for '%s'. If that is two words of one, put it in quotes."
              .formatted(spec.qualifiedName(), word));
    }
    console.note("Try '" + spec.qualifiedName() + " --help'.");
    return true;
  }

  /** Those of the program itself are not all known to picocli. */
  private static Collection<String> commands(CommandLine command) {
    return command.getParent() == null ? Commands.names() : command.getSubcommands().keySet();
  }

  private static String meant(String typed, Collection<String> names) {
    List<String> near = near(typed, names);
    return near.isEmpty() ? "" : " Did you mean '%s'?".formatted(String.join("' or '", near));
  }

  /** The nearest names, nearest first; none that differ in more than a third of their letters. */
  static List<String> near(String typed, Collection<String> names) {
    int bound = Math.max(1, (typed.length() + 1) / 3);
    List<String> near =
        names.stream()
            .filter(name -> Spelling.distance(typed, name) <= bound)
            .sorted(Comparator.comparingInt(name -> Spelling.distance(typed, name)))
            .toList();
    Stream<String> begun =
        near.isEmpty() && typed.length() > 1
            ? names.stream().filter(name -> name.startsWith(typed))
            : Stream.empty();
    return Stream.concat(near.stream(), begun).limit(MOST).toList();
  }
}
