package dev.nof1.schema.spring.test;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Connection, or statement of one, that an application has: once the tests have gone on to another
 * database, whatever is done with it fails with a message that says so.
 */
final class GuardedConnection implements InvocationHandler {
  private static final String NO_CONNECTION = "08003";

  private final Object guarded;
  private final BooleanSupplier isCurrent;
  private final Supplier<String> message;
  private final @Nullable Connection connection;
  private final Runnable whenClosed;

  private GuardedConnection(
      Object guarded,
      BooleanSupplier isCurrent,
      Supplier<String> message,
      @Nullable Connection connection,
      Runnable whenClosed) {
    this.guarded = guarded;
    this.isCurrent = isCurrent;
    this.message = message;
    this.connection = connection;
    this.whenClosed = whenClosed;
  }

  /**
   * Guards a connection.
   *
   * @param isCurrent whether its database is still that of the tests
   * @param message says why it is not
   * @param whenClosed run before it is given back
   */
  static Connection of(
      Connection connection,
      BooleanSupplier isCurrent,
      Supplier<String> message,
      Runnable whenClosed) {
    return (Connection)
        proxy(
            new GuardedConnection(connection, isCurrent, message, null, whenClosed),
            Connection.class);
  }

  private static Object proxy(GuardedConnection handler, Class<?> type) {
    return Proxy.newProxyInstance(
        GuardedConnection.class.getClassLoader(), new Class<?>[] {type}, handler);
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    switch (method.getName()) {
      case "equals":
        return args != null && proxy == args[0];
      case "hashCode":
        return System.identityHashCode(proxy);
      case "toString":
        return "switched " + guarded;
      case "isWrapperFor":
        return args != null && ((Class<?>) args[0]).isInstance(proxy)
            || Boolean.TRUE.equals(call(method, args));
      case "unwrap":
        return args != null && ((Class<?>) args[0]).isInstance(proxy) ? proxy : call(method, args);
      case "close", "abort":
        // One of a former target has gone from its pool, or with its test's session.
        if (!isCurrent.getAsBoolean()) {
          return null;
        }
        whenClosed.run();
        return call(method, args);
      case "isClosed":
        return !isCurrent.getAsBoolean() || Boolean.TRUE.equals(call(method, args));
      case "isValid":
        return isCurrent.getAsBoolean() && Boolean.TRUE.equals(call(method, args));
      case "getConnection":
        return connection != null ? connection : call(method, args);
      default:
        return guarded(proxy, method, args);
    }
  }

  private @Nullable Object guarded(Object proxy, Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    if (!isCurrent.getAsBoolean()) {
      throw over(null);
    }
    Object result;
    try {
      result = call(method, args);
    } catch (SQLException e) {
      throw isCurrent.getAsBoolean() ? e : over(e);
    }
    if (!(result instanceof Statement) || !(proxy instanceof Connection of)) {
      return result;
    }
    Class<?> type =
        result instanceof CallableStatement
            ? CallableStatement.class
            : result instanceof PreparedStatement ? PreparedStatement.class : Statement.class;
    return proxy(new GuardedConnection(result, isCurrent, message, of, () -> {}), type);
  }

  private SQLException over(@Nullable Throwable cause) {
    return new SQLNonTransientConnectionException(message.get(), NO_CONNECTION, cause);
  }

  private @Nullable Object call(Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    try {
      return method.invoke(guarded, args);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
