package dev.nof1.schema.junit.rollback;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Data source whose connections are all one session, in one transaction that is rolled back when
 * the data source is closed. Safe for use by several threads, one statement at a time.
 */
public final class RollbackDataSource implements DataSource, AutoCloseable {
  private final RollbackSession session;

  private RollbackDataSource(RollbackSession session) {
    this.session = session;
  }

  /**
   * Begins the transaction.
   *
   * @param connection a new one; closed with this
   * @param whenEnded run when the transaction turns out to have ended before its time, so that what
   *     was written in it may stay
   * @return a data source of that one session
   * @throws SQLException if the server refuses
   */
  public static RollbackDataSource begin(Connection connection, Runnable whenEnded)
      throws SQLException {
    return new RollbackDataSource(RollbackSession.begin(connection, whenEnded));
  }

  /**
   * Rolls back.
   *
   * @throws SQLException if there was something that cannot be rolled back
   */
  @Override
  public void close() throws SQLException {
    session.close();
  }

  @Override
  public Connection getConnection() {
    return session.connect();
  }

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException(
        "With Isolation.ROLLBACK there is one connection a test, and it is the test's user's.");
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    throw new SQLFeatureNotSupportedException("A test's data source has no log.");
  }

  @Override
  public void setLoginTimeout(int seconds) {
    // It is logged in.
  }

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("A test's data source has no log.");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("A test's data source is no " + type.getName() + ".");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
