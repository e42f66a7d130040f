package dev.nof1.schema.environment;

import java.sql.Driver;
import java.sql.SQLException;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * How to connect through a JDBC driver that is not PostgreSQL's own, such as one that logs what it
 * passes on. What its URL means is known to that driver only.
 *
 * @param driver the name of its class
 * @param url what that driver connects to; it may contain a password, so show {@link #displayUrl()}
 *     instead
 * @param user whom to connect as; null where nothing is said
 * @param password any characters, passed as they are; null where nothing is said
 */
public record DriverSettings(
    String driver, String url, @Nullable String user, @Nullable String password) {

  /** Where what a URL has beside the address begins, in the usual forms. */
  private static final Pattern PARAMETERS = Pattern.compile("[?;&#].*", Pattern.DOTALL);

  private static final Pattern SUSPICIOUS =
      Pattern.compile("[@%=]|password|secret|pwd", Pattern.CASE_INSENSITIVE);

  /**
   * Gives the URL as it may be shown and logged.
   *
   * @return the URL without its parameters, or, where user and password may stand before those,
   *     nothing of it
   */
  public String displayUrl() {
    String address = PARAMETERS.matcher(url).replaceFirst("");
    return SUSPICIOUS.matcher(address).find() ? "(not shown, it may hold a secret)" : address;
  }

  /**
   * Whether the URL is one of PostgreSQL's own driver, whatever the key {@code driver} says.
   *
   * @return whether {@link #direct()} can be used
   */
  public boolean isPostgresUrl() {
    return url.startsWith("jdbc:postgresql:");
  }

  /**
   * The same database through PostgreSQL's own driver.
   *
   * @return the settings; nothing is connected to
   * @throws dev.nof1.schema.error.ConfigurationException if the URL is not one of PostgreSQL
   */
  public ConnectionSettings direct() {
    return new ConnectionSettings(url, user, password);
  }

  /**
   * Makes a data source that opens a new connection each time; it connects to nothing by itself.
   * Its failures, the driver's own words, are rid of the URL and the password. Connections to
   * another server than PostgreSQL are refused.
   *
   * @param loaded the driver
   * @param applicationName passed on as PostgreSQL's own driver wants it, to be known to {@code
   *     pg_stat_activity}
   * @return the data source; safe for use by several threads where the driver is
   */
  public DataSource dataSource(Driver loaded, String applicationName) {
    return new DriverDataSource(this, loaded, applicationName);
  }

  /** What a driver said, as it may be shown. */
  SQLException withoutSecrets(SQLException e) {
    String said = String.valueOf(e.getMessage());
    String shown = said.replace(url, displayUrl());
    int parameters = url.length() - PARAMETERS.matcher(url).replaceFirst("").length();
    if (parameters > 1) {
      shown = shown.replace(url.substring(url.length() - parameters), "?***");
    }
    if (password != null && !password.isEmpty()) {
      shown = shown.replace(password, "***");
    }
    // The part of the URL that a driver passes on, which may hold the secret.
    int inner = url.indexOf("jdbc:", 1);
    if (inner > 0) {
      shown = shown.replace(url.substring(inner), "***");
    }
    // Without its cause, which says the same in the clear.
    return shown.equals(said) ? e : new SQLException(shown, e.getSQLState(), e.getErrorCode());
  }

  /** The driver, the URL as it may be shown, and the user. */
  @Override
  public String toString() {
    return "DriverSettings[%s, %s, user %s]".formatted(driver, displayUrl(), user);
  }
}
