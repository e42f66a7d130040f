package dev.nof1.schema.junit;

import dev.nof1.schema.postgres.ExternalServer;
import dev.nof1.schema.postgres.PostgresServer;
import javax.sql.DataSource;

/** The database of a test. Safe for use by several threads. */
public final class TestDatabase {
  private final PostgresServer server;
  private final Login login;
  private volatile String name;
  private final DataSource dataSource;

  TestDatabase(Login login, String name, DataSource dataSource) {
    this.server = login.server();
    this.login = login;
    this.name = name;
    this.dataSource = dataSource;
  }

  /** Another database takes the place of the one that a test has spoilt. */
  void moveTo(String other) {
    name = other;
  }

  /**
   * Its name.
   *
   * @return lower-case letters, digits and underscores
   */
  public String name() {
    return name;
  }

  /**
   * Where its server listens.
   *
   * @return a host name or address
   */
  public String host() {
    return server.host();
  }

  /**
   * Which port its server listens on.
   *
   * @return the port
   */
  public int port() {
    return server.port();
  }

  /**
   * Whom tests connect as.
   *
   * @return the user
   */
  public String user() {
    return login.user();
  }

  /**
   * The user's password.
   *
   * @return a secret, though that of a throw-away server is of no use to anybody
   */
  public String password() {
    return login.password();
  }

  /**
   * All that a driver needs, user and password included.
   *
   * @return a URL for {@link java.sql.DriverManager}
   */
  public String jdbcUrl() {
    return login.jdbcUrl(name);
  }

  /** Whoever may all, for this package's own tests. */
  PostgresServer superuser() {
    return server;
  }

  /**
   * Opens connections to it. Does not pool.
   *
   * @return the same each time; connections that are still open after the test are closed
   */
  public DataSource dataSource() {
    return dataSource;
  }

  /**
   * What to type to look at it.
   *
   * @return a command line; with the password only where the server is a throw-away one
   */
  public String psql() {
    String password = server instanceof ExternalServer ? "" : "PGPASSWORD=" + password() + " ";
    return "%spsql -h %s -p %d -U %s %s".formatted(password, host(), port(), user(), name);
  }

  /** Names it, without the password. */
  @Override
  public String toString() {
    return name + " on " + host() + ":" + port();
  }
}
