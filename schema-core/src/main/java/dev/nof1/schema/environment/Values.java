package dev.nof1.schema.environment;

import dev.nof1.schema.error.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The keys and values of an environment file, with what {@code MIGRATIONS_*} puts in their place,
 * and the variables in them filled in.
 *
 * <p>There are two sets of rules. A repository of somebody else is read as MyBatis reads it. In
 * this project's own files {@code .env} counts too, after the real environment; an empty variable
 * counts as not set; {@code ${NAME:-default}} has a default and {@code ${NAME}} is required; what
 * is filled into {@code url} cannot change its meaning; and an override is taken as it is.
 */
final class Values {

  private static final String OVERRIDE = "MIGRATIONS_";
  private static final String DEFAULT = ":-";

  private final String place;
  private final @Nullable Path dotEnv;
  private final Map<String, String> stated;
  private final List<String> warnings;
  private final Map<String, String> overrides = new TreeMap<>();

  /** Sources of variables; the first source that has a name counts. */
  private final List<Map<String, String>> sources;

  private Values(
      String place,
      Map<String, String> stated,
      @Nullable Path dotEnv,
      List<Map<String, String>> sources,
      List<String> warnings) {
    this.place = place;
    this.warnings = List.copyOf(warnings);
    this.stated = stated;
    this.dotEnv = dotEnv;
    this.sources = sources;
    for (int last = sources.size() - 1; last >= 0; last--) {
      addOverrides(sources.get(last));
    }
  }

  static Values ofProject(Path folder, String name, Path dotEnv, Surroundings around) {
    List<String> warnings = new ArrayList<>();
    return new Values(
        EnvironmentFile.in(folder, name).toString(),
        EnvironmentFile.read(folder, name, StandardCharsets.UTF_8, warnings::add),
        dotEnv,
        List.of(
            withoutEmpty(around.properties()),
            withoutEmpty(around.variables()),
            withoutEmpty(DotEnv.read(dotEnv, warnings::add))),
        warnings);
  }

  /** Property files are ISO 8859-1 here because MyBatis reads them so. */
  static Values ofRepository(Path folder, String name, Surroundings around) {
    List<String> warnings = new ArrayList<>();
    return new Values(
        EnvironmentFile.in(folder, name).toString(),
        EnvironmentFile.read(folder, name, StandardCharsets.ISO_8859_1, warnings::add),
        null,
        List.of(around.properties(), around.variables()),
        warnings);
  }

  /** Reads keys that are stated elsewhere than in a file, by the same rules. */
  static Values ofSettings(String place, Map<String, String> stated, Surroundings around) {
    return new Values(
        place,
        new TreeMap<>(stated),
        null,
        List.of(around.properties(), around.variables()),
        List.of());
  }

  private static Map<String, String> withoutEmpty(Map<String, String> source) {
    Map<String, String> rest = new TreeMap<>(source);
    rest.values().removeIf(String::isEmpty);
    return rest;
  }

  private void addOverrides(Map<String, String> source) {
    source.forEach(
        (name, value) -> {
          if (name.length() > OVERRIDE.length()
              && name.toUpperCase(Locale.ENGLISH).startsWith(OVERRIDE)) {
            overrides.put(name.substring(OVERRIDE.length()).toLowerCase(Locale.ENGLISH), value);
          }
        });
  }

  /** Names the place where the keys are stated: a file, mostly. */
  String place() {
    return place;
  }

  List<String> warnings() {
    return warnings;
  }

  Set<String> keys() {
    Set<String> keys = new TreeSet<>(stated.keySet());
    keys.addAll(overrides.keySet());
    return keys;
  }

  boolean isOverridden(String key) {
    return overrides.containsKey(key);
  }

  /** Names the place to look at when this key's value is wrong. */
  String origin(String key) {
    return isOverridden(key) ? OVERRIDE + key.toUpperCase(Locale.ENGLISH) : place;
  }

  /** Gives the value of a variable, null where it is not set. */
  @Nullable String variable(String name) {
    for (Map<String, String> source : sources) {
      String value = source.get(name);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  /**
   * Gives the values of these keys, as far as they have one.
   *
   * @throws ConfigurationException naming every required variable that is not set
   */
  Map<String, String> filled(Collection<String> keys) {
    Map<String, String> filled = new TreeMap<>();
    Set<String> missing = new LinkedHashSet<>();
    for (String key : keys) {
      String override = overrides.get(key);
      String value = override == null ? stated.get(key) : override;
      if (value != null) {
        boolean asItIs = dotEnv != null && override != null;
        filled.put(key, asItIs ? value : fill(key, value, missing));
      }
    }
    if (!missing.isEmpty()) {
      throw new ConfigurationException(
          "%s needs variables that are not set: %s.".formatted(place, String.join(", ", missing))
              + " Set each in the environment or in %s; an empty one counts as not set."
                  .formatted(dotEnv));
    }
    return filled;
  }

  private String fill(String key, String value, Set<String> missing) {
    if (dotEnv == null) {
      return Substitution.replace(value, this::variable);
    }
    return Substitution.replace(
        value,
        expression -> {
          int split = expression.indexOf(DEFAULT);
          String name = split < 0 ? expression : expression.substring(0, split);
          String variable = variable(name);
          if (variable != null) {
            return key.equals("url") ? UrlPart.of(name, variable, place) : variable;
          }
          if (split < 0) {
            missing.add(name);
            return "";
          }
          return expression.substring(split + DEFAULT.length());
        });
  }
}
