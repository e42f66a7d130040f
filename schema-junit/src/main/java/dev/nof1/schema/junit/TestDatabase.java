package dev.nof1.schema.junit;

import dev.nof1.schema.junit.lease.Lease;
import dev.nof1.schema.postgres.ExternalServer;
import dev.nof1.schema.postgres.PostgresServer;
import javax.sql.DataSource;

/** Database of a test. Safe for use by several threads. */
public final class TestDatabase {
  private final Lease lease;

  TestDatabase(Lease lease) {
    this.lease = lease;
  }

  Lease lease() {
    return lease;
  }

  /**
   * Returns its name.
   *
   * @return lower-case letters, digits and underscores
   */
  public String name() {
    return lease.name();
  }

  /**
   * Returns where its server listens.
   *
   * @return a host name or address
   */
  public String host() {
    return superuser().host();
  }

  /**
   * Returns which port its server listens on.
   *
   * @return the port
   */
  public int port() {
    return superuser().port();
  }

  /**
   * Returns whom tests connect as.
   *
   * @return the user
   */
  public String user() {
    return lease.login().user();
  }

  /**
   * Returns the user's password.
   *
   * @return a secret, though that of a throw-away server is of no use to anybody
   */
  public String password() {
    return lease.login().password();
  }

  /**
   * Returns all that a driver needs, user and password included.
   *
   * @return a URL for {@link java.sql.DriverManager}
   */
  public String jdbcUrl() {
    return lease.login().jdbcUrl(name());
  }

  /** Returns its server, as the user that may do everything. */
  PostgresServer superuser() {
    return lease.login().server();
  }

  /**
   * Opens connections to it. Does not pool.
   *
   * @return the same each time; connections that are still open after the test are closed
   */
  public DataSource dataSource() {
    return lease.dataSource();
  }

  /**
   * Returns what to type to look at it.
   *
   * @return a command line; with the password only where the server is a throw-away one
   */
  public String psql() {
    String password = superuser() instanceof ExternalServer ? "" : "PGPASSWORD=" + password() + " ";
    return "%spsql -h %s -p %d -U %s %s".formatted(password, host(), port(), user(), name());
  }

  /** Names it, without the password. */
  @Override
  public String toString() {
    return name() + " on " + host() + ":" + port();
  }
}
