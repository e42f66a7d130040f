package dev.nof1.schema.environment;

import dev.nof1.schema.error.ConfigurationException;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbcurlresolver.PgServiceConfParser;

/**
 * Settings of a connection to a PostgreSQL database.
 *
 * @param url a JDBC URL, {@code jdbc:postgresql://host:port/database}; it may contain a password,
 *     so show {@link #displayUrl()} instead
 * @param user whom to connect as, if the URL does not say; null for the driver's choice
 * @param password any characters, passed as they are, if the URL does not say; null for none
 */
public record ConnectionSettings(String url, @Nullable String user, @Nullable String password) {

  static final String DRIVER = "org.postgresql.Driver";

  static final String SCHEME = "jdbc:postgresql:";

  private static final String FLUSH = "flushCacheOnDdl";

  private static final String NOT_SHOWN = "(not shown, it may hold a secret)";

  /** Up to the end: an unescaped {@code &} in a password does not end what is secret. */
  private static final Pattern SECRET_PARAMETER =
      Pattern.compile(
          "([?&][^=&]*(password|pwd|secret|token|api_key)[^=&]*=).*", Pattern.CASE_INSENSITIVE);

  private static final Pattern SERVICE = Pattern.compile("[?&]service=([^&]*)");

  /** Hosts with their ports, and the slash before the database. */
  private static final Pattern WITH_ADDRESS =
      Pattern.compile(SCHEME + "//(([^/?@:,\\[]*|\\[[0-9A-Fa-f:.%]*\\])(:[0-9]*)?(,|(?=/)))+/");

  /**
   * Checks the URL.
   *
   * @param url the JDBC URL
   * @param user the user, or null
   * @param password the password, or null
   * @throws ConfigurationException if the URL is not one of PostgreSQL
   */
  public ConnectionSettings {
    parse(url);
  }

  /**
   * Gives the URL as it may be shown and logged.
   *
   * @return the URL, a password in it replaced by {@code ***}; nothing of a URL without a host
   *     where what looks like the database may be user and password
   */
  public String displayUrl() {
    return url.startsWith(SCHEME + "//") || url.indexOf('@') < 0 ? masked(url) : NOT_SHOWN;
  }

  /**
   * Makes a data source that opens a new connection each time; it connects to nothing by itself.
   *
   * <p>It is made for migrations: the driver, which by itself forgets what it has prepared behind
   * each CREATE, ALTER and DROP (since 42.7.13, {@code flushCacheOnDdl}), keeps it unless the URL
   * says otherwise. An application's own queries may then meet "cached plan must not change result
   * type" after a table was altered.
   *
   * @param applicationName how the connections are to be known to {@code pg_stat_activity}, unless
   *     the URL says
   * @return the data source, to be changed as one likes
   */
  public PGSimpleDataSource dataSource(String applicationName) {
    PGSimpleDataSource source = parse(url);
    if (!url.contains("ApplicationName=")) {
      source.setApplicationName(applicationName);
    }
    if (!url.contains(FLUSH + "=")) {
      keepPrepared(source);
    }
    if (user != null && source.getUser() == null) {
      source.setUser(user);
    }
    if (password != null && source.getPassword() == null) {
      source.setPassword(password);
    }
    return source;
  }

  /**
   * Lets the driver keep what it has prepared: a migration asks the catalogs, whose columns stay.
   */
  private static void keepPrepared(PGSimpleDataSource source) {
    try {
      source.setProperty(FLUSH, "false");
    } catch (SQLException e) {
      // A driver that does not know the property forgets what it has prepared, and is as right.
    }
  }

  /** Removes the URL's secrets and the password from the message of a driver that quotes them. */
  SQLException withoutSecrets(SQLException e) {
    String message = String.valueOf(e.getMessage());
    String shown = message.replace(url, displayUrl());
    int parameters = url.indexOf('?');
    if (parameters >= 0 && parameters < url.length() - 1) {
      shown = shown.replace(url.substring(parameters), "?***");
    }
    if (password != null && !password.isEmpty()) {
      shown = shown.replace(password, "***");
    }
    // Without its cause, which quotes the same.
    return shown.equals(message) ? e : new SQLException(shown, e.getSQLState(), e.getErrorCode());
  }

  /** The URL as it may be shown, and the user. */
  @Override
  public String toString() {
    return "ConnectionSettings[%s, user %s]".formatted(displayUrl(), user);
  }

  private static PGSimpleDataSource parse(String url) {
    if (!url.startsWith(SCHEME)) {
      throw new ConfigurationException(
          "The database URL must start with %s; only PostgreSQL is supported.".formatted(SCHEME));
    }
    // Checked before the driver does, which would log a URL like these, password and all.
    if (url.startsWith(SCHEME + "//") && !WITH_ADDRESS.matcher(url).lookingAt()) {
      throw new ConfigurationException(
          "The database URL %s is not of the form jdbc:postgresql://host:port/database. User and password have keys of their own, username and password."
              .formatted(NOT_SHOWN));
    }
    PGSimpleDataSource source = new PGSimpleDataSource();
    try {
      source.setURL(url);
    } catch (IllegalArgumentException e) {
      refuseUnknownService(url);
      // Without its cause, which quotes the URL.
      // Where it has no host, what looks like a path may be user and password.
      String shown = url.startsWith(SCHEME + "//") ? masked(url) : NOT_SHOWN;
      throw new ConfigurationException(
          "The database URL %s is not of the form jdbc:postgresql://host:port/database."
              .formatted(shown));
    }
    return source;
  }

  /** The driver says of a service that is not defined only that it cannot read the URL. */
  private static void refuseUnknownService(String url) {
    Matcher service = SERVICE.matcher(url);
    if (service.find() && PgServiceConfParser.getServiceProperties(service.group(1)) == null) {
      throw new ConfigurationException(
          "The database URL names the service '%s', which is not defined. Define it in the file that PGSERVICEFILE names, in .pg_service.conf in your home folder, or in pg_service.conf in the folder that PGSYSCONFDIR names; or correct its name."
              .formatted(service.group(1)));
    }
  }

  private static String masked(String url) {
    return SECRET_PARAMETER.matcher(url).replaceFirst("$1***");
  }
}
