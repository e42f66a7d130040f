package dev.nof1.schema.junit.lease;

import dev.nof1.schema.error.ConfigurationException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ModifierSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Static method that takes a DataSource or a Connection.
 *
 * @param method accessible
 */
record MethodSeed(Method method) implements Seed {
  static MethodSeed find(String className, String name, Class<?> testClass) {
    Class<?> owner = testClass;
    if (!className.isEmpty()) {
      try {
        owner = Class.forName(className, false, testClass.getClassLoader());
      } catch (ClassNotFoundException e) {
        throw new ConfigurationException(
            "%s names the seed '%s#%s', but there is no such class."
                .formatted(testClass.getName(), className, name),
            e);
      }
    }
    // A subclass has the annotation too, where it is inherited.
    List<Method> methods =
        ReflectionSupport.findMethods(
            owner,
            method ->
                method.getName().equals(name)
                    && ModifierSupport.isStatic(method)
                    && method.getParameterCount() == 1
                    && Arrays.asList(DataSource.class, Connection.class)
                        .contains(method.getParameterTypes()[0]),
            HierarchyTraversalMode.BOTTOM_UP);
    if (!methods.isEmpty()) {
      methods.get(0).setAccessible(true);
      return new MethodSeed(methods.get(0));
    }
    throw new ConfigurationException(
        "%s names the seed '%s#%s', but %s has no static method %s(DataSource) or %s(Connection)."
            .formatted(testClass.getName(), className, name, owner.getName(), name, name));
  }

  @Override
  public String key() {
    return "method " + method;
  }

  @Override
  public boolean lasting() {
    return false;
  }

  @Override
  public void plant(DataSource database, String key) throws Exception {
    try {
      if (method.getParameterTypes()[0] == DataSource.class) {
        TestDataSource.lend(database, "the seed " + name(), lent -> method.invoke(null, lent));
      } else {
        try (Connection connection = database.getConnection()) {
          method.invoke(null, connection);
          if (!connection.isClosed() && !connection.getAutoCommit()) {
            // Closing would take its rows back in silence.
            connection.commit();
          }
        }
      }
    } catch (InvocationTargetException e) {
      throw new ConfigurationException(
          "The seed %s failed: %s. No database was made from it. Fix the seed."
              .formatted(name(), e.getCause()),
          e.getCause());
    }
  }

  private String name() {
    return method.getDeclaringClass().getName() + "#" + method.getName();
  }
}
