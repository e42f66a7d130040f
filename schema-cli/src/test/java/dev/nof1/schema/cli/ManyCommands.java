package dev.nof1.schema.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A process that runs one command after the other as {@link SchemaCli#main} does, but for the exit;
 * it says on its standard error how each has ended.
 */
final class ManyCommands {
  private static final Pattern END = Pattern.compile("(?s)(.*?)ended with (\\d+): ([^\\n]*)\\n");

  private ManyCommands() {}

  record Result(String command, int code, String err) {}

  /** The first argument is each command's first; the others are commands, each a line. */
  public static void main(String[] args) {
    for (String command : Arrays.asList(args).subList(1, args.length)) {
      int code = SchemaCli.runHere((args[0] + " " + command).split(" "));
      PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
      err.printf("ended with %d: %s%n", code, command);
    }
  }

  /** What the commands wrote on the standard error, apart. */
  static List<Result> read(String err) {
    return END.matcher(err)
        .results()
        .map(end -> new Result(end.group(3), Integer.parseInt(end.group(2)), end.group(1)))
        .toList();
  }
}
