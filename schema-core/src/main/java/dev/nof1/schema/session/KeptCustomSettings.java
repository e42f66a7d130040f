package dev.nof1.schema.session;

import dev.nof1.schema.sql.CustomSettings;
import dev.nof1.schema.sql.SqlStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What custom settings ({@code app.tenant}) were before a script of this run named them, so that
 * they, too, change for that script only. One that only a function sets which was created before
 * this run is not seen.
 */
public final class KeptCustomSettings {
  private final Map<String, String> before = new TreeMap<>();

  /** A statement is the next. Asks the server where it names settings for the first time. */
  public void keep(Connection connection, SqlStatement s) {
    try {
      for (String name : CustomSettings.setBy(s)) {
        if (!before.containsKey(name)) {
          before.put(name, ask(connection, "SELECT coalesce(current_setting(?, true), '')", name));
        }
      }
    } catch (SQLException e) {
      // The statement meets the same, and says where.
    }
  }

  /** Restores them; one that was never set is empty then, as after RESET. */
  public void restore(Connection connection) throws SQLException {
    for (Map.Entry<String, String> one : before.entrySet()) {
      ask(
          connection,
          "SELECT set_config(name, value, false) FROM (VALUES (?, ?)) v (name, value) WHERE coalesce(current_setting(name, true), '') <> value",
          one.getKey(),
          one.getValue());
    }
  }

  private static String ask(Connection connection, String query, String... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 1, parameters[i]);
      }
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getString(1) : "";
      }
    }
  }
}
