package dev.nof1.schema.postgres;

import dev.nof1.schema.environment.ConnectionSettings;
import dev.nof1.schema.error.ServerException;
import dev.nof1.schema.postgres.files.ServerVersion;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** A server that somebody else runs: databases are created on it, and it is never stopped. */
public final class ExternalServer implements PostgresServer {
  private static final int LOGIN_SECONDS = 10;

  private static final String WHO_AND_WHERE =
      """
      SELECT current_user, current_database(), current_setting('server_version'),
             rolcreatedb OR rolsuper, pg_is_in_recovery()
        FROM pg_roles WHERE rolname = current_user
      """;

  /** Hosts and ports as in the URL: {@code one:5432,two:5433}. */
  private final String address;

  private final String parameters;
  private final String host;
  private final int port;
  private final String user;
  private final String password;
  private final String maintenanceDatabase;
  private final String version;

  private ExternalServer(String url, PGSimpleDataSource source) throws SQLException {
    this.address = address(source);
    this.parameters = withoutCredentials(url);
    this.host = source.getServerNames()[0];
    this.port = port(source, 0);
    this.password = Objects.requireNonNullElse(source.getPassword(), "");
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(WHO_AND_WHERE)) {
      row.next();
      this.user = row.getString(1);
      this.maintenanceDatabase = row.getString(2);
      this.version = ServerVersion.number(row.getString(3));
      if (!row.getBoolean(4)) {
        throw new ServerException(
            "User %s may not create databases on the PostgreSQL server at %s. Nothing was changed."
                    .formatted(user, address)
                + " As a superuser, run ALTER ROLE %s CREATEDB, or name another user."
                    .formatted(quoted(user)));
      }
      if (row.getBoolean(5)) {
        throw new ServerException(
            "The PostgreSQL server at %s is a read-only replica, and databases are to be created."
                    .formatted(address)
                + " Name its primary server.");
      }
    }
  }

  /**
   * Connects once, to find out whether it is there and may be used.
   *
   * @param jdbcUrl {@code jdbc:postgresql://host:port/database}; its parameters ({@code sslmode}
   *     and so on) count for other databases too
   * @param user whom to connect as, if the URL does not say; null for the driver's choice
   * @param password the password, if the URL does not say; null for none
   * @return the server
   * @throws ServerException when it cannot be reached or the user may not create databases
   * @throws dev.nof1.schema.error.ConfigurationException if the URL is not one of PostgreSQL
   */
  public static ExternalServer of(
      String jdbcUrl, @Nullable String user, @Nullable String password) {
    // Checks the URL, and says what is wrong with it without showing secrets.
    ConnectionSettings settings = new ConnectionSettings(jdbcUrl, user, password);
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(settings.url());
    if (source.getUser() == null && user != null && !user.isEmpty()) {
      source.setUser(user);
    }
    if (source.getPassword() == null && password != null && !password.isEmpty()) {
      source.setPassword(password);
    }
    try {
      if (source.getLoginTimeout() == 0) {
        source.setLoginTimeout(LOGIN_SECONDS);
      }
      return new ExternalServer(jdbcUrl, source);
    } catch (SQLException e) {
      String asWhom = source.getUser() == null ? "" : " as user " + source.getUser();
      throw new ServerException(
          "The PostgreSQL server at %s cannot be used%s: %s"
                  .formatted(address(source), asWhom, e.getMessage())
              + " [%s]. Start it, or correct its address, database, user or password."
                  .formatted(e.getSQLState()),
          e);
    }
  }

  private static String address(PGSimpleDataSource source) {
    StringJoiner address = new StringJoiner(",");
    for (int i = 0; i < source.getServerNames().length; i++) {
      address.add(source.getServerNames()[i] + ":" + port(source, i));
    }
    return address.toString();
  }

  private static int port(PGSimpleDataSource source, int index) {
    int port = source.getPortNumbers()[index];
    return port == 0 ? 5432 : port;
  }

  /** The URL's parameters from the question mark on. */
  private static String withoutCredentials(String url) {
    StringJoiner kept = new StringJoiner("&", "?", "").setEmptyValue("");
    int question = url.indexOf('?');
    if (question >= 0) {
      for (String parameter : url.substring(question + 1).split("&", -1)) {
        if (!parameter.startsWith("user=") && !parameter.startsWith("password=")) {
          kept.add(parameter);
        }
      }
    }
    return kept.toString();
  }

  private static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  @Override
  public String host() {
    return host;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String user() {
    return user;
  }

  @Override
  public String password() {
    return password;
  }

  @Override
  public String version() {
    return version;
  }

  /** The database in the URL it was made from. */
  @Override
  public String maintenanceDatabase() {
    return maintenanceDatabase;
  }

  @Override
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://" + address + "/" + PlainConnection.encoded(database) + parameters;
  }

  @Override
  public PGSimpleDataSource dataSource(String database) {
    PGSimpleDataSource source = new UtcDataSource();
    source.setURL(jdbcUrl(database));
    source.setUser(user);
    if (!password.isEmpty()) {
      source.setPassword(password);
    }
    return source;
  }

  /** Empty: the log is where that server's owner keeps it. */
  @Override
  public List<String> logOf(String database) {
    return List.of();
  }

  /** Does nothing: somebody else runs the server. */
  @Override
  public void close() {}

  /** Names the address, never the password. */
  @Override
  public String toString() {
    return "PostgreSQL " + version + " at " + address;
  }
}
