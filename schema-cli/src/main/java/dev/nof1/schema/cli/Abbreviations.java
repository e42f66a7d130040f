package dev.nof1.schema.cli;

import dev.nof1.schema.cli.io.Console;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Lets a command line be written as the stock tool reads it: commands by their first letters and in
 * any case, options in any case, and options that a command has no use for.
 */
final class Abbreviations {
  /** Commands in the stock tool's order; the first one that begins with the letters counts. */
  private static final List<String> STOCK_COMMANDS =
      List.of(
          "info",
          "init",
          "bootstrap",
          "new",
          "up",
          "down",
          "pending",
          "script",
          "version",
          "status",
          "redo");

  private static final Set<String> STOCK_OPTIONS =
      Set.of(
          "--path",
          "--envpath",
          "--scriptpath",
          "--driverpath",
          "--hookpath",
          "--env",
          "--force",
          "--trace",
          "--help",
          "--template",
          "--idpattern",
          "--quiet",
          "--color");

  private Abbreviations() {}

  /**
   * Writes out the command.
   *
   * @param line knows the options that may stand before it
   */
  static String[] command(CommandLine line, String... args) {
    String[] named = args.clone();
    int index = commandIndex(line, args);
    if (index >= 0) {
      named[index] = command(args[index]);
    }
    return named;
  }

  /**
   * Writes out the options, and leaves out those of the stock tool's that the command has no use
   * for; what is not understood stays as it is.
   *
   * @param line knows the command
   */
  static String[] options(CommandLine line, Console console, String... args) {
    int index = commandIndex(line, args);
    CommandLine target = index < 0 ? null : line.getSubcommands().get(args[index]);
    List<String> expanded = new ArrayList<>();
    boolean options = true;
    for (int i = 0; i < args.length; i++) {
      options &= !args[i].equals("--");
      if (options && i != index && args[i].startsWith("--") && args[i].length() > 2) {
        String option = option(args[i]);
        if (target == null || isKnown(target, option, console)) {
          expanded.add(option);
        }
      } else {
        expanded.add(args[i]);
      }
    }
    return expanded.toArray(String[]::new);
  }

  /** The first argument that is neither an option nor the value of one. */
  private static int commandIndex(CommandLine line, String... args) {
    for (int i = 0; i < args.length; i++) {
      if (!args[i].startsWith("-")) {
        return i;
      }
      if (takesNext(line, option(args[i]))) {
        i++;
      }
    }
    return -1;
  }

  private static boolean takesNext(CommandLine line, String option) {
    OptionSpec known = line.getCommandSpec().findOption(option);
    return known != null && known.arity().min() > 0;
  }

  private static String command(String typed) {
    Collection<String> ours = Commands.names();
    if (ours.contains(typed)) {
      return typed;
    }
    String letters = typed.toLowerCase(Locale.ROOT);
    for (String stock : STOCK_COMMANDS) {
      if (!letters.isEmpty() && stock.startsWith(letters)) {
        return stock;
      }
    }
    List<String> others = ours.stream().filter(name -> name.startsWith(letters)).toList();
    return others.size() == 1 ? others.get(0) : typed;
  }

  private static String option(String typed) {
    int sign = typed.indexOf('=');
    String name = (sign < 0 ? typed : typed.substring(0, sign)).toLowerCase(Locale.ROOT);
    return STOCK_OPTIONS.contains(name) ? name + (sign < 0 ? "" : typed.substring(sign)) : typed;
  }

  /** The stock tool takes each of its options with any command; what is not ours is an error. */
  private static boolean isKnown(CommandLine target, String option, Console console) {
    int sign = option.indexOf('=');
    String name = sign < 0 ? option : option.substring(0, sign);
    if (!STOCK_OPTIONS.contains(name) || find(target, name) != null) {
      return true;
    }
    if (name.equals("--force")) {
      console.warn(
          "--force counts for the stock tool only: here a migration that fails is rolled back, and none is run after it.");
    }
    return false;
  }

  private static @Nullable OptionSpec find(CommandLine target, String name) {
    return target.getCommandSpec().findOption(name);
  }
}
