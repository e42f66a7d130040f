package dev.nof1.schema.maven;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Command line that a goal's parameters stand for; a parameter without a value adds nothing. */
final class Arguments {
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z]+(?:-[a-z]+)*");
  private static final Pattern WORD = Pattern.compile("-([a-z])");

  private final String command;
  private final List<String> options = new ArrayList<>();
  private final List<String> values = new ArrayList<>();
  private final Set<String> known = new HashSet<>();

  Arguments(String command) {
    this.command = command;
  }

  Arguments flag(String option, boolean given) {
    known.add(option);
    if (given) {
      options.add(option);
    }
    return this;
  }

  Arguments option(String option, @Nullable String value) {
    known.add(option);
    if (isGiven(value)) {
      options.add(option + "=" + value);
    }
    return this;
  }

  /** Adds an option once for each value. */
  Arguments each(String option, @Nullable List<String> several) {
    known.add(option);
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

  /** Translates what the command says of its options to the properties that the goal has. */
  String inTermsOfTheGoal(String message) {
    return OPTION
        .matcher(message)
        .replaceAll(
            option -> known.contains(option.group()) ? property(option.group()) : option.group());
  }

  private static String property(String option) {
    return "-Dschema."
        + WORD.matcher(option.substring(2))
            .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
  }

  private static boolean isGiven(@Nullable String value) {
    return value != null && !value.isBlank();
  }
}
