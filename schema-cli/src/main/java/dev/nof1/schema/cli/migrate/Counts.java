package dev.nof1.schema.cli.migrate;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * Reads a number of migrations: a bare number is always a count, never an id, as in the stock tool.
 */
final class Counts {
  /** Most digits of a count: longer numbers are ids, since nobody has a million migrations. */
  private static final int LONGEST = 6;

  private Counts() {}

  static int parse(CommandSpec spec, String text, String word) {
    if (text.matches("\\d{1," + LONGEST + "}") && Integer.parseInt(text) > 0) {
      return Integer.parseInt(text);
    }
    String advice =
        text.matches("\\d{" + (LONGEST + 1) + ",}")
            ? " To go to a migration, use 'schema-cli version " + text + "'."
            : "";
    throw new ParameterException(
        spec.commandLine(),
        "'%s' is not a number of migrations: give 1 or more%s.%s"
            .formatted(text, word.isEmpty() ? "" : ", or '" + word + "'", advice));
  }
}
