package dev.nof1.schema.cli;

import java.math.BigDecimal;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Reads the id of a migration. */
final class Ids {
  private Ids() {}

  static BigDecimal parse(CommandSpec spec, String text, String otherwise) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new ParameterException(
          spec.commandLine(),
          "'%s' is not the id of a migration: give the number its file name starts with%s."
              .formatted(text, otherwise),
          e);
    }
  }

  /** The id after {@code --to}, which leaves no room for a count. */
  static BigDecimal parseTo(CommandSpec spec, String text, boolean counted) {
    if (counted) {
      throw new ParameterException(
          spec.commandLine(), "Give how many migrations, or the last one with --to, but not both.");
    }
    return parse(spec, text, "");
  }
}
