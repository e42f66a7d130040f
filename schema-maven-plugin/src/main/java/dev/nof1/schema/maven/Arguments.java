package dev.nof1.schema.maven;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Command line that a goal's parameters stand for; a parameter without a value adds nothing. */
final class Arguments {
  private final String command;
  private final List<String> options = new ArrayList<>();
  private final List<String> values = new ArrayList<>();

  Arguments(String command) {
    this.command = command;
  }

  Arguments flag(String option, boolean given) {
    if (given) {
      options.add(option);
    }
    return this;
  }

  Arguments option(String option, @Nullable String value) {
    if (isGiven(value)) {
      options.add(option + "=" + value);
    }
    return this;
  }

  /** Adds an option once for each value. */
  Arguments each(String option, @Nullable List<String> several) {
    if (several != null) {
      several.forEach(value -> option(option, value));
    }
    return this;
  }

  /** Adds what stands on the line without an option. */
  Arguments value(@Nullable String value) {
    if (isGiven(value)) {
      values.add(value);
    }
    return this;
  }

  /** The line; what begins with a dash among the values is no option. */
  String[] line() {
    List<String> line = new ArrayList<>();
    line.add(command);
    line.addAll(options);
    if (!values.isEmpty()) {
      line.add("--");
      line.addAll(values);
    }
    return line.toArray(String[]::new);
  }

  private static boolean isGiven(@Nullable String value) {
    return value != null && !value.isBlank();
  }
}
