package dev.nof1.schema.junit;

import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.sql.Delimiter;
import dev.nof1.schema.sql.SqlReader;
import dev.nof1.schema.sql.SqlStatement;
import dev.nof1.schema.sql.StatementException;
import dev.nof1.schema.sql.StatementRunner;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ModifierSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/** Rows that are part of a template: an SQL file or a static method. */
sealed interface Seed {

  static Seed of(String text, Class<?> testClass) {
    int hash = text.indexOf('#');
    return hash >= 0
        ? MethodSeed.find(text.substring(0, hash), text.substring(hash + 1), testClass)
        : FileSeed.read(text, testClass);
  }

  /** Changes whenever the rows would, for as long as {@link #lasting}. */
  String key();

  /** Whether the key says all: a method may call code that nobody sees. */
  boolean lasting();

  void plant(DataSource database) throws Exception;

  /**
   * An SQL file.
   *
   * @param name as it was written
   * @param sql its text
   */
  record FileSeed(String name, String sql) implements Seed {
    static FileSeed read(String name, Class<?> testClass) {
      try {
        if (name.startsWith(Templates.CLASSPATH)) {
          String resource = name.substring(Templates.CLASSPATH.length());
          try (InputStream in = testClass.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
              throw missing(name, testClass);
            }
            return new FileSeed(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
          }
        }
        Path file = Path.of(name);
        if (!Files.isRegularFile(file)) {
          throw missing(name, testClass);
        }
        return new FileSeed(name, Files.readString(file));
      } catch (IOException e) {
        throw new ConfigurationException(
            "The seed %s of %s cannot be read: %s."
                .formatted(name, testClass.getName(), e.getMessage()),
            e);
      }
    }

    private static ConfigurationException missing(String name, Class<?> testClass) {
      return new ConfigurationException(
          "%s names the seed '%s', but there is no such %s. Write classpath:folder/file.sql, a file relative to %s, or #method."
              .formatted(
                  testClass.getName(),
                  name,
                  name.startsWith(Templates.CLASSPATH) ? "resource" : "file",
                  Path.of("").toAbsolutePath()));
    }

    @Override
    public String key() {
      return "file " + sql;
    }

    @Override
    public boolean lasting() {
      return true;
    }

    @Override
    public void plant(DataSource database) throws Exception {
      try (Connection connection = database.getConnection();
          SqlReader reader = new SqlReader(new StringReader(sql), Delimiter.SEMICOLON, 1)) {
        connection.setAutoCommit(false);
        StatementRunner runner = new StatementRunner(connection, notice -> {});
        for (SqlStatement s = reader.next(); s != null; s = reader.next()) {
          runner.run(s);
        }
        connection.commit();
      } catch (StatementException e) {
        throw new ConfigurationException(
            "A seed failed at %s:%d:%d: %s\n%s%sNo database was made from it. Fix the seed."
                .formatted(name, e.line(), e.column(), e.reason(), e.excerpt(), e.explanation()),
            e);
      }
    }
  }

  /**
   * A static method that takes a DataSource or a Connection.
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
    public void plant(DataSource database) throws Exception {
      try {
        if (method.getParameterTypes()[0] == DataSource.class) {
          method.invoke(null, database);
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
                .formatted(
                    method.getDeclaringClass().getName() + "#" + method.getName(), e.getCause()),
            e.getCause());
      }
    }
  }

  /**
   * Code of a builder's.
   *
   * @param code equal to itself only
   */
  record CodeSeed(SeedCode code) implements Seed {
    /** An identity hash would be the same for two of them one day. */
    private static final Map<SeedCode, Integer> NUMBERS =
        Collections.synchronizedMap(new IdentityHashMap<>());

    @Override
    public String key() {
      return "code " + NUMBERS.computeIfAbsent(code, c -> NUMBERS.size());
    }

    @Override
    public boolean lasting() {
      return false;
    }

    @Override
    public void plant(DataSource database) throws Exception {
      try {
        code.plant(database);
      } catch (Exception | AssertionError | LinkageError e) {
        throw new ConfigurationException(
            "A seed given as code failed: %s. No database was made from it. Fix the seed."
                .formatted(e),
            e);
      }
    }
  }
}
