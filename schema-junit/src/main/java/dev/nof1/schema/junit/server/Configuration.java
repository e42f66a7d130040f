package dev.nof1.schema.junit.server;

import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.testdb.PoolSettings;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

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

  /** Beginning of each parameter's name. */
  public static final String PREFIX = "nof1.test.";

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
    ParameterValues values = new ParameterValues(new ParameterSource(parameters), environment);
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
            values.named(ParameterValues.VARIABLE),
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
              .formatted(
                  ParameterValues.PARAMETER + configuration.parameters.keySet().iterator().next()));
    }
    return configuration;
  }

  /**
   * Makes known that these parameters are set: an extension can ask for one, but not list them.
   *
   * @param names all, also those of others
   */
  public static void announce(Set<String> names) {
    ParameterSource.announce(names);
  }

  /**
   * Returns how databases are kept ready.
   *
   * @return the settings of a pool
   */
  public PoolSettings pool() {
    boolean shared = server == ServerKind.EXTERNAL;
    return new PoolSettings(prefix, shared, poolDepth, PoolSettings.OWN_SERVER.garbage());
  }

  /** Leaves out the password and the variables' values. */
  @Override
  public String toString() {
    return "Configuration[server " + server + ", migrations " + migrations + "]";
  }
}
