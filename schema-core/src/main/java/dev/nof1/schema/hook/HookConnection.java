package dev.nof1.schema.hook;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.jspecify.annotations.Nullable;

/**
 * The connection that migrates, as a hook gets it from {@code hookContext.getConnection()}: what it
 * commits is only kept from its own rollback, and closing it closes nothing.
 *
 * <p>MyBatis hands out a second connection; that one would not see what the open transaction has
 * done, and would wait for its locks for ever. A proxy, because {@link Connection} has more than
 * fifty methods of which five matter.
 */
final class HookConnection implements InvocationHandler {
  private final Connection connection;
  private Savepoint kept;
  private boolean autoCommit = true;
  private boolean closed;

  private HookConnection(Connection connection) throws SQLException {
    this.connection = connection;
    this.kept = connection.setSavepoint();
  }

  /** Opens one within the transaction that is open. */
  static Connection within(Connection connection) throws SQLException {
    return (Connection)
        Proxy.newProxyInstance(
            HookConnection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            new HookConnection(connection));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args)
      throws Throwable {
    return switch (method.getName()) {
      case "close" -> {
        closed = true;
        yield null;
      }
      case "isClosed" -> closed || connection.isClosed();
      case "getAutoCommit" -> autoCommit;
      case "setAutoCommit" -> {
        autoCommit = args != null && (Boolean) args[0];
        yield null;
      }
      case "commit" -> {
        connection.releaseSavepoint(kept);
        kept = connection.setSavepoint();
        yield null;
      }
      case "rollback" -> {
        connection.rollback(args == null ? kept : (Savepoint) args[0]);
        yield null;
      }
      case "equals" -> args != null && proxy == args[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> passOn(method, args);
    };
  }

  private @Nullable Object passOn(Method method, Object @Nullable [] args) throws Throwable {
    if (closed) {
      throw new SQLException("This connection of a hook has been closed by it.", "08003");
    }
    try {
      return method.invoke(connection, args);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
