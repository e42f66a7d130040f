package dev.nof1.schema.junit.rollback;

import dev.nof1.schema.sql.driver.SessionPremise;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Session in one transaction that is rolled back in the end, whatever the test believes. The test's
 * connections are views of it. A transaction of a view, and each statement of one in auto-commit
 * mode, is a savepoint: a commit releases it, a rollback goes back to it.
 *
 * <p>One session cannot hold two independent transactions, so while a view has one open, the
 * statements of all others are refused.
 *
 * <p>Safe for use by several threads, one statement at a time.
 */
final class RollbackSession implements AutoCloseable {
  private static final String NO_SUCH_SAVEPOINT = "3B001";
  private static final String NO_TRANSACTION = "25P01";
  private static final String ABORTED = "25P02";
  private static final String NOT_SUPPORTED = "0A000";

  private static final String TEST = "SAVEPOINT nof1_test";
  private static final String STEP = "SAVEPOINT nof1_step";

  /** Ends a step and begins the next one. */
  private static final String NEXT_STEP = "RELEASE " + STEP + "; " + STEP;

  /** Resetting all settings leaves out these two. */
  private static final String RESET = "RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL";

  /** Identity is not in pg_settings. It comes first, as in RESET. */
  private static final String SETTINGS =
      """
      SELECT name, pg_catalog.current_setting(name)
      FROM (VALUES ('session_authorization'), ('role')) AS identity (name)
      UNION ALL
      SELECT name, setting FROM pg_catalog.pg_settings
      WHERE source = 'session' AND (name = 'search_path' OR name NOT IN (%s))
      """
          .formatted(SessionPremise.PUT_BACK_APART);

  /**
   * Lists them by name: SET CONSTRAINTS ALL would also count for constraints that are yet to be
   * made.
   */
  private static final String DEFERRABLE =
      """
      SELECT pg_catalog.string_agg(DISTINCT name, ', '),
        pg_catalog.string_agg(DISTINCT name, ', ') FILTER (WHERE condeferred)
      FROM (
        SELECT pg_catalog.format('%I.%I', nspname, conname) AS name, condeferred
        FROM pg_catalog.pg_constraint JOIN pg_catalog.pg_namespace n ON n.oid = connamespace
        WHERE condeferrable AND NOT pg_catalog.pg_is_other_temp_schema(n.oid)
          AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')
      ) AS named
      """;

  /** Action of a view in the session. */
  interface Action {
    @Nullable Object run() throws Throwable;
  }

  private final Connection connection;
  private final Statement control;
  private final Runnable whenEnded;

  /** View whose transaction is open. */
  private @Nullable RollbackConnection owner;

  /** Thread in which that transaction began. */
  private String thread = "";

  /** View whose settings the session has. */
  private @Nullable RollbackConnection lastUser;

  /** Settings of a new connection, which no reset brings back. */
  private Map<String, String> initial = Map.of();

  private @Nullable SQLException ended;

  private RollbackSession(Connection connection, Statement control, Runnable whenEnded) {
    this.connection = connection;
    this.control = control;
    this.whenEnded = whenEnded;
  }

  /**
   * Begins the transaction.
   *
   * @param connection is closed with this
   * @param whenEnded run when the transaction turns out to have ended before its time, so that what
   *     was written in it may stay
   */
  static RollbackSession begin(Connection connection, Runnable whenEnded) throws SQLException {
    connection.setAutoCommit(false);
    Statement control = connection.createStatement();
    control.execute(TEST + "; " + STEP);
    return new RollbackSession(connection, control, whenEnded);
  }

  /** Makes a view of this session, for one call of {@code getConnection}. */
  Connection connect() {
    return RollbackConnection.of(this, connection);
  }

  /** Runs a view's action on the server, as the next statement of that view. */
  synchronized @Nullable Object run(RollbackConnection user, Action action) throws Throwable {
    enter(user);
    if (!user.isInAutoCommit()) {
      return action.run();
    }
    try {
      Object result = action.run();
      checkDeferredConstraints();
      execute(NEXT_STEP);
      return result;
    } catch (Throwable e) {
      if (ended == null && !connection.isClosed()) {
        execute("ROLLBACK TO " + STEP);
      }
      throw e;
    }
  }

