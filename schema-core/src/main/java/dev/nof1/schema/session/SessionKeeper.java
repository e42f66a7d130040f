package dev.nof1.schema.session;

import dev.nof1.schema.sql.CustomSettings;
import dev.nof1.schema.sql.SqlStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keeps the settings that each script of a run starts from, and restores them after it: a script
 * that changes settings ({@code SET search_path}, {@code SET ROLE}, {@code SET lock_timeout})
 * changes them for itself only. Everything is restored, always, in one query: which settings a
 * statement, a function or a trigger has changed cannot be known from its text. Not safe for use by
 * several threads.
 *
 * <p>Custom settings ({@code app.tenant}) are listed by no server, so those are restored that a
 * statement of the run has named. One that only a function sets which was created before the run is
 * not seen.
 *
 * @see <a href="https://www.postgresql.org/docs/current/functions-admin.html">PostgreSQL:
 *     set_config</a>
 */
public final class SessionKeeper {
  private static final String RESTORE_WHO =
      "SELECT set_config('session_authorization', ?, false), set_config('role', ?, false), set_config('search_path', ?, false)";

  /**
   * A value that is null resets its setting. What a session has set is set again though it seems to
   * be what it was: SET LOCAL may hide another value until the transaction ends.
   */
  private static final String RESTORE =
      RESTORE_WHO
          + """
          ,
            (SELECT count(set_config(s.name, k.value, false))
             FROM pg_settings s LEFT JOIN unnest(?::text[], ?::text[]) AS k (name, value) USING (name)
             WHERE (s.source = 'session' AND s.context = 'user'
                 OR (s.source = 'session' OR k.name IS NOT NULL) AND s.setting IS DISTINCT FROM coalesce(k.value, s.reset_val))
               AND %s AND (s.context = 'user' OR %%s)),
            (SELECT count(set_config(c.name, c.value, false)) FROM unnest(?::text[], ?::text[]) AS c (name, value)
             WHERE coalesce(current_setting(c.name, true), '') <> c.value)"""
              .formatted(SessionSettings.CHANGEABLE);

  /** Roles may be allowed to set what only superusers may otherwise, from this version on. */
  private static final int GRANTS_SETTINGS = 15;

  private static final String IS_SUPERUSER = "current_setting('is_superuser') = 'on'";
  private static final String MAY_SET = "has_parameter_privilege(s.name, 'SET')";

  /** Behind those of {@link #RESTORE}. */
  private static final int NEXT_PARAMETER = 8;

  private final Connection connection;
  private final String restoring;
  private final SessionSettings original;
  private final Map<String, String> custom = new TreeMap<>();
  private SessionSettings settings;

  /**
   * Keeps what the session has now.
   *
   * @param connection the session
   * @throws SQLException if the server cannot be asked
   */
  public SessionKeeper(Connection connection) throws SQLException {
    this.connection = connection;
    this.restoring =
        RESTORE.formatted(
            connection.getMetaData().getDatabaseMajorVersion() >= GRANTS_SETTINGS
                ? MAY_SET
                : IS_SUPERUSER);
    this.original = SessionSettings.of(connection);
    this.settings = original;
  }

  /**
   * Gives what each script starts from.
   *
   * @return the settings that are restored
   */
  public SessionSettings settings() {
    return settings;
  }

  /**
   * Keeps what the session has now for the scripts that follow, as after a hook that sets something
   * for a whole run.
   *
   * @throws SQLException if the server cannot be asked
   */
  public void adopt() throws SQLException {
    settings = SessionSettings.of(connection);
  }

  /**
   * Keeps the custom settings that a statement names, before it runs. Asks the server where one is
   * named for the first time.
   *
   * @param s the statement
   */
  public void keepCustom(SqlStatement s) {
    try {
      for (String name : CustomSettings.setBy(s)) {
        if (!custom.containsKey(name)) {
          custom.put(name, current(name));
        }
      }
    } catch (SQLException e) {
      // The statement meets the same, and says where.
    }
  }

  private String current(String custom) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT coalesce(current_setting(?, true), '')")) {
      query.setString(1, custom);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }

  /**
   * Restores the settings.
   *
   * @throws SQLException if the server refuses
   */
  public void restore() throws SQLException {
    try {
      restoreAndAsk("", List.of(), row -> 0);
    } catch (SQLException e) {
      // One setting that cannot be set, such as temp_buffers, must not keep the role from going.
      try (PreparedStatement query = connection.prepareStatement(RESTORE_WHO)) {
        bindWho(query);
        query.executeQuery().close();
      } catch (SQLException secondary) {
        e.addSuppressed(secondary);
      }
      throw e;
    }
  }

  /**
   * Restores the settings as they were when the run began, whatever hooks have set.
   *
   * @throws SQLException if the server refuses
   */
  public void restoreOriginal() throws SQLException {
    settings = original;
    restore();
  }

  /**
   * Reads an answer from a row.
   *
   * @param <T> the answer
   */
  public interface Answer<T> {
    /**
     * Reads the answer.
     *
     * @param row stands on the row
     * @return the answer
     * @throws SQLException if it cannot be read
     */
    T read(ResultSet row) throws SQLException;
  }

  /**
   * Restores the settings and asks something then, in one exchange, since this is done for each
   * migration.
   *
   * @param <T> the answer
   * @param expressions what else to select, each with a comma before it
   * @param parameters the texts for their question marks
   * @param answer reads the row; its columns are the expressions, by name
   * @return the answer
   * @throws SQLException if the server refuses
   */
  public <T> T restoreAndAsk(String expressions, List<String> parameters, Answer<T> answer)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(restoring + expressions)) {
      bindWho(query);
      bind(query, 4, settings.others());
      bind(query, 6, custom);
      int place = NEXT_PARAMETER;
      for (String parameter : parameters) {
        query.setString(place++, parameter);
      }
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return answer.read(row);
      }
    }
  }

  private void bindWho(PreparedStatement query) throws SQLException {
    query.setString(1, settings.user());
    query.setString(2, settings.role());
    query.setString(3, settings.searchPath());
  }

  private void bind(PreparedStatement query, int place, Map<String, String> byName)
      throws SQLException {
    List<String> names = new ArrayList<>(byName.keySet());
    List<String> values = names.stream().map(byName::get).toList();
    query.setArray(place, connection.createArrayOf("text", names.toArray()));
    query.setArray(place + 1, connection.createArrayOf("text", values.toArray()));
  }
}
