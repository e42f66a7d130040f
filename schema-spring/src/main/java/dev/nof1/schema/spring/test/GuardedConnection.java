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
   * @param whenClosed run after it was given back
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
    return switch (method.getName()) {
      case "equals" -> args != null && proxy == args[0];
      case "hashCode" -> System.identityHashCode(proxy);
      case "toString" -> "switched " + guarded;
      case "isWrapperFor" -> isThis(proxy, args) || Boolean.TRUE.equals(call(method, args));
      case "unwrap" -> isThis(proxy, args) ? proxy : call(method, args);
      case "close", "abort" -> close(method, args);
      case "isClosed" -> !isCurrent.getAsBoolean() || Boolean.TRUE.equals(call(method, args));
      case "isValid" -> isCurrent.getAsBoolean() && Boolean.TRUE.equals(call(method, args));
      case "getConnection" -> connection != null ? connection : call(method, args);
      default -> guarded(proxy, method, args);
    };
  }

  private static boolean isThis(Object proxy, @Nullable Object @Nullable [] args) {
    return args != null && args[0] instanceof Class<?> type && type.isInstance(proxy);
  }

  /** Closes it, unless it has gone from its pool with its target, or with its test's session. */
  private @Nullable Object close(Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    if (!isCurrent.getAsBoolean()) {
      return null;
    }
    try {
      return call(method, args);
    } finally {
      whenClosed.run();
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
