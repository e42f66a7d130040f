package dev.nof1.schema.session;

import dev.nof1.schema.sql.driver.SessionPremise;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The settings of a session at one moment.
 *
 * @param user the session's user
 * @param role {@code role}, {@code none} where it set none
 * @param searchPath {@code search_path}
 * @param hasSchema whether one of its schemas is there
 * @param others every other setting that the session may change
 */
public record SessionSettings(
    String user, String role, String searchPath, boolean hasSchema, Others others) {

  /** Roles may be allowed to set what only superusers may otherwise, from this version on. */
  private static final int GRANTS_SETTINGS = 15;

  private static final String IS_SUPERUSER = "current_setting('is_superuser') = 'on'";
  private static final String MAY_SET = "has_parameter_privilege(s.name, 'SET')";

  /** Settings of a transaction end with it, and cannot be reset. */
  private static final String OTHERS =
      """
      SELECT array_agg(name)::text, array_agg(current_setting(name))::text,
        array_agg(source = 'session')::text, array_agg(context = 'user')::text
      FROM pg_settings
      WHERE context IN ('user', 'superuser') AND name NOT IN ("""
          + SessionPremise.PUT_BACK_APART
          + ")";

  /**
   * Settings as arrays of the server's, which are sent back to it as they came.
   *
   * @param names their names
   * @param was what each is
   * @param kept whether this session has set it
   * @param free whether each may be set by everybody
   */
  public record Others(String names, String was, String kept, String free) {}

  /**
   * Reads the settings of a session.
   *
   * @param connection the session
   * @return its settings now
   * @throws SQLException if the server cannot be asked
   */
  public static SessionSettings of(Connection connection) throws SQLException {
    try (Statement query = connection.createStatement()) {
      Others others;
      try (ResultSet row = query.executeQuery(OTHERS)) {
        row.next();
        others = new Others(row.getString(1), row.getString(2), row.getString(3), row.getString(4));
      }
      try (ResultSet row =
          query.executeQuery(
              "SELECT session_user, current_setting('role'), current_setting('search_path'), current_schema() IS NOT NULL")) {
        row.next();
        return new SessionSettings(
            row.getString(1), row.getString(2), row.getString(3), row.getBoolean(4), others);
      }
    }
  }

  /** The condition under which the session may change {@code s.name}, if not everybody may. */
  static String maySet(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseMajorVersion() >= GRANTS_SETTINGS
        ? MAY_SET
        : IS_SUPERUSER;
  }
}
