package dev.nof1.schema.environment;

import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.sql.driver.SessionPremise;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Settings of an environment file, with its variables filled in and {@code MIGRATIONS_*} in the
 * place of what they override.
 *
 * <p>Immutable. Keys and defaults are those of <a
 * href="https://mybatis.org/migrations/environments.html">MyBatis Migrations</a>; a setting without
 * a value is as good as none. Only {@link #connection()} reads URL, user and password, so that a
 * command that needs no database needs no password either.
 */
public final class Environment {
  private static final Pattern UNFILLED = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_.]*)\\}");

  private final String name;
  private final boolean isProject;
  private final Values values;
  private final Map<String, String> settings;
  private final ScriptOptions scripts;

  private Environment(String name, boolean isProject, Values values) {
    this.name = name;
    this.isProject = isProject;
    this.values = values;
    this.settings =
        values.filled(
            values.keys().stream().filter(key -> !Keys.CONNECTION.contains(key)).toList());
    this.scripts =
        new ScriptOptions(
            charset(),
            setting("delimiter").orElse(";"),
            isTrue("full_line_delimiter"),
            isTrue("send_full_script"),
            isTrue("auto_commit"),
            isTrue("remove_crs"),
            setting("ignore_warnings").map(Boolean::parseBoolean).orElse(true));
  }

  /**
   * Reads an environment of this project: {@code ${NAME}} is a system property, an environment
   * variable or an entry of {@code .env}, in this order, the first that is not empty.
   *
   * @param folder where the environment files are
   * @param name which of them, without {@code .properties}
   * @param dotEnv the {@code .env} file, which need not exist
   * @param around what the process was started with
   * @return the environment
   * @throws ConfigurationException if there is no such environment, if a file cannot be read, or if
   *     variables are not set
   */
  public static Environment ofProject(Path folder, String name, Path dotEnv, Surroundings around) {
    return new Environment(name, true, Values.ofProject(folder, name, dotEnv, around));
  }

  /**
   * Reads an environment of somebody else's repository as MyBatis would: nothing but that file,
   * {@code MIGRATIONS_*}, and what that file itself refers to counts.
   *
   * @param folder where the environment files are
   * @param name which of them, without {@code .properties}
   * @param around what the process was started with
   * @return the environment
   * @throws ConfigurationException if there is no such environment or its file cannot be read
   */
  public static Environment ofRepository(Path folder, String name, Surroundings around) {
    return new Environment(name, false, Values.ofRepository(folder, name, around));
  }

  /**
   * Reads an environment whose keys are stated elsewhere than in a file, such as in a build's
   * description, by the rules of {@link #ofRepository}.
   *
   * @param name how it is called
   * @param place where the keys are stated, as messages name it
   * @param stated keys of an environment file, and their values
   * @param around what the process was started with
   * @return the environment
   */
  public static Environment ofSettings(
      String name, String place, Map<String, String> stated, Surroundings around) {
    return new Environment(name, false, Values.ofSettings(place, stated, around));
  }

  /**
   * Names the environment.
   *
   * @return its name, as it was asked for
   */
  public String name() {
    return name;
  }

  /**
   * Says what in its files is allowed, but hardly meant: a key that is there more than once; a
   * repository's {@code url} beside {@code embedded=true}.
   *
   * @return a warning each, without values; unmodifiable
   */
  public List<String> warnings() {
    if (isProject || !embedded() || !values.keys().contains("url")) {
      return values.warnings();
    }
    List<String> warnings = new ArrayList<>(values.warnings());
    warnings.add(
        "%s has both embedded=true and url: the embedded server is used, not that URL. Remove one of the two."
            .formatted(values.place()));
    return List.copyOf(warnings);
  }

  /**
   * Says whether the embedded server is to be used instead of {@link #connection()}: the file says
   * {@code embedded=true}, and neither {@code MIGRATIONS_URL} nor, for this project's own file,
   * {@code NOF1_DB_HOST} names another.
   *
   * @return whether to start the embedded server
   */
  public boolean embedded() {
    return isTrue(Keys.EMBEDDED)
        && !values.isOverridden("url")
        && (!isProject || values.variable(UrlPart.HOST) == null);
  }

  /**
   * Says how to connect with PostgreSQL's own driver.
   *
   * @return the settings; nothing is connected to
   * @throws ConfigurationException naming every variable that is not set, or if another driver is
   *     asked for ({@link #driverConnection()}), or if this is no PostgreSQL database
   */
  public ConnectionSettings connection() {
    if (driver().isPresent()) {
      throw new ConfigurationException(
          "%s asks for the driver %s, but only PostgreSQL's own, %s, is supported here. Remove driver."
              .formatted(origin("driver"), driver().get(), ConnectionSettings.DRIVER));
    }
    return connection(filledConnection());
  }

  private ConnectionSettings connection(Map<String, String> filled) {
    try {
      return new ConnectionSettings(
          String.valueOf(filled.get("url")),
          nullIfEmpty(filled.get("username")),
          nullIfEmpty(filled.get("password")));
    } catch (ConfigurationException e) {
      throw new ConfigurationException(values.origin("url") + ": " + e.getMessage(), e);
    }
  }

  private Map<String, String> filledConnection() {
    Map<String, String> filled = values.filled(Keys.CONNECTION);
    if (filled.getOrDefault("url", "").isBlank()) {
      throw new ConfigurationException(
          "%s does not say which database. Give it url=jdbc:postgresql://host:port/database,"
                  .formatted(values.origin("url"))
              + " or set MIGRATIONS_URL.");
    }
    if (!isProject) {
      filled.forEach(this::refuseUnfilled);
    }
    return filled;
  }

  /**
   * The stock tool would send it as it is, and the server's answer would be about something else.
   */
  private void refuseUnfilled(String key, String value) {
    Matcher unfilled = UNFILLED.matcher(value);
    if (key.equals("url") ? unfilled.find() : unfilled.matches()) {
      throw new ConfigurationException(
          "%s: %s needs the variable %s, which is not set. Nothing was connected to. Set it in the environment."
              .formatted(values.origin(key), key, unfilled.group(1)));
    }
  }

  /**
   * Names the JDBC driver's class, where that is not PostgreSQL's own.
   *
   * @return the key {@code driver}, if it names another
   */
  public Optional<String> driver() {
    return setting("driver").map(String::strip).filter(d -> !d.equals(ConnectionSettings.DRIVER));
  }

  /**
   * Gives the connection through a driver that wraps PostgreSQL's own.
   *
   * @return the settings; empty where no other driver is named
   * @throws ConfigurationException naming every variable that is not set, or if there is no URL, or
   *     if it is not one of PostgreSQL, which a driver for another database would need
   */
  public Optional<DriverSettings> driverConnection() {
    return driver()
        .map(
            name -> {
              Map<String, String> filled = filledConnection();
              refuseOtherDatabases(name, String.valueOf(filled.get("url")));
              return new DriverSettings(name, connection(filled));
            });
  }

  /**
   * Refuses the database without showing the URL: where another driver expects its secrets is not
   * known.
   */
  private void refuseOtherDatabases(String driver, String url) {
    if (!url.startsWith(ConnectionSettings.SCHEME)) {
      throw new ConfigurationException(
          "%s asks for the driver %s, but the database URL does not begin with %s, and only PostgreSQL is supported. Nothing was run. Remove driver and write url=jdbc:postgresql://host:port/database; a driver that wraps PostgreSQL's may stay if it takes such a URL."
              .formatted(origin("driver"), driver, ConnectionSettings.SCHEME));
    }
  }

  /**
   * Names the place to look at when a key's value is wrong.
   *
   * @param key such as {@code driver}
   * @return the file, or the variable {@code MIGRATIONS_*} that counts instead
   */
  public String origin(String key) {
    return values.origin(key);
  }

  /**
   * Gives what {@code ${name}} stands for in scripts: every key that is no setting, and always
   * {@code changelog}. URL, user and password are never among them.
   *
   * @return names and values, unmodifiable
   */
  public Map<String, String> variables() {
    Map<String, String> variables =
        settings(key -> Keys.isScriptVariable(key) && !(isProject && key.equals(Keys.EMBEDDED)));
    variables.put("changelog", changelog());
    return Map.copyOf(variables);
  }

  /**
   * Names the variables whose values are secrets, beside those whose names say so: the key {@code
   * secret_variables}, names with commas or spaces between them.
   *
   * @return names, perhaps of variables that are not there
   */
  public Set<String> secretVariables() {
    return setting(Keys.SECRET_VARIABLES).stream()
        .flatMap(names -> Stream.of(names.split("[,\\s]+")))
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Names what a comparison of the schema with its migrations passes over: the key {@code
   * check_ignore}.
   *
   * @return patterns by kind and name; empty where there is no such key
   */
  public Optional<String> checkIgnore() {
    return setting(Keys.CHECK_IGNORE);
  }

  /**
   * Gives the hooks as they are written: {@code language:file[:name=value…]}.
   *
   * @return MyBatis's key, such as {@code hook_before_up}, and the value; unmodifiable
   */
  public Map<String, String> hooks() {
    return Map.copyOf(settings(Keys::isHook));
  }

  /**
   * Names the table that remembers what is applied.
   *
   * @return {@code CHANGELOG} if not said
   */
  public String changelog() {
    return setting("changelog").orElse("CHANGELOG");
  }

  /**
   * Gives the time zone in which new migrations are numbered; one that Java does not know is GMT.
   *
   * @return GMT if not said
   */
  public ZoneId timeZone() {
    return TimeZone.getTimeZone(setting("time_zone").orElse("GMT+0:00")).toZoneId();
  }

  /**
   * Gives the time zone of the sessions that scripts run in: the key {@code session_time_zone}.
   * MyBatis's {@code time_zone} is another thing, {@link #timeZone()}.
   *
   * @return a zone as PostgreSQL names it; UTC if not said
   */
  public String sessionTimeZone() {
    return setting(Keys.SESSION_TIME_ZONE).map(String::strip).orElse(SessionPremise.UTC);
  }

  /**
   * Gives the settings by which scripts are read and sent.
   *
   * @return the settings, with MyBatis's defaults
   */
  public ScriptOptions scriptOptions() {
    return scripts;
  }

  /**
   * Gives the time that a migration may wait for one lock: the key {@code lock_timeout}.
   *
   * @return a time, if one is named
   * @throws ConfigurationException if it is none
   */
  public Optional<Duration> lockTimeout() {
    return duration(Keys.LOCK_TIMEOUT);
  }

  /**
   * Gives the number of tries of a migration that does not get its locks: the key {@code
   * lock_tries}.
   *
   * @return a number from 1, if one is named
   * @throws ConfigurationException if it is none
   */
  public Optional<Integer> lockTries() {
    return setting(Keys.LOCK_TRIES)
        .map(
            text -> {
              if (!text.strip().matches("[1-9][0-9]{0,5}")) {
                throw new ConfigurationException(
                    "%s: lock_tries is no number from 1. Write 10, for example."
                        .formatted(values.origin(Keys.LOCK_TRIES)));
              }
              return Integer.valueOf(text.strip());
            });
  }

  /**
   * Gives the time that one statement may take: the key {@code statement_timeout}.
   *
   * @return a time, if one is named; zero for no limit
   * @throws ConfigurationException if it is none
   */
  public Optional<Duration> statementTimeout() {
    return setting(Keys.STATEMENT_TIMEOUT).filter(TimeText::isNone).isPresent()
        ? Optional.of(Duration.ZERO)
        : duration(Keys.STATEMENT_TIMEOUT);
  }

  private Optional<Duration> duration(String key) {
    Optional<String> text = setting(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<Duration> time = TimeText.parse(text.get());
    if (time.isEmpty()) {
      throw new ConfigurationException(
          "%s: %s is no time above zero with its unit. Write 5s, 500ms or 2min, for example."
              .formatted(values.origin(key), key));
    }
    return time;
  }

  /**
   * Names the folder where MyBatis would look for drivers.
   *
   * @return the folder, if one is named
   */
  public Optional<String> driverPath() {
    return setting("driver_path");
  }

  /** Name and file; no value, since any of them may hold a secret. */
  @Override
  public String toString() {
    return "Environment[%s, %s]".formatted(name, values.place());
  }

  private Optional<String> setting(String key) {
    return Optional.ofNullable(settings.get(key)).filter(value -> !value.isBlank());
  }

  private boolean isTrue(String key) {
    return Boolean.parseBoolean(settings.get(key));
  }

  private Charset charset() {
    Optional<String> named = setting("script_char_set");
    try {
      return named.map(Charset::forName).orElse(StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          "%s: script_char_set is not an encoding that Java knows. Write UTF-8, for example."
              .formatted(values.origin("script_char_set")),
          e);
    }
  }

  private Map<String, String> settings(Predicate<String> which) {
    Map<String, String> some = new TreeMap<>(settings);
    some.keySet().removeIf(which.negate());
    return some;
  }

  private static @Nullable String nullIfEmpty(@Nullable String value) {
    return value == null || value.isEmpty() ? null : value;
  }
}
