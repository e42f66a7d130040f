package dev.nof1.schema.junit;

import dev.nof1.schema.junit.lease.StoredResource;
import dev.nof1.schema.junit.rollback.RollbackDataSource;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.TestInstances;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ModifierSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Values of parameters and fields, from the databases of a test or a class.
 *
 * @param owners the class that asked for the databases
 * @param context the test or class that gets the values, which are closed with it
 */
record Injection(Owners owners, ExtensionContext context) {
  private static final Namespace NAMESPACE = Namespace.create(Injection.class);

  /** Sets the static fields of a class. */
  void intoClass(Class<?> type) throws Exception {
    into(type, null, owner -> owner.hasDatabase(context));
  }

  /**
   * Sets the fields of the test's instance and of those around it; none if there is no instance.
   *
   * @param ready whether a database is known by now
   */
  void intoInstances(Predicate<Owner> ready) throws Exception {
    Optional<TestInstances> instances = context.getTestInstances();
    if (instances.isPresent()) {
      for (Object instance : instances.get().getAllInstances()) {
        into(instance.getClass(), instance, ready);
      }
    }
  }

  private void into(Class<?> type, @Nullable Object instance, Predicate<Owner> ready)
      throws Exception {
    List<Field> fields =
        ReflectionSupport.findFields(
            type,
            field ->
                AnnotationSupport.isAnnotated(field, InjectDatabase.class)
                    && ModifierSupport.isStatic(field) == (instance == null),
            HierarchyTraversalMode.TOP_DOWN);
    for (Field field : fields) {
      if (Modifier.isFinal(field.getModifiers())) {
        throw new ExtensionConfigurationException(
            "@InjectDatabase is on the final field " + field + "; it must not be final.");
      }
      Owner owner = owners.of(field, "field " + field);
      if (!ready.test(owner)) {
        continue;
      }
      try {
        field.setAccessible(true);
        Resources resources = resources(owner);
        Object value = resources.of(field.getType());
        AutoCloseable use =
            InjectedFields.set(field, instance, value, resources.source(value), context, owner);
        store().put(new Object(), (StoredResource) use::close);
      } catch (IllegalArgumentException e) {
        throw new ExtensionConfigurationException(
            "The field %s is %s.".formatted(field, e.getMessage()), e);
      }
    }
  }

  /** Returns whether a parameter asks for all databases of the class. */
  static boolean isOfApplication(ParameterContext parameter) {
    return parameter.getParameter().getType() == ApplicationDatabases.class;
  }

  /** Chooses the database that a parameter wants. */
  Owner owner(ParameterContext parameter) {
    return owners.of(parameter.getParameter(), "parameter " + parameter.getParameter().getName());
  }

  /** Returns the value of a parameter. */
  Object parameter(ParameterContext parameter) {
    if (isOfApplication(parameter)) {
      return new ApplicationDatabases(
          owners.all().stream().map(each -> new ApplicationDatabase(each, this)).toList());
    }
    try {
      return resources(owner(parameter)).of(parameter.getParameter().getType());
    } catch (IllegalArgumentException e) {
      throw new ParameterResolutionException(
          "The parameter %s is %s.".formatted(parameter.getParameter().getName(), e.getMessage()));
    } catch (SQLException e) {
      throw unreachable(e);
    }
  }

  /** Returns the data source of the test or class: with ROLLBACK that of the test's session. */
  DataSource dataSource(Owner owner) {
    return resources(owner).dataSource();
  }

  /** Session of a test, closed with the test's store. */
  private record Session(RollbackDataSource dataSource) implements StoredResource {
    @Override
    public void close() throws SQLException {
      dataSource.close();
    }
  }

  private Resources resources(Owner owner) {
    TestDatabase database = owner.database(context);
    Store store = store();
    Resources.Lent lent = connection -> store.put(connection, (StoredResource) connection::close);
    if (owner.isolation() == Isolation.ROLLBACK && context.getTestMethod().isPresent()) {
      Session session =
          store.getOrComputeIfAbsent(
              List.of(Session.class, owner.name()),
              key -> new Session(rollback(database)),
              Session.class);
      return new Resources(database, session.dataSource(), lent);
    }
    return new Resources(database, database.dataSource(), lent);
  }

  private static RollbackDataSource rollback(TestDatabase database) {
    try {
      return database.lease().openRollback();
    } catch (SQLException e) {
      throw unreachable(e);
    }
  }

  private static ParameterResolutionException unreachable(SQLException e) {
    return new ParameterResolutionException(
        "The test's database cannot be reached: " + e.getMessage(), e);
  }

  private Store store() {
    return context.getStore(NAMESPACE);
  }
}
