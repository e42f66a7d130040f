package dev.nof1.schema.session;

import dev.nof1.schema.sql.CustomSettings;
import dev.nof1.schema.sql.SqlStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the settings that each script of a run starts from, and restores them after it: a script
 * that changes settings ({@code SET search_path}, {@code SET ROLE}, {@code SET lock_timeout})
 * changes them for itself only. Every setting is compared with what it was, always: which settings
 * a statement, a function or a trigger has changed cannot be known from its text. Not safe for use
 * by several threads.
 *
 * <p>Custom settings ({@code app.tenant}) are listed by no server, so those are restored that a
 * statement of the run has named. One that only a function sets which was created before the run is
 * not seen, nor is a setting of a library that such a function is the first to load.
 *
 * @see <a href="https://www.postgresql.org/docs/current/functions-admin.html">PostgreSQL:
 *     set_config</a>
 */
public final class SessionKeeper {
  private static final String RESTORE_WHO =
      "SELECT pg_catalog.set_config('session_authorization', ?, false), pg_catalog.set_config('role', ?, false), pg_catalog.set_config('search_path', ?, false)";

  /** Settings that only some may look at, though superusers may set them in a session. */
  private static final String HIDDEN =
      "'dynamic_library_path', 'extension_control_path', 'session_preload_libraries'";

  private static final String DIFFERS =
      "CASE WHEN s.name IN ("
          + HIDDEN
          + ") AND NOT pg_catalog.pg_has_role('pg_read_all_settings', 'USAGE') THEN false ELSE pg_catalog.current_setting(s.name, true) IS DISTINCT FROM s.was END";

  /**
   * Compares what each setting is with what it was: to list all of {@code pg_settings} for each
   * migration would cost the server more than most migrations do. What the session had not set is
   * reset. Functions have their schema, since a script's search path may lead to others; no array
   * has a null, which {@code array_nulls = off} would make a text.
   *
   * <p>A setting is stuck where it differs and the session may not set it: a role that the script
   * had taken, or a privilege that it has lost, allowed it to.
   */
  private static final String RESTORE =
      RESTORE_WHO
          + """
          ,
            (SELECT pg_catalog.bool_or(CASE WHEN s.free OR %s THEN pg_catalog.set_config(s.name, CASE WHEN s.kept THEN s.was END, false) IS NULL ELSE true END)
             FROM ROWS FROM (pg_catalog.unnest(?::text[]), pg_catalog.unnest(?::text[]), pg_catalog.unnest(?::bool[]), pg_catalog.unnest(?::bool[])) AS s (name, was, kept, free)
             WHERE %s) AS stuck""";

  private static final String RESTORE_CUSTOM =
      """
      ,
        (SELECT pg_catalog.count(pg_catalog.set_config(c.name, CASE WHEN c.there THEN c.value END, false))
         FROM ROWS FROM (pg_catalog.unnest(?::text[]), pg_catalog.unnest(?::text[]), pg_catalog.unnest(?::bool[])) AS c (name, value, there)
         WHERE CASE WHEN pg_catalog.current_setting(c.name, true) IS NOT DISTINCT FROM CASE WHEN c.there THEN c.value END THEN false
           ELSE NOT EXISTS (SELECT FROM pg_catalog.pg_settings s WHERE s.name = c.name AND s.context <> 'user' AND NOT %s) END)""";

  /** Asks less than {@link #RESTORE} does, for most migrations change nothing. */
  private static final String OTHERS_CHANGED =
      "(SELECT pg_catalog.bool_or("
          + DIFFERS
          + ") FROM ROWS FROM (pg_catalog.unnest(?::text[]), pg_catalog.unnest(?::text[])) AS s (name, was))";

  private static final String CHANGED =
      "SELECT CASE WHEN session_user <> ? OR pg_catalog.current_setting('role') <> ? OR pg_catalog.current_setting('search_path') <> ? THEN true ELSE "
          + OTHERS_CHANGED
          + " END";

