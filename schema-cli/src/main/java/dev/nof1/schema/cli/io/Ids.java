package dev.nof1.schema.cli.io;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Reads the id of a migration. */
public final class Ids {
  /**
   * Form of an id; Java takes 1e999999999 for a number too, which would fill memory when written
   * out.
   */
  private static final Pattern FORM = Pattern.compile("\\d{1,30}(\\.\\d{1,10})?");

  private Ids() {}

  public static BigDecimal parse(CommandSpec spec, String text, String otherwise) {
    if (!FORM.matcher(text).matches()) {
      throw new ParameterException(
          spec.commandLine(),
          "'%s' is not the id of a migration: give the number its file name starts with%s."
              .formatted(text, otherwise));
    }
    return new BigDecimal(text);
  }

  /** The id after {@code --to}, which leaves no room for a count. */
  public static BigDecimal parseTo(CommandSpec spec, String text, boolean counted) {
    if (counted) {
      throw new ParameterException(
          spec.commandLine(), "Give how many migrations, or the last one with --to, but not both.");
    }
    return parse(spec, text, "");
  }
}
