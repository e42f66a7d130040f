package dev.nof1.schema.junit;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A connection as code under test knows it, with auto-commit, transactions and an end of its own,
 * of a {@link RollbackSession} that others use as well.
 */
final class RollbackConnection implements InvocationHandler {
  private static final String NOT_OPEN = "08003";
  private static final String NO_TRANSACTION = "25P01";

  private final RollbackSession session;
  private final Connection connection;
  private boolean autoCommit = true;
  private boolean readOnly;
  private int isolation = Connection.TRANSACTION_READ_COMMITTED;
  private volatile boolean closed;

  private RollbackConnection(RollbackSession session, Connection connection) {
    this.session = session;
    this.connection = connection;
  }

  static Connection of(RollbackSession session, Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            RollbackConnection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            new RollbackConnection(session, connection));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args)
      throws Throwable {
    Object first = args == null || args.length == 0 ? null : args[0];
    switch (method.getName()) {
      case "close", "abort" -> {
        close();
        return null;
      }
      case "isClosed" -> {
        return closed || connection.isClosed();
      }
      case "equals" -> {
        return proxy == first;
      }
      case "hashCode" -> {
        return System.identityHashCode(proxy);
      }
      default -> {}
    }
    if (closed) {
      throw new SQLException("This connection has been closed.", NOT_OPEN);
    }
    switch (method.getName()) {
      case "getAutoCommit" -> {
        return autoCommit;
      }
      case "setAutoCommit" -> {
        setAutoCommit(Boolean.TRUE.equals(first));
        return null;
      }
      case "commit" -> {
        refuseInAutoCommit("Cannot commit when autoCommit is enabled.");
        session.commit();
        return null;
      }
      case "rollback" -> {
        refuseInAutoCommit("Cannot rollback when autoCommit is enabled.");
        if (first == null) {
          session.rollback();
          return null;
        }
      }
      case "setSavepoint" ->
          refuseInAutoCommit("Cannot establish a savepoint in auto-commit mode.");
      // These last two can only be set where a transaction begins, and that was long ago.
      case "isReadOnly" -> {
        return readOnly;
      }
      case "setReadOnly" -> {
        readOnly = Boolean.TRUE.equals(first);
        return null;
      }
      case "getTransactionIsolation" -> {
        return isolation;
      }
      case "setTransactionIsolation" -> {
        isolation = first instanceof Integer level ? level : isolation;
        return null;
      }
      default -> {
        // All else is as it is.
      }
    }
    try {
      return method.invoke(connection, args);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private void setAutoCommit(boolean wanted) throws SQLException {
    if (wanted == autoCommit) {
      return;
    }
    autoCommit = wanted;
    if (wanted) {
      session.leaveTransaction(this, true);
    } else {
      session.enterTransaction(this);
    }
  }

  /** What was not committed is lost, as when a real connection is closed. */
  private void close() throws SQLException {
    if (closed) {
      return;
    }
    closed = true;
    if (!autoCommit && !connection.isClosed()) {
      session.leaveTransaction(this, false);
    }
  }

  private void refuseInAutoCommit(String message) throws SQLException {
    if (autoCommit) {
      throw new SQLException(message, NO_TRANSACTION);
    }
  }
}
