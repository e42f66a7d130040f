package dev.nof1.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The settings of a session that decide where names are found and who acts, so that a script that
 * changes them ({@code SET search_path}, {@code SET ROLE}) changes them for itself only.
 *
 * @param user the session's user
 * @param role {@code role}, {@code none} where none was set
 * @param searchPath {@code search_path}
 */
record SessionSettings(String user, String role, String searchPath) {

  static SessionSettings of(Connection connection) throws SQLException {
    try (Statement query = connection.createStatement();
        ResultSet row =
            query.executeQuery(
                "SELECT session_user, current_setting('role'), current_setting('search_path')")) {
      row.next();
      return new SessionSettings(row.getString(1), row.getString(2), row.getString(3));
    }
  }

  void restore(Connection connection) throws SQLException {
    try (PreparedStatement set =
        connection.prepareStatement(
            "SELECT set_config('session_authorization', ?, false), set_config('role', ?, false), set_config('search_path', ?, false)")) {
      set.setString(1, user);
      set.setString(2, role);
      set.setString(3, searchPath);
      set.executeQuery().close();
    }
  }
}
