package dev.nof1.schema.junit.rollback;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Connection as code under test knows it, with auto-commit, transactions, settings and an end of
 * its own, of a {@link RollbackSession} that others use as well.
 */
final class RollbackConnection implements InvocationHandler {
  private static final String NOT_OPEN = "08003";
  private static final String NO_TRANSACTION = "25P01";

  private final RollbackSession session;
  private final Connection connection;
  private volatile boolean autoCommit = true;
  private volatile boolean readOnly;
  private int isolation = Connection.TRANSACTION_READ_COMMITTED;
  private volatile boolean closed;
  private Map<String, String> settings = Map.of();

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

  boolean isInAutoCommit() {
    return autoCommit;
  }

  boolean isReadOnly() {
    return readOnly;
  }

  boolean isClosed() {
    return closed;
  }

  /** Returns what this view has set, to be set again when it is used after others. */
  Map<String, String> settings() {
    return settings;
  }

  void remember(Map<String, String> now) {
    settings = now;
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
    refuseIfClosed();
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
        session.commit(this);
        return null;
      }
      case "rollback" -> {
        refuseInAutoCommit("Cannot rollback when autoCommit is enabled.");
        if (first == null) {
          session.rollback(this);
          return null;
        }
        return onServer(method, args);
      }
      case "setSavepoint" -> {
        refuseInAutoCommit("Cannot establish a savepoint in auto-commit mode.");
        return onServer(method, args);
      }
      // What is unwrapped may do anything, so it counts as a statement.
      case "releaseSavepoint", "setSchema", "getSchema", "setClientInfo", "unwrap" -> {
        return onServer(method, args);
      }
      case "isReadOnly" -> {
        return readOnly;
      }
      case "setReadOnly" -> {
        readOnly = Boolean.TRUE.equals(first);
        return null;
      }
      // It can only be set where a transaction begins, and that was long ago.
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
    Object result = RollbackStatement.call(connection, method, args);
    return result instanceof Statement || result instanceof DatabaseMetaData
        ? RollbackStatement.of(this, (Connection) proxy, result)
        : result;
  }

  private @Nullable Object onServer(Method method, Object @Nullable [] args) throws Throwable {
    return run(() -> RollbackStatement.call(connection, method, args));
  }

  /** Runs an action on the server for this view, in a transaction or by itself. */
  @Nullable Object run(RollbackSession.Action action) throws Throwable {
    refuseIfClosed();
    return session.run(this, action);
  }

  private void setAutoCommit(boolean wanted) throws SQLException {
    if (wanted == autoCommit) {
      return;
    }
    if (wanted) {
      session.commit(this);
    }
    autoCommit = wanted;
  }

  /** Loses what was not committed, as when a real connection is closed. */
  private void close() throws SQLException {
    if (closed) {
      return;
    }
    closed = true;
    session.rollback(this);
  }

  private void refuseIfClosed() throws SQLException {
    if (closed) {
      throw new SQLException("This connection has been closed.", NOT_OPEN);
    }
  }

  private void refuseInAutoCommit(String message) throws SQLException {
    if (autoCommit) {
      throw new SQLException(message, NO_TRANSACTION);
    }
  }
}
