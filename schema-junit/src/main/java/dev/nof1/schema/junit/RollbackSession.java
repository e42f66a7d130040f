package dev.nof1.schema.junit;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.postgresql.jdbc.AutoSave;
import org.postgresql.jdbc.PgConnection;

/**
 * A session in one transaction that is rolled back in the end, whatever the test believes. What a
 * commit would make last is kept by a savepoint, so that a rollback goes back to there.
 *
 * <p>Safe for use by several threads, as far as one session is.
 */
final class RollbackSession implements AutoCloseable {
  private static final String NO_SUCH_SAVEPOINT = "3B001";
  private static final String NO_TRANSACTION = "25P01";
  private static final String ABORTED = "25P02";

  private final Connection connection;
  private final Set<RollbackConnection> inTransaction =
      Collections.newSetFromMap(new IdentityHashMap<>());
  private Savepoint lastCommit;

  private RollbackSession(Connection connection, Savepoint begin) {
    this.connection = connection;
    this.lastCommit = begin;
  }

  /** Begins the transaction. */
  static RollbackSession begin(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    RollbackSession session = new RollbackSession(connection, connection.setSavepoint());
    session.goOnAfterFailures(true);
    return session;
  }

  /** What one call of {@code getConnection} gives: a view of this session. */
  Connection connect() {
    return RollbackConnection.of(this, connection);
  }

  synchronized void enterTransaction(RollbackConnection user) throws SQLException {
    inTransaction.add(user);
    goOnAfterFailures(false);
    commit();
  }

  synchronized void leaveTransaction(RollbackConnection user, boolean commit) throws SQLException {
    inTransaction.remove(user);
    try {
      if (commit) {
        commit();
      } else {
        rollback();
      }
    } finally {
      goOnAfterFailures(inTransaction.isEmpty());
    }
  }

  synchronized void commit() throws SQLException {
    try {
      connection.releaseSavepoint(lastCommit);
    } catch (SQLException e) {
      if (!ABORTED.equals(e.getSQLState())) {
        throw ended(e);
      }
      rollback();
      throw new SQLException(
          "The transaction cannot be committed, because a statement in it failed. It was rolled back.",
          ABORTED,
          e);
    }
    lastCommit = connection.setSavepoint();
  }

  synchronized void rollback() throws SQLException {
    try {
      connection.rollback(lastCommit);
    } catch (SQLException e) {
      throw ended(e);
    }
  }

  /**
   * In auto-commit mode a failed statement leaves nothing behind; in a transaction all that follow
   * it fail too.
   */
  private void goOnAfterFailures(boolean yes) throws SQLException {
    connection.unwrap(PgConnection.class).setAutosave(yes ? AutoSave.ALWAYS : AutoSave.NEVER);
  }

  private static SQLException ended(SQLException e) {
    return NO_SUCH_SAVEPOINT.equals(e.getSQLState()) || NO_TRANSACTION.equals(e.getSQLState())
        ? new SQLException(
            "An SQL statement (COMMIT or ROLLBACK) ended the transaction that Isolation.ROLLBACK rolls back after a test, so what was written before it may stay. Let the test use the connection's commit() and rollback(), or Isolation.METHOD.",
            e.getSQLState(),
            e)
        : e;
  }

  /** Rolls back. Fails if there was something that cannot be. */
  @Override
  public synchronized void close() throws SQLException {
    try (connection) {
      goOnAfterFailures(false);
      rollback();
      connection.rollback();
    } catch (SQLException e) {
      // Where the session is lost the server has rolled back.
      if (NO_SUCH_SAVEPOINT.equals(e.getSQLState()) || NO_TRANSACTION.equals(e.getSQLState())) {
        throw e;
      }
    }
  }
}
