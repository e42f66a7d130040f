package dev.nof1.schema.junit.server;

import dev.nof1.schema.error.ConfigurationException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Values of configuration parameters, checked.
 *
 * @param parameters where they come from
 * @param environment variables that may give what should not stand in a file
 */
record ParameterValues(ParameterSource parameters, Map<String, String> environment) {
  static final String VARIABLE = Configuration.PREFIX + "variable.";
  static final String PARAMETER = Configuration.PREFIX + "parameter.";

  /** Parameters that say where a server is reached: its databases' URLs have that. */
  private static final Set<String> OWN_PARAMETERS =
      Set.of("listen_addresses", "port", "unix_socket_directories", "data_directory");

  private static final Set<String> KEYS =
      new TreeSet<>(
          List.of(
              "server",
              "postgres.version",
              "image",
              "migrations",
              "changelog",
              "pool",
              "keep",
              "prefix",
              "role",
              "server-changes",
              "url",
              "user",
              "password"));

  void refuseUnknown() {
    for (String name : names()) {
      String key = name.substring(Configuration.PREFIX.length());
      if (!KEYS.contains(key) && !name.startsWith(VARIABLE) && !name.startsWith(PARAMETER)) {
        throw new ConfigurationException(
            "There is no configuration parameter '%s'. There are: %s, %sNAME and %sNAME."
                .formatted(
                    name,
                    KEYS.stream()
                        .map(Configuration.PREFIX::concat)
                        .collect(Collectors.joining(", ")),
                    PARAMETER,
                    VARIABLE));
      }
    }
  }

  private Set<String> names() {
    Set<String> names = new TreeSet<>(parameters.names());
    names.addAll(System.getProperties().stringPropertyNames());
    names.removeIf(name -> !name.startsWith(Configuration.PREFIX));
    return names;
  }

  /** Returns the values of all parameters that begin so, by the rest of their names. */
  Map<String, String> named(String prefix) {
    Map<String, String> values = new TreeMap<>();
    for (String name : names()) {
      if (name.startsWith(prefix)) {
        parameters.get(name).ifPresent(value -> values.put(name.substring(prefix.length()), value));
      }
    }
    return values;
  }

  /** Returns them unchecked: which parameters and values there are, the server knows best. */
  Map<String, String> serverParameters() {
    Map<String, String> values = named(PARAMETER);
    for (String name : values.keySet()) {
      if (!name.matches("[A-Za-z_][A-Za-z0-9_$.]*")) {
        throw new ConfigurationException(
            "The configuration parameter %s must end with the name of a parameter of PostgreSQL, such as max_connections."
                .formatted(PARAMETER + name));
      }
      if (OWN_PARAMETERS.contains(name.toLowerCase(Locale.ROOT))) {
        throw new ConfigurationException(
            "The configuration parameter %s cannot be set: the tests' server has a folder, an address and a free port of its own, which the JDBC URL of a test's database tells."
                .formatted(PARAMETER + name));
      }
    }
    return values;
  }

  String text(String key, String otherwise) {
    return parameters
        .get(Configuration.PREFIX + key)
        .map(String::strip)
        .filter(v -> !v.isEmpty())
        .orElse(otherwise);
  }

  String textOr(String key, String variable) {
    return text(key, environment.getOrDefault(variable, ""));
  }

  String version(String key) {
    String text = text(key, "");
    if (!text.isEmpty() && !text.matches("\\d{1,3}(\\.\\d{1,3})?")) {
      throw new ConfigurationException(
          "The configuration parameter %s is '%s'; it must be a version of PostgreSQL, such as 18 or 18.6."
              .formatted(Configuration.PREFIX + key, text));
    }
    return text;
  }

  /** Returns a name that goes into a session's start-up options as it is. */
  String role(String key) {
    String text = text(key, "");
    if (!text.matches("([a-z_][a-z0-9_]{0,62})?")) {
      throw new ConfigurationException(
          "The configuration parameter %s is '%s'; it must be the name of a role, of lower-case letters, digits and underscores."
              .formatted(Configuration.PREFIX + key, text));
    }
    return text;
  }

  int number(String key, int otherwise, int most) {
    String text = text(key, Integer.toString(otherwise));
    if (!text.matches("\\d{1,4}") || Integer.parseInt(text) > most) {
      throw new ConfigurationException(
          "The configuration parameter %s is '%s'; it must be a number from 0 to %d."
              .formatted(Configuration.PREFIX + key, text, most));
    }
    return Integer.parseInt(text);
  }

  <E extends Enum<E>> E oneOf(String key, E[] all, E otherwise) {
    String text = text(key, otherwise.name());
    for (E each : all) {
      if (each.name().equalsIgnoreCase(text)) {
        return each;
      }
    }
    throw new ConfigurationException(
        "The configuration parameter %s is '%s'; it must be one of: %s."
            .formatted(
                Configuration.PREFIX + key,
                text,
                Arrays.stream(all)
                    .map(each -> each.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "))));
  }
}
