package dev.nof1.schema.junit.lease;

import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.junit.server.FirstColumn;
import dev.nof1.schema.postgres.PostgresServer;
import dev.nof1.schema.sql.driver.SqlStates;
import dev.nof1.schema.testdb.Clone;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
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

  /** Refuses a role with which each connection would fail, or row security be off in silence. */
  static void requireOrdinary(Clone clone, String role) {
    List<String> found;
    try (Connection connection =
        clone.open(clone.server().dataSource(clone.name())::getConnection)) {
      found =
          FirstColumn.of(
              connection,
              "SELECT rolsuper OR rolbypassrls FROM pg_catalog.pg_roles WHERE rolname = '"
                  + role
                  + "'");
    } catch (SQLException e) {
      throw new DatabaseException(
          "The role %s of nof1.test.role cannot be looked at: %s."
              .formatted(role, SqlStates.describe(e)),
          e);
    }
    if (found.isEmpty()) {
      throw new ConfigurationException(
          "The configuration parameter nof1.test.role is '%s', but the server has no such role when the migrations have run. Let a migration or a seed make it (CREATE ROLE %s) and grant what it may."
              .formatted(role, role));
    }
    if (found.equals(List.of("t"))) {
      throw new ConfigurationException(
          "The configuration parameter nof1.test.role is '%s', which is a superuser or has BYPASSRLS: privileges or row security would not be in force. Name an ordinary role."
              .formatted(role));
    }
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