  private void enter(RollbackConnection user) throws SQLException {
    if (ended != null) {
      throw ended;
    }
    if (owner == user) {
      return;
    }
    if (owner != null) {
      throw new SQLException(
          "With Isolation.ROLLBACK all connections of a test are one session, which cannot hold two transactions: that of another connection is open (begun by thread %s). Commit it, roll it back or close its connection before this one is used, or use Isolation.METHOD."
              .formatted(thread),
          NOT_SUPPORTED);
    }
    changeSettings(user);
    if (!user.isInAutoCommit()) {
      if (user.isReadOnly()) {
        execute("SET TRANSACTION READ ONLY");
      }
      owner = user;
      thread = Thread.currentThread().getName();
    }
  }

  /** Gives the session a view's own settings. Those of a closed view are over. */
  private void changeSettings(RollbackConnection user) throws SQLException {
    if (lastUser == user) {
      return;
    }
    if (lastUser != null) {
      if (!lastUser.isClosed()) {
        lastUser.remember(settings());
      }
      // In a step of its own, which no rollback of the view's undoes.
      execute(RESET);
      Map<String, String> its = user.settings().isEmpty() ? initial : user.settings();
      for (Map.Entry<String, String> each : its.entrySet()) {
        set(each.getKey(), each.getValue());
      }
      execute(NEXT_STEP);
    } else {
      initial = settings();
    }
    lastUser = user;
  }

  private Map<String, String> settings() throws SQLException {
    Map<String, String> settings = new LinkedHashMap<>();
    try (ResultSet row = control.executeQuery(SETTINGS)) {
      while (row.next()) {
        settings.put(row.getString(1), row.getString(2));
      }
    }
    return settings;
  }

  private void set(String name, String value) throws SQLException {
    try (var set = connection.prepareStatement("SELECT pg_catalog.set_config(?, ?, false)")) {
      set.setString(1, name);
      set.setString(2, value);
      set.executeQuery().close();
    }
  }

  synchronized void commit(RollbackConnection user) throws SQLException {
    if (owner != user) {
      return;
    }
    try {
      checkDeferredConstraints();
      execute(NEXT_STEP);
      owner = null;
    } catch (SQLException e) {
      rollback(user);
      throw ABORTED.equals(e.getSQLState())
          ? new SQLException(
              "The transaction cannot be committed, because a statement in it failed. It was rolled"
                  + " back.",
              ABORTED,
              e)
          : e;
    }
  }

  synchronized void rollback(RollbackConnection user) throws SQLException {
    if (owner != user) {
      return;
    }
    owner = null;
    if (ended == null && !connection.isClosed()) {
      execute("ROLLBACK TO " + STEP);
    }
  }

  /** Checks all constraints, as a commit does, and defers again those declared so. */
  private void checkDeferredConstraints() throws SQLException {
    String all;
    String deferred;
    try (ResultSet row = control.executeQuery(DEFERRABLE)) {
      row.next();
      all = row.getString(1);
      deferred = row.getString(2);
    }
    if (all != null) {
      execute("SET CONSTRAINTS " + all + " IMMEDIATE");
    }
    if (deferred != null) {
      execute("SET CONSTRAINTS " + deferred + " DEFERRED");
    }
  }

  private void execute(String sql) throws SQLException {
    try {
      control.execute(sql);
    } catch (SQLException e) {
      if (!NO_SUCH_SAVEPOINT.equals(e.getSQLState()) && !NO_TRANSACTION.equals(e.getSQLState())) {
        throw e;
      }
      ended =
          new SQLException(
              "An SQL statement (COMMIT or ROLLBACK) ended the transaction that Isolation.ROLLBACK"
                  + " rolls back after a test, so what was written before it may stay: the class's"
                  + " later tests get a fresh database, without what @BeforeAll methods wrote. Let"
                  + " the test use the connection's commit() and rollback(), or Isolation.METHOD.",
              e.getSQLState(),
              e);
      whenEnded.run();
      throw ended;
    }
  }

  /** Rolls back. Fails if there was something that cannot be. */
  @Override
  public synchronized void close() throws SQLException {
    try (connection) {
      if (ended == null && !connection.isClosed()) {
        execute("ROLLBACK TO " + TEST);
      }
      connection.rollback();
    } catch (SQLException e) {
      // Where the session is lost the server has rolled back.
      if (e == ended) {
        throw e;
      }
    }
    if (ended != null) {
      throw ended;
    }
  }
}
