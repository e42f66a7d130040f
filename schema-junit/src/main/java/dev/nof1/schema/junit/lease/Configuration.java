package dev.nof1.schema.junit.lease;

import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.testdb.PoolSettings;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Values of the configuration parameters. Equal where a server can be shared.
 *
 * @param server which kind
 * @param postgresVersion of the embedded server; empty for the newest on the class path
 * @param image of the container
 * @param migrations where classes find theirs that do not say; empty for the project's own
 * @param changelog the changelog table
 * @param variables {@code ${name}} in scripts
 * @param parameters of the server, by name, as in {@code postgresql.conf}
 * @param poolDepth how many databases are kept ready
 * @param keep how many databases of failed tests stay
 * @param serverChanges what becomes of a class that changes the server
 * @param role whom tests are on the server, by its name; empty for whoever starts it
 * @param prefix of the names of databases
 * @param url of the external server
 * @param user of the external server
 * @param password of the external server
 */
public record Configuration(
    ServerKind server,
    String postgresVersion,
    String image,
    String migrations,
    String changelog,
    Map<String, String> variables,
    Map<String, String> parameters,
    int poolDepth,
    int keep,
    ServerChanges serverChanges,
    String role,
    String prefix,
    String url,
    String user,
    String password) {
  /** Beginning of a place on the class path, in parameters and annotations. */
  public static final String CLASSPATH = "classpath:";

  static final String PREFIX = "nof1.test.";
  private static final String VARIABLE = PREFIX + "variable.";
  private static final String PARAMETER = PREFIX + "parameter.";

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

  /**
   * Reads them; a real environment variable may give what should not stand in a file.
   *
   * @param parameters asks JUnit for one by its name
   * @param environment the process's
   * @return what they say
   * @throws ConfigurationException if one is unknown, or has a value that it cannot have
   */
  public static Configuration read(
      Function<String, Optional<String>> parameters, Map<String, String> environment) {
    Values values = new Values(parameters(parameters), environment);
    values.refuseUnknown();
    ServerKind server = values.oneOf("server", ServerKind.values(), ServerKind.AUTO);
    String url = values.textOr("url", "NOF1_TEST_DB_URL");
    Configuration configuration =
        new Configuration(
            // Whoever says where the server is has asked for it.
            server == ServerKind.AUTO && !url.isEmpty() ? ServerKind.EXTERNAL : server,
            values.version("postgres.version"),
            values.text("image", "postgres:18-alpine"),
            values.text("migrations", ""),
            values.text("changelog", "CHANGELOG"),
            values.named(VARIABLE),
            values.serverParameters(),
            values.number("pool", PoolSettings.OWN_SERVER.depth(), 32),
            values.number("keep", 3, 1000),
            values.oneOf("server-changes", ServerChanges.values(), ServerChanges.WARN),
            values.role("role"),
            values.text("prefix", PoolSettings.OWN_SERVER.prefix()),
            url,
            values.textOr("user", "NOF1_TEST_DB_USER"),
            values.textOr("password", "NOF1_TEST_DB_PASSWORD"));
    PoolSettings.checkPrefix(configuration.prefix);
    if (configuration.server == ServerKind.EXTERNAL && configuration.url.isEmpty()) {
      throw new ConfigurationException(
          "%sserver is 'external', but nothing says where: set NOF1_TEST_DB_URL (and _USER, _PASSWORD), or %surl. The variables NOF1_DB_* are never used for tests: they may name production."
              .formatted(PREFIX, PREFIX));
    }
    if (configuration.server == ServerKind.EXTERNAL && !configuration.parameters.isEmpty()) {
      throw new ConfigurationException(
          "The configuration parameter %s is for a server that is started for the tests, and this run's is an external one. Set it there, or leave it out."
              .formatted(PARAMETER + configuration.parameters.keySet().iterator().next()));
    }
    return configuration;
  }

  PoolSettings pool() {
    boolean shared = server == ServerKind.EXTERNAL;
    return new PoolSettings(prefix, shared, poolDepth, PoolSettings.OWN_SERVER.garbage());
  }

  /** Leaves out the password and the variables' values. */
  @Override
  public String toString() {
    return "Configuration[server " + server + ", migrations " + migrations + "]";
  }

  /** Source of parameters: JUnit's, in whatever shape it hands them out. */
  private interface Parameters {
    Optional<String> get(String key);

    /** Lists those that can be; system properties are listed besides. */
    Set<String> names();
  }

  private record Values(Parameters parameters, Map<String, String> environment) {

    void refuseUnknown() {
      for (String name : names()) {
        String key = name.substring(PREFIX.length());
        if (!KEYS.contains(key) && !name.startsWith(VARIABLE) && !name.startsWith(PARAMETER)) {
          throw new ConfigurationException(
              "There is no configuration parameter '%s'. There are: %s, %sNAME and %sNAME."
                  .formatted(
                      name,
                      KEYS.stream().map(PREFIX::concat).collect(Collectors.joining(", ")),
                      PARAMETER,
                      VARIABLE));
        }
      }
    }

    private Set<String> names() {
      Set<String> names = new TreeSet<>(parameters.names());
      names.addAll(System.getProperties().stringPropertyNames());
      names.removeIf(name -> !name.startsWith(PREFIX));
      return names;
    }

    /** Returns the values of all parameters that begin so, by the rest of their names. */
    Map<String, String> named(String prefix) {
      Map<String, String> values = new TreeMap<>();
      for (String name : names()) {
        if (name.startsWith(prefix)) {
          parameters
              .get(name)
              .ifPresent(value -> values.put(name.substring(prefix.length()), value));
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
          .get(PREFIX + key)
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
                .formatted(PREFIX + key, text));
      }
      return text;
    }

    /** Returns a name that goes into a session's start-up options as it is. */
    String role(String key) {
      String text = text(key, "");
      if (!text.matches("([a-z_][a-z0-9_]{0,62})?")) {
        throw new ConfigurationException(
            "The configuration parameter %s is '%s'; it must be the name of a role, of lower-case letters, digits and underscores."
                .formatted(PREFIX + key, text));
      }
      return text;
    }

    int number(String key, int otherwise, int most) {
      String text = text(key, Integer.toString(otherwise));
      if (!text.matches("\\d{1,4}") || Integer.parseInt(text) > most) {
        throw new ConfigurationException(
            "The configuration parameter %s is '%s'; it must be a number from 0 to %d."
                .formatted(PREFIX + key, text, most));
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
                  PREFIX + key,
                  text,
                  Arrays.stream(all)
                      .map(each -> each.name().toLowerCase(Locale.ROOT))
                      .collect(Collectors.joining(", "))));
    }
  }

  private static final Set<String> ANNOUNCED = ConcurrentHashMap.newKeySet();

  /**
   * Makes known that these parameters are set: an extension can ask for one, but not list them.
   *
   * @param names all, also those of others
   */
  public static void announce(Set<String> names) {
    ANNOUNCED.addAll(names);
  }

  /**
   * Lists JUnit's; the names that its properties file or the launcher's request has are listed too,
   * so that none is mistyped unseen.
   */
  private static Parameters parameters(Function<String, Optional<String>> get) {
    return new Parameters() {
      @Override
      public Optional<String> get(String key) {
        return get.apply(key);
      }

      @Override
      public Set<String> names() {
        Set<String> names = new TreeSet<>(NamesInFile.NAMES);
        for (String name : ANNOUNCED) {
          // Another session of this JVM may have had others.
          if (get.apply(name).isPresent()) {
            names.add(name);
          }
        }
        return names;
      }
    };
  }

  /** Names in JUnit's file, read once a JVM. */
  private static final class NamesInFile {
    static final Set<String> NAMES = read();

    private static Set<String> read() {
      Properties properties = new Properties();
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      try (InputStream in =
          loader == null ? null : loader.getResourceAsStream("junit-platform.properties")) {
        if (in != null) {
          properties.load(in);
        }
      } catch (IOException e) {
        // JUnit reads the same file and complains.
      }
      return properties.stringPropertyNames();
    }
  }
}
