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
 * @param searchPath {@code search_path}
 * @param role {@code role}, {@code none} where none was set
 */
record SessionSettings(String searchPath, String role) {

  static SessionSettings of(Connection connection) throws SQLException {
    try (Statement query = connection.createStatement();
        ResultSet row =
            query.executeQuery("SELECT current_setting('search_path'), current_setting('role')")) {
      row.next();
      return new SessionSettings(row.getString(1), row.getString(2));
    }
  }

  void restore(Connection connection) throws SQLException {
    try (PreparedStatement set =
        connection.prepareStatement(
            "SELECT set_config('session_authorization', session_user, false), set_config('role', ?, false), set_config('search_path', ?, false)")) {
      set.setString(1, role);
      set.setString(2, searchPath);
      set.executeQuery().close();
    }
  }
}
