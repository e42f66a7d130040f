package dev.nof1.schema.session;

import dev.nof1.schema.changelog.TextQuery;
import dev.nof1.schema.sql.SessionPremise;
import dev.nof1.schema.sql.SqlStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The settings of a session, so that a script that changes them ({@code SET search_path}, {@code
 * SET ROLE}, {@code SET lock_timeout}) changes them for itself only.
 *
 * @param user the session's user
 * @param role {@code role}, {@code none} where none was set
 * @param searchPath {@code search_path}
 * @param hasSchema whether one of its schemas is there
 * @param lockTimeout {@code lock_timeout}
 * @param statementTimeout {@code statement_timeout}
 * @param readOnly {@code default_transaction_read_only}
 * @param others what else this session had set, by name
 */
public record SessionSettings(
    String user,
    String role,
    String searchPath,
    boolean hasSchema,
    String lockTimeout,
    String statementTimeout,
    String readOnly,
    Map<String, String> others) {
  /** What sets, and what may run a function that does. */
  private static final Set<String> SETTING =
      Set.of("SET", "RESET", "DISCARD", "DO", "CALL", "SELECT", "WITH", "VALUES", "EXECUTE");

  public static SessionSettings of(Connection connection) throws SQLException {
    try (Statement query = connection.createStatement();
        ResultSet row =
            query.executeQuery(
                "SELECT session_user, current_setting('role'), current_setting('search_path'), current_schema() IS NOT NULL, current_setting('lock_timeout'), current_setting('statement_timeout'), current_setting('default_transaction_read_only')")) {
      row.next();
      return new SessionSettings(
          row.getString(1),
          row.getString(2),
          row.getString(3),
          row.getBoolean(4),
          row.getString(5),
          row.getString(6),
          row.getString(7),
          setInSession(connection));
    }
  }

  /**
   * Whether a statement may change a setting beyond those that are always restored. What triggers
   * do is not seen: to look after every statement would slow down those that change nothing.
   */
  public static boolean mayChange(SqlStatement s) {
    if (s.startsWith("SET", "TRANSACTION")) {
      // Ends with its transaction; and no query may stand before it.
      return false;
    }
    return s.words().isEmpty()
        || SETTING.contains(s.words().get(0))
        || s.words().contains("SELECT")
        || s.text().toLowerCase(Locale.ROOT).contains("set_config");
  }

  /**
   * Restores them.
   *
   * @param all also those that are rarely changed, which takes the server a moment to look up
   */
  public void restore(Connection connection, boolean all) throws SQLException {
    restoreAndFind(connection, all, "", "true");
  }

  /**
   * What is found when they are restored.
   *
   * @param table the table's oid, 0 if there is none
   * @param locked whether this session keeps other migrators out
   */
  public record Found(long table, boolean locked) {
    public static Found in(ResultSet row) throws SQLException {
      return new Found(row.getLong(4), row.getBoolean(8));
    }
  }

  /**
   * Restores them, looks for a table along the search path that counts then, and asks whether other
   * migrators are kept out; all at once, because this is done for each migration.
   */
  public Found restoreAndFind(Connection connection, boolean all, String table, String isLocked)
      throws SQLException {
    Found found;
    TextQuery restoring = restoring(table, isLocked);
    try (PreparedStatement set = connection.prepareStatement(restoring.sql())) {
      restoring.bind(set);
      try (ResultSet row = set.executeQuery()) {
        row.next();
        found = Found.in(row);
      }
    }
    if (all) {
      restoreOthers(connection);
    }
    return found;
  }

  /** What restores those that are always restored, and gives a row that {@link Found} reads. */
  public TextQuery restoring(String table, String isLocked) {
    return new TextQuery(
        "SELECT set_config('session_authorization', ?, false), set_config('role', ?, false), set_config('search_path', ?, false), coalesce(to_regclass(nullif(?, ''))::oid::bigint, 0), set_config('lock_timeout', ?, false), set_config('statement_timeout', ?, false), CASE WHEN current_setting('default_transaction_read_only') <> ? THEN set_config('default_transaction_read_only', ?, false) END, "
            + isLocked,
        List.of(user, role, searchPath, table, lockTimeout, statementTimeout, readOnly, readOnly));
  }

  private void restoreOthers(Connection connection) throws SQLException {
    Map<String, String> now = setInSession(connection);
    for (String name : now.keySet()) {
      if (!others.containsKey(name)) {
        try (Statement reset = connection.createStatement()) {
          reset.execute("RESET " + name);
        }
      }
    }
    for (Map.Entry<String, String> other : others.entrySet()) {
      if (!other.getValue().equals(now.get(other.getKey()))) {
        try (PreparedStatement set =
            connection.prepareStatement("SELECT set_config(?, ?, false)")) {
          set.setString(1, other.getKey());
          set.setString(2, other.getValue());
          set.executeQuery().close();
        }
      }
    }
  }

  /** Those of a transaction end with it, and cannot be reset. */
  private static Map<String, String> setInSession(Connection connection) throws SQLException {
    Map<String, String> settings = new HashMap<>();
    try (Statement query = connection.createStatement();
        ResultSet row =
            query.executeQuery(
                "SELECT name, current_setting(name) FROM pg_settings WHERE source = 'session' AND name NOT IN ("
                    + SessionPremise.PUT_BACK_APART
                    + ") AND context IN ('user', 'superuser')")) {
      while (row.next()) {
        settings.put(row.getString(1), row.getString(2));
      }
    }
    return settings;
  }
}
