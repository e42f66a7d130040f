package dev.nof1.schema.junit.lease;

import dev.nof1.schema.postgres.PostgresServer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Login of tests: whom they connect as, and where.
 *
 * @param server where
 * @param user of the server
 * @param password of the user; empty when the driver finds out by itself
 * @param role whose privileges sessions have from their start; empty for the user's own
 */
public record Login(PostgresServer server, String user, String password, String role) {

  /** Makes that of the user whom the server was made with, who may all that migrations may. */
  static Login of(PostgresServer server, String role) {
    return new Login(server, server.user(), server.password(), role);
  }

  /** Returns whether a connection that was opened as the server's user is as good. */
  boolean isServersUser() {
    return user.equals(server.user()) && role.isEmpty();
  }

  /** Opens connections to a database. */
  PGSimpleDataSource dataSource(String database) {
    PGSimpleDataSource source = server.dataSource(database);
    if (!user.equals(server.user())) {
      source.setUser(user);
      source.setPassword(password);
    }
    if (!role.isEmpty()) {
      String others = source.getOptions();
      source.setOptions((others == null ? "" : others + " ") + option());
    }
    return source;
  }

  /**
   * Returns all that a driver needs.
   *
   * @param database its name
   * @return a URL with user and password
   */
  public String jdbcUrl(String database) {
    String url = server.jdbcUrl(database);
    return url
        + (url.indexOf('?') < 0 ? "?" : "&")
        + "user="
        + encoded(user)
        // An empty one would keep the driver from looking into .pgpass.
        + (password.isEmpty() ? "" : "&password=" + encoded(password))
        + (role.isEmpty() ? "" : "&options=" + encoded(option()).replace("+", "%20"));
  }

  private String option() {
    return "-c role=" + role;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
