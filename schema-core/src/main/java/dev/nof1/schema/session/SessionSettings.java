package dev.nof1.schema.session;

import dev.nof1.schema.sql.driver.SessionPremise;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/**
 * The settings of a session at one moment.
 *
 * @param user the session's user
 * @param role {@code role}, {@code none} where it set none
 * @param searchPath {@code search_path}
 * @param hasSchema whether one of its schemas is there
 * @param others what else this session had set, in the server's base units, by name
 */
public record SessionSettings(
    String user, String role, String searchPath, boolean hasSchema, Map<String, String> others) {

  /**
   * Condition for the other settings that a session may change. Settings of a transaction end with
   * it, and cannot be reset.
   */
  static final String CHANGEABLE =
      "context IN ('user', 'superuser') AND name NOT IN (" + SessionPremise.PUT_BACK_APART + ")";

  /**
   * Keeps a copy of the map.
   *
   * @param user the session's user
   * @param role its role
   * @param searchPath its search path
   * @param hasSchema whether one of its schemas is there
   * @param others what else it had set
   */
  public SessionSettings {
    others = Map.copyOf(others);
  }

  /**
   * Reads the settings of a session.
   *
   * @param connection the session
   * @return its settings now
   * @throws SQLException if the server cannot be asked
   */
  public static SessionSettings of(Connection connection) throws SQLException {
    try (Statement query = connection.createStatement()) {
      Map<String, String> others = new HashMap<>();
      try (ResultSet row =
          query.executeQuery(
              "SELECT name, setting FROM pg_settings WHERE source = 'session' AND " + CHANGEABLE)) {
        while (row.next()) {
          others.put(row.getString(1), row.getString(2));
        }
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
}
