package dev.nof1.schema.junit.contract;

import dev.nof1.schema.junit.lease.Lender;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.sql.Connection;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** Extension that hands the factories of a {@link MigrationContract} their repository. */
final class ContractExtension implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(ContractExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == MigrationsUnderTest.class;
  }

  /** Returns the same contract for all factories of the class that implements it. */
  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    ExtensionContext testClass = classContext(context);
    Contract contract =
        testClass
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent(
                testClass.getUniqueId(), key -> contract(testClass), Contract.class);
    return new MigrationsUnderTest(contract);
  }

  private static ExtensionContext classContext(ExtensionContext context) {
    ExtensionContext each = context;
    while (each.getTestMethod().isPresent()) {
      each = each.getParent().orElseThrow();
    }
    return each;
  }

  private static Contract contract(ExtensionContext context) {
    Class<?> testClass = context.getRequiredTestClass();
    Lender lender =
        Lender.of(context)
            .orElseThrow(
                () ->
                    new ExtensionConfigurationException(
                        "%s implements MigrationContract, but nothing says which migrations are meant, and on which server they are tried: put @MigratedDatabase on it, without a name where there are several."
                            .formatted(testClass.getName())));
    return new Contract(
        new ProofDatabases(lender, ContractScripts.of(lender)),
        new SchemaFile.Finder(lender.folder(), testClass.getClassLoader()),
        factories(testClass),
        hasRows(testClass));
  }

  /** Names the proofs of a class: who overrides a factory without its annotation omits it. */
  private static Set<String> factories(Class<?> testClass) {
    return AnnotationSupport.findAnnotatedMethods(
            testClass, TestFactory.class, HierarchyTraversalMode.TOP_DOWN)
        .stream()
        .map(Method::getName)
        .collect(Collectors.toSet());
  }

  private static boolean hasRows(Class<?> testClass) {
    return ReflectionSupport.findMethod(testClass, "insertRows", Connection.class, BigDecimal.class)
        .filter(method -> method.getDeclaringClass() != MigrationContract.class)
        .isPresent();
  }
}
