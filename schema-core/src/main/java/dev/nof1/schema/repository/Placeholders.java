package dev.nof1.schema.repository;

import java.util.Collection;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Variables that a script names and nobody has defined; MyBatis leaves them as they stand. */
public final class Placeholders {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^{}\\s]+)\\}");
  private static final Pattern AS_OVERRIDDEN = Pattern.compile("[a-z0-9_]+");

  private Placeholders() {}

  /**
   * Finds variables that were left as they stand in what was sent, or in what a server says of it.
   *
   * @param text a statement or a message
   * @param settings whose variables are defined
   * @return a sentence that names the variables and says where to define them, after a space; empty
   *     if there are none
   */
  public static String advice(String text, ScriptSettings settings) {
    Collection<String> names =
        PLACEHOLDER
            .matcher(text)
            .results()
            .map(match -> match.group(1))
            .filter(name -> !settings.variables().containsKey(name))
            .distinct()
            .toList();
    return names.isEmpty() ? "" : " It was sent as it stands: " + undefined(names) + define(names);
  }

  /**
   * Says that variables are not defined.
   *
   * @param names at least one
   * @return a sentence such as {@code the variable ${reader} is not defined.}
   */
  public static String undefined(Collection<String> names) {
    String all = names.stream().map("${%s}"::formatted).collect(Collectors.joining(", "));
    return names.size() == 1
        ? "the variable " + all + " is not defined."
        : "the variables " + all + " are not defined.";
  }

  /**
   * Says where a variable can be defined.
   *
   * @param names at least one
   * @return a sentence, after a space
   */
  public static String define(Collection<String> names) {
    String name = names.iterator().next();
    // MyBatis makes lower case of what it finds in the environment.
    String override =
        AS_OVERRIDDEN.matcher(name).matches()
            ? " or MIGRATIONS_" + name.toUpperCase(Locale.ROOT)
            : "";
    return " Give %s a value: a line %s=… in the environment file%s; in tests nof1.test.variable.%s; from Java variable(\"%s\", …)."
        .formatted(names.size() == 1 ? "it" : "each", name, override, name, name);
  }
}
