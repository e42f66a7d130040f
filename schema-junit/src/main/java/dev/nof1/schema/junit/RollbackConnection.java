package dev.nof1.schema.junit;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.jspecify.annotations.Nullable;

/**
 * A connection in one transaction that is rolled back in the end, whatever the test believes: a
 * commit sets a savepoint, a rollback goes back to the last one, and closing gives it back. The
 * driver's {@code autosave} lets it go on after a failed statement, as a connection in auto-commit
 * mode does.
 */
final class RollbackConnection implements InvocationHandler {
  private final Connection connection;
  private boolean autoCommit = true;
  private @Nullable Savepoint lastCommit;

  private RollbackConnection(Connection connection) {
    this.connection = connection;
  }

  /** Begins the transaction. */
  static Connection of(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    return (Connection)
        Proxy.newProxyInstance(
            RollbackConnection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            new RollbackConnection(connection));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args)
      throws Throwable {
    switch (method.getName()) {
      case "close", "abort" -> {
        return null;
      }
      case "getAutoCommit" -> {
        return autoCommit;
      }
      case "setAutoCommit" -> {
        autoCommit = args != null && Boolean.TRUE.equals(args[0]);
        commit();
        return null;
      }
      case "commit" -> {
        commit();
        return null;
      }
      case "rollback" -> {
        if (args == null || args.length == 0) {
          rollback();
          return null;
        }
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

  private void commit() throws SQLException {
    if (lastCommit != null) {
      connection.releaseSavepoint(lastCommit);
    }
    lastCommit = connection.setSavepoint();
  }

  private void rollback() throws SQLException {
    if (lastCommit == null) {
      connection.rollback();
    } else {
      connection.rollback(lastCommit);
    }
  }
}
