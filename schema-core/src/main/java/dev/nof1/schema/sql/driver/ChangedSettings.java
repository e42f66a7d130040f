package dev.nof1.schema.sql.driver;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Settings that are changed for a session, and what the session had before. Closing it gives the
 * session back as it was. Not safe for use by several threads.
 */
public final class ChangedSettings implements AutoCloseable {
  private final Connection connection;
  private final List<String> untouched = new ArrayList<>();
  private final Map<String, String> setBefore = new TreeMap<>();

  private ChangedSettings(Connection connection) {
    this.connection = connection;
  }

  /**
   * Changes settings of a session.
   *
   * @param connection in auto-commit mode, now and when this is closed
   * @param wanted values by name, such as {@code lock_timeout}; times without a unit count in
   *     milliseconds
   * @return what gives the session back as it was
   * @throws SQLException if the server refuses one; then none is changed
   */
  public static ChangedSettings of(Connection connection, Map<String, String> wanted)
      throws SQLException {
    ChangedSettings changed = new ChangedSettings(connection);
    String names =
        wanted.keySet().stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
    try (Statement query = connection.createStatement();
        ResultSet row =
            query.executeQuery(
                "SELECT name, setting, source = 'session' FROM pg_settings WHERE name IN ("
                    + names
                    + ")")) {
      while (row.next()) {
        if (row.getBoolean(3)) {
          changed.setBefore.put(row.getString(1), row.getString(2));
        } else {
          changed.untouched.add(row.getString(1));
        }
      }
    }
    set(connection, wanted, false);
    return changed;
  }

  /**
   * Puts back what the session had; a setting that nobody had changed follows its default again. On
   * a connection that is closed there is nothing to put back.
   *
   * @throws SQLException if the server refuses
   */
  @Override
  public void close() throws SQLException {
    if (connection.isClosed()) {
      return;
    }
    if (!untouched.isEmpty()) {
      try (Statement reset = connection.createStatement()) {
        reset.execute("RESET " + String.join("; RESET ", untouched));
      }
    }
    set(connection, setBefore, false);
  }

  /** Sets all values in one statement; the names are this project's own and need no quoting. */
  static void set(Connection connection, Map<String, String> values, boolean inTransaction)
      throws SQLException {
    if (values.isEmpty()) {
      return;
    }
    String calls =
        values.keySet().stream()
            .map(name -> "set_config('" + name + "', ?, " + inTransaction + ")")
            .collect(Collectors.joining(", "));
    try (PreparedStatement set = connection.prepareStatement("SELECT " + calls)) {
      int place = 1;
      for (String value : values.values()) {
        set.setString(place++, value);
      }
      set.executeQuery().close();
    }
  }
}
