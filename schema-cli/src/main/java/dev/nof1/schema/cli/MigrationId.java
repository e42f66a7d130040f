package dev.nof1.schema.cli;

import java.math.BigDecimal;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Reads the id of a migration. */
final class MigrationId {
  private MigrationId() {}

  static BigDecimal parse(CommandSpec spec, String text, String words) {
    if (!text.matches("\\d+(\\.\\d+)?")) {
      throw new ParameterException(
          spec.commandLine(),
          "'%s' is not the id of a migration: give the number its file name starts with%s."
              .formatted(text, words));
    }
    return new BigDecimal(text);
  }
}