  private static final String RESTORE_WHO_AND_COMPARE =
      RESTORE_WHO + ", " + OTHERS_CHANGED + " AS changed";

  /** Place of the first parameter behind those of {@link #RESTORE}. */
  private static final int CUSTOM = 8;

  private final Connection connection;
  private final String restoring;
  private final String restoringCustom;
  private final SessionSettings original;
  private final Map<String, @Nullable String> custom = new TreeMap<>();
  private SessionSettings settings;

  /**
   * Keeps what the session has now.
   *
   * @param connection the session
   * @throws SQLException if the server cannot be asked
   */
  public SessionKeeper(Connection connection) throws SQLException {
    this.connection = connection;
    String maySet = SessionSettings.maySet(connection);
    this.restoring = RESTORE.formatted(maySet, DIFFERS);
    this.restoringCustom = RESTORE_CUSTOM.formatted(maySet);
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

  /**
   * Null where there is none: what is empty then may be a library's setting once that is loaded.
   */
  private @Nullable String current(String custom) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement("SELECT current_setting(?, true)")) {
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
      restoreAll();
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
   * Restores the settings behind a commit, where most of the time nothing is to be restored: only
   * what SET LOCAL has hidden comes to light there.
   *
   * @throws SQLException if the server refuses
   */
  public void restoreChanged() throws SQLException {
    if (!custom.isEmpty() || isChanged()) {
      restore();
    }
  }

  private boolean isChanged() throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(CHANGED)) {
      bindSettings(query);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
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
   * @param read reads the row; its columns are the expressions, by name
   * @return the answer
   * @throws SQLException if the server refuses
   */
  public <T> T restoreAndAsk(String expressions, List<String> parameters, Answer<T> read)
      throws SQLException {
    T answer;
    boolean changed;
    try (PreparedStatement query =
        connection.prepareStatement(RESTORE_WHO_AND_COMPARE + expressions)) {
      bindSettings(query);
      int place = 6;
      for (String parameter : parameters) {
        query.setString(place++, parameter);
      }
      try (ResultSet row = query.executeQuery()) {
        row.next();
        changed = row.getBoolean("changed");
        answer = read.read(row);
      }
    }
    if (changed || !custom.isEmpty()) {
      restoreAll();
    }
    return answer;
  }

  private void restoreAll() throws SQLException {
    String restore = custom.isEmpty() ? restoring : restoring + restoringCustom;
    try (PreparedStatement query = connection.prepareStatement(restore)) {
      bindSettings(query);
      query.setString(6, settings.others().kept());
      query.setString(7, settings.others().free());
      if (!custom.isEmpty()) {
        bindCustom(query);
      }
      for (boolean reset = false; ; reset = true) {
        try (ResultSet row = query.executeQuery()) {
          row.next();
          if (reset || !row.getBoolean("stuck")) {
            return;
          }
        }
        resetAll();
      }
    }
  }

  /**
   * Needs no privilege. It takes with it what this session has set, which is set again after it.
   */
  private void resetAll() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("RESET ALL");
    }
  }

  private void bindWho(PreparedStatement query) throws SQLException {
    query.setString(1, settings.user());
    query.setString(2, settings.role());
    query.setString(3, settings.searchPath());
  }

  private void bindSettings(PreparedStatement query) throws SQLException {
    bindWho(query);
    query.setString(4, settings.others().names());
    query.setString(5, settings.others().was());
  }

  private void bindCustom(PreparedStatement query) throws SQLException {
    Object[] values = custom.values().stream().map(v -> v == null ? "" : v).toArray();
    Object[] there = custom.values().stream().map(v -> v != null).toArray();
    query.setArray(CUSTOM, connection.createArrayOf("text", custom.keySet().toArray()));
    query.setArray(CUSTOM + 1, connection.createArrayOf("text", values));
    query.setArray(CUSTOM + 2, connection.createArrayOf("bool", there));
  }
}
