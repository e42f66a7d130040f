package dev.nof1.schema.junit;

import dev.nof1.schema.junit.lease.Request;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ModifierSupport;

/**
 * Decision, made once for a class and an extension, whether the extension serves the class's tests
 * and as whose: the innermost class around a test that has the annotation or a registered extension
 * owns the test's database. A registered extension wins over the annotation of its class.
 *
 * @param owners none if another extension serves these tests
 */
record Ownership(Owners owners) {
  private static final Namespace NAMESPACE = Namespace.create(Ownership.class);

  /** Decides, or remembers the decision, for a class or a test of it. */
  static Owners of(
      MigratedDatabaseExtension extension,
      Optional<MigratedDatabaseExtension.Builder> options,
      ExtensionContext user) {
    ExtensionContext testClass = classContext(user);
    return testClass
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            List.of(extension, testClass.getUniqueId()),
            key ->
                new Ownership(
                    options.isPresent()
                        ? registered(extension, options.get(), testClass)
                        : annotated(testClass)),
            Ownership.class)
        .owners();
  }

  private static Owners annotated(ExtensionContext testClass) {
    for (ExtensionContext each = testClass;
        each.getTestClass().isPresent();
        each = each.getParent().orElseThrow()) {
      Class<?> type = each.getRequiredTestClass();
      if (registersAny(type)) {
        return Owners.NONE;
      }
      List<MigratedDatabase> declared = DatabaseDeclarations.on(type);
      if (!declared.isEmpty()) {
        ExtensionContext context = outermost(each);
        return new Owners(declared.stream().map(one -> owner(type, one, context)).toList());
      }
    }
    throw new ExtensionConfigurationException(
        "There is no migrated database here: put @MigratedDatabase on the test class.");
  }

  private static Owner owner(Class<?> type, MigratedDatabase annotation, ExtensionContext context) {
    return new Owner(annotation.name(), request(type, annotation), annotation.isolation(), context);
  }

  /** Describes the database that the annotation of a class asks for. */
  static Request request(Class<?> type, MigratedDatabase annotation) {
    return Request.of(
        type, annotation.version(), annotation.migrations(), List.of(annotation.seeds()));
  }

  private static Owners registered(
      MigratedDatabaseExtension extension,
      MigratedDatabaseExtension.Builder options,
      ExtensionContext testClass) {
    for (ExtensionContext each = testClass;
        each.getTestClass().isPresent();
        each = each.getParent().orElseThrow()) {
      Class<?> type = each.getRequiredTestClass();
      if (registers(type, extension)) {
        return Owners.of(options.owner(type, outermost(each)));
      }
      if (registersAny(type) || !DatabaseDeclarations.on(type).isEmpty()) {
        return Owners.NONE;
      }
    }
    // A field of an instance whose declared type says nothing.
    return Owners.of(options.owner(testClass.getRequiredTestClass(), testClass));
  }

  private static boolean registersAny(Class<?> type) {
    return hasInstanceField(type)
        || AnnotationSupport.findAnnotatedFieldValues(type, RegisterExtension.class).stream()
            .anyMatch(each -> each instanceof MigratedDatabaseExtension);
  }

  private static boolean registers(Class<?> type, MigratedDatabaseExtension extension) {
    return hasInstanceField(type)
        || AnnotationSupport.findAnnotatedFieldValues(type, RegisterExtension.class)
            .contains(extension);
  }

  private static boolean hasInstanceField(Class<?> type) {
    return !AnnotationSupport.findAnnotatedFields(
            type,
            RegisterExtension.class,
            field ->
                ModifierSupport.isNotStatic(field)
                    && MigratedDatabaseExtension.class.isAssignableFrom(field.getType()))
        .isEmpty();
  }

  /** Finds the context that all invocations of a parameterized class share. */
  private static ExtensionContext outermost(ExtensionContext context) {
    ExtensionContext each = context;
    while (each.getParent().flatMap(ExtensionContext::getTestClass).equals(each.getTestClass())) {
      each = each.getParent().orElseThrow();
    }
    return each;
  }

  private static ExtensionContext classContext(ExtensionContext context) {
    ExtensionContext each = context;
    while (each.getTestMethod().isPresent()) {
      each = each.getParent().orElseThrow();
    }
    return each;
  }
}
