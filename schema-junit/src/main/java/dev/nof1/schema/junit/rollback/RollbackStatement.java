package dev.nof1.schema.junit.rollback;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Statement of a {@link RollbackConnection}, its results and its metadata: what they execute
 * belongs to that connection, which is also the one they name as theirs.
 */
final class RollbackStatement implements InvocationHandler {
  private final RollbackConnection view;
  private final Connection connection;
  private final Object target;

  /** Statement of a result; of all else null. */
  private final @Nullable Object parent;

  private RollbackStatement(
      RollbackConnection view, Connection connection, Object target, @Nullable Object parent) {
    this.view = view;
    this.connection = connection;
    this.target = target;
    this.parent = parent;
  }

  /**
   * Wraps a statement or metadata.
   *
   * @param view whose it is
   * @param connection the view as code under test has it
   * @param target the driver's
   */
  static Object of(RollbackConnection view, Connection connection, Object target) {
    return proxy(new RollbackStatement(view, connection, target, null));
  }

  private static Object proxy(RollbackStatement handler) {
    return Proxy.newProxyInstance(
        RollbackStatement.class.getClassLoader(), new Class<?>[] {type(handler.target)}, handler);
  }

  private static Class<?> type(Object target) {
    if (target instanceof ResultSet) {
      return ResultSet.class;
    }
    if (target instanceof DatabaseMetaData) {
      return DatabaseMetaData.class;
    }
    if (target instanceof CallableStatement) {
      return CallableStatement.class;
    }
    return target instanceof PreparedStatement ? PreparedStatement.class : Statement.class;
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args)
      throws Throwable {
    String name = method.getName();
    switch (name) {
      case "equals" -> {
        return args != null && proxy == args[0];
      }
      case "hashCode" -> {
        return System.identityHashCode(proxy);
      }
      case "getConnection" -> {
        return connection;
      }
      case "getStatement" -> {
        if (parent != null) {
          return parent;
        }
      }
      default -> {}
    }
    Object result =
        name.startsWith("execute") || name.equals("unwrap") || isRowChange(name)
            ? view.run(() -> execute(method, args))
            : call(target, method, args);
    if (name.equals("unwrap")) {
      return result;
    }
    if (result instanceof ResultSet) {
      return proxy(
          new RollbackStatement(
              view, connection, result, target instanceof Statement ? proxy : null));
    }
    return result instanceof Statement ? of(view, connection, result) : result;
  }

  private boolean isRowChange(String name) {
    return target instanceof ResultSet
        && (name.equals("insertRow") || name.equals("updateRow") || name.equals("deleteRow"));
  }

  /** Fetches all rows at once in auto-commit mode, as the driver does, and so all failures. */
  private @Nullable Object execute(Method method, Object @Nullable [] args) throws Throwable {
    if (!view.isInAutoCommit() || !(target instanceof Statement statement)) {
      return call(target, method, args);
    }
    int rows = statement.getFetchSize();
    statement.setFetchSize(0);
    try {
      return call(target, method, args);
    } finally {
      if (!statement.isClosed()) {
        statement.setFetchSize(rows);
      }
    }
  }

  /** Calls the driver's, and fails as that does. */
  static @Nullable Object call(Object target, Method method, Object @Nullable [] args)
      throws Throwable {
    try {
      return method.invoke(target, args);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
