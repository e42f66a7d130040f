package dev.nof1.schema.junit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Makes the database when the annotated class begins, and drops it when that ends. */
final class MigratedDatabaseExtension implements BeforeAllCallback, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(MigratedDatabaseExtension.class);

  /**
   * Fires for nested classes too; only a class that carries the annotation itself gets a database.
   */
  @Override
  public void beforeAll(ExtensionContext context) throws SQLException {
    Class<?> test = context.getRequiredTestClass();
    boolean nested =
        test.getEnclosingClass() != null
            && context.getParent().flatMap(ExtensionContext::getTestClass).isPresent();
    boolean annotatedItself =
        AnnotationSupport.findAnnotation(test, MigratedDatabase.class).isPresent();
    if (annotatedItself || !nested) {
      context.getStore(NAMESPACE).put(Owned.class, new Owned(TestDatabases.create()));
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == DataSource.class
        || type == Connection.class
        || parameter.isAnnotated(JdbcUrl.class);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    TestDatabase database = database(context);
    Class<?> type = parameter.getParameter().getType();
    if (type == DataSource.class) {
      return database.dataSource();
    }
    if (type == Connection.class) {
      return open(database, context);
    }
    if (type == String.class) {
      return database.jdbcUrl();
    }
    throw new ParameterResolutionException(
        "@JdbcUrl is for String parameters, but %s is a %s."
            .formatted(parameter.getParameter().getName(), type.getSimpleName()));
  }

  private static TestDatabase database(ExtensionContext context) {
    return Optional.ofNullable(context.getStore(NAMESPACE).get(Owned.class, Owned.class))
        .orElseThrow(
            () ->
                new ParameterResolutionException(
                    "There is no migrated database here: put @MigratedDatabase on the test class."))
        .database();
  }

  private static Connection open(TestDatabase database, ExtensionContext context) {
    try {
      Connection connection = database.dataSource().getConnection();
      Store store = context.getStore(NAMESPACE);
      store.put(connection, new Lent(connection));
      return connection;
    } catch (SQLException e) {
      throw new ParameterResolutionException(
          "The database " + database + " cannot be reached: " + e.getMessage(), e);
    }
  }

  /** Closed with the context of the class. */
  private record Owned(TestDatabase database) implements AutoCloseable {
    @Override
    public void close() throws SQLException {
      TestDatabases.drop(database);
    }
  }

  /** Closed with the context of the test that got it. */
  private record Lent(Connection connection) implements AutoCloseable {
    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }
}
