package dev.nof1.schema.environment;

import java.sql.Driver;
import javax.sql.DataSource;

/**
 * A connection to PostgreSQL through a JDBC driver of the repository's own, which wraps
 * PostgreSQL's, such as one that logs each statement.
 *
 * @param driver the name of its class
 * @param connection the database, with a URL that PostgreSQL's own driver understands, too
 */
public record DriverSettings(String driver, ConnectionSettings connection) {

  /**
   * Makes a data source that opens a new connection each time; it connects to nothing by itself.
   * The messages of the driver's failures are rid of the URL's secrets and of the password.
   *
   * @param loaded the driver
   * @param applicationName passed on as PostgreSQL's own driver wants it, to be known to {@code
   *     pg_stat_activity}
   * @return the data source; safe for use by several threads where the driver is
   */
  public DataSource dataSource(Driver loaded, String applicationName) {
    return new DriverDataSource(this, loaded, applicationName);
  }

  /** The driver, the URL as it may be shown, and the user. */
  @Override
  public String toString() {
    return "DriverSettings[%s, %s, user %s]"
        .formatted(driver, connection.displayUrl(), connection.user());
  }
}
