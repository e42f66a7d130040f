package dev.nof1.schema.junit;

import dev.nof1.schema.error.SchemaException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.TestAbortedException;

/**
 * The class that asked for a database: the innermost around a test that carries the annotation, or
 * that has the registered extension.
 *
 * @param request what it asked for
 * @param run where it gets it
 * @param context the context of the class, which the database ends with
 */
record Owner(Request request, TestRun run, ExtensionContext context) {
  private static final Namespace NAMESPACE = Namespace.create(Owner.class);

  /** Failures that a test has told of; the others only abort, so that one reads the cause once. */
  private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

  static Owner of(
      MigratedDatabaseExtension extension,
      Optional<MigratedDatabaseExtension.Builder> options,
      ExtensionContext context) {
    ExtensionContext classContext = classContext(context);
    if (options.isPresent()) {
      // Found through the parents' stores; the first to ask is the class that has the extension.
      Owner known = classContext.getStore(NAMESPACE).get(extension, Owner.class);
      return known != null
          ? known
          : once(
              classContext, extension, options.get().request(classContext.getRequiredTestClass()));
    }
    for (ExtensionContext each = classContext;
        each.getTestClass().isPresent();
        each = each.getParent().orElseThrow()) {
      Class<?> testClass = each.getRequiredTestClass();
      Optional<MigratedDatabase> annotation =
          AnnotationSupport.findAnnotation(testClass, MigratedDatabase.class);
      if (annotation.isPresent()) {
        return once(each, testClass, Request.of(testClass, annotation.get()));
      }
    }
    throw new ExtensionConfigurationException(
        "There is no migrated database here: put @MigratedDatabase on the test class.");
  }

  private static Owner once(ExtensionContext context, Object key, Request request) {
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            key,
            k -> new Owner(request, TestRun.of(configuration(context), request), context),
            Owner.class);
  }

  private static Configuration configuration(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            Configuration.class,
            key ->
                Configuration.read(
                    Configuration.parameters(context::getConfigurationParameter), System.getenv()),
            Configuration.class);
  }

  private static ExtensionContext classContext(ExtensionContext context) {
    ExtensionContext each = context;
    while (each.getTestMethod().isPresent()) {
      each = each.getParent().orElseThrow();
    }
    return each;
  }

  /** The database of whoever is at work in this context: a test of its own, or the class. */
  Lease lease(ExtensionContext user) {
    if (request.isolation() != Isolation.METHOD || user.getTestMethod().isEmpty()) {
      return leased(context);
    }
    // A dynamic test's context is below that of its method, and shares its database.
    ExtensionContext method = user;
    while (method.getParent().filter(parent -> parent.getTestMethod().isPresent()).isPresent()) {
      method = method.getParent().orElseThrow();
    }
    return leased(method);
  }

  private Lease leased(ExtensionContext where) {
    Store store = where.getStore(NAMESPACE);
    String key = "lease of " + context.getUniqueId() + " for " + where.getUniqueId();
    return store.getOrComputeIfAbsent(key, k -> create(), Lease.class);
  }

  private Lease create() {
    try {
      return Lease.of(run, request);
    } catch (SchemaException e) {
      if (TOLD.add(String.valueOf(e.getMessage()))) {
        throw e;
      }
      throw new TestAbortedException(
          "There is no database for this test; an earlier one failed with the reason: "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }
}
