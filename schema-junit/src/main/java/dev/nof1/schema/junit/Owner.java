package dev.nof1.schema.junit;

import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.error.MigrationFailedException;
import dev.nof1.schema.error.SchemaException;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.sql.Connection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;
import org.opentest4j.TestAbortedException;

/**
 * The class that asked for a database: the innermost around a test that carries the annotation, or
 * that has the registered extension.
 *
 * @param request what it asked for
 * @param context the context of the class, which the database ends with
 */
record Owner(Request request, ExtensionContext context) {
  private static final Namespace NAMESPACE = Namespace.create(Owner.class);

  /** Under which key a class says that it has a registered extension. */
  private static final String REGISTERED = "registered";

  /**
   * Failures that were told of, and by whom: the others only abort, so that one reads the cause
   * once. Who told, tells it again when it is run again.
   */
  private static final Map<String, String> TOLD = new ConcurrentHashMap<>();

  static Owner of(
      MigratedDatabaseExtension extension,
      Optional<MigratedDatabaseExtension.Builder> options,
      ExtensionContext context) {
    ExtensionContext classContext = classContext(context);
    if (options.isPresent()) {
      Store store = classContext.getStore(NAMESPACE);
      // Found through the parents' stores; the first to ask is the class that has the extension.
      Owner known = store.get(extension, Owner.class);
      if (known != null) {
        return known;
      }
      store.put(REGISTERED, depth(classContext));
      Request request = options.get().request(classContext.getRequiredTestClass());
      return once(classContext, extension, request);
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

  /**
   * Whether this is the innermost; a registered extension wins over the annotation of its class.
   */
  boolean isInCharge(boolean registered, ExtensionContext user) {
    ExtensionContext classContext = classContext(user);
    if (!registered) {
      Integer other = classContext.getStore(NAMESPACE).get(REGISTERED, Integer.class);
      return other == null || other < depth(context);
    }
    for (ExtensionContext each = classContext;
        !each.getUniqueId().equals(context.getUniqueId());
        each = each.getParent().orElseThrow()) {
      if (AnnotationSupport.isAnnotated(each.getTestClass(), MigratedDatabase.class)) {
        return false;
      }
    }
    return true;
  }

  private static Owner once(ExtensionContext context, Object key, Request request) {
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(key, k -> new Owner(request, context), Owner.class);
  }

  /** Where it gets its databases. */
  private TestRun run() {
    return TestRun.of(configuration(), request);
  }

  private Configuration configuration() {
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

  /** Begins to start the server. What goes wrong is for the test that asks for a database. */
  void prepare() {
    try {
      run().prepare(request);
    } catch (SchemaException e) {
      // It goes wrong again when a test asks, which reports it.
    }
  }

  private static ExtensionContext classContext(ExtensionContext context) {
    ExtensionContext each = context;
    while (each.getTestMethod().isPresent()) {
      each = each.getParent().orElseThrow();
    }
    return each;
  }

  private static int depth(ExtensionContext context) {
    return context.getParent().map(parent -> depth(parent) + 1).orElse(0);
  }

  /** Where the database of whoever is at work belongs: a test of its own, or the class. */
  private ExtensionContext tenant(ExtensionContext user) {
    // Of a repeated or parameterised test each run has a context; that of its method is not asked.
    return request.isolation() == Isolation.METHOD && user.getTestMethod().isPresent()
        ? user
        : context;
  }

  /**
   * The database of whoever is at work in this context.
   *
   * @throws NoDatabase if there is none and nobody has failed with the reason yet
   * @throws TestAbortedException if somebody has
   */
  Lease lease(ExtensionContext user) {
    Answer answer = answer(user);
    if (answer.failure().isPresent()) {
      throw toldOnce(answer.failure().get(), user);
    }
    return answer.lease().orElseThrow();
  }

  /** Whether asking for that database gives one. */
  boolean hasDatabase(ExtensionContext user) {
    return answer(user).lease().isPresent();
  }

  /** The database, if it has been asked for already and there is one. */
  Optional<Lease> leaseIfAny(ExtensionContext user) {
    return Optional.ofNullable(answerIfAny(user)).flatMap(Answer::lease);
  }

  /** Whether the database has been asked for already and there is none. */
  boolean lacksDatabase(ExtensionContext user) {
    Answer answer = answerIfAny(user);
    return answer != null && answer.lease().isEmpty();
  }

  private Answer answer(ExtensionContext user) {
    ExtensionContext tenant = tenant(user);
    return tenant.getStore(NAMESPACE).getOrComputeIfAbsent(key(tenant), k -> ask(), Answer.class);
  }

  private @Nullable Answer answerIfAny(ExtensionContext user) {
    ExtensionContext tenant = tenant(user);
    return tenant.getStore(NAMESPACE).get(key(tenant), Answer.class);
  }

  /**
   * A class whose database cannot be made is not what fails: its tests are, so they are counted.
   */
  private Answer ask() {
    try {
      TestRun run = run();
      try {
        return new Answer(Optional.of(Lease.of(run, request)), Optional.empty());
      } catch (ConfigurationException | MigrationFailedException e) {
        return Answer.none(e, DefaultMigrations.note(request, run.configuration()));
      }
    } catch (SchemaException e) {
      return Answer.none(e, Optional.empty());
    }
  }

  /**
   * What came of asking for a database.
   *
   * @param lease the database
   * @param failure why there is none
   */
  private record Answer(Optional<Lease> lease, Optional<NoDatabase> failure)
      implements AutoCloseable {
    static Answer none(SchemaException reason, Optional<String> schemaNote) {
      return new Answer(Optional.empty(), Optional.of(NoDatabase.because(reason, schemaNote)));
    }

    @Override
    public void close() {
      lease.ifPresent(Lease::close);
    }
  }

  /** Stores are asked through to their parents', and a class may have several extensions. */
  private Object key(ExtensionContext tenant) {
    return new Key(context.getUniqueId(), tenant.getUniqueId(), request);
  }

  private record Key(String owner, String tenant, Request request) {}

  /** What a contract is about: one for all factories of the class that implements it. */
  MigrationsUnderTest underTest(ExtensionContext user) {
    ExtensionContext classContext = classContext(user);
    Contract contract =
        classContext
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent(
                new ContractKey(classContext.getUniqueId(), request),
                key -> contract(classContext.getRequiredTestClass()),
                Contract.class);
    return new MigrationsUnderTest(contract);
  }

  private record ContractKey(String owner, Request request) {}

  private Contract contract(Class<?> testClass) {
    TestRun run = run();
    Configuration configuration = run.configuration();
    return new Contract(
        run,
        request,
        ContractScripts.of(
            Templates.source(request, configuration),
            Templates.settings(request, configuration),
            configuration.changelog()),
        new SchemaFile.Finder(
            request.source().isPresent() ? "" : Templates.where(request, configuration),
            testClass.getClassLoader()),
        AnnotationSupport.findAnnotatedMethods(
                testClass, TestFactory.class, HierarchyTraversalMode.TOP_DOWN)
            .stream()
            .map(Method::getName)
            .collect(Collectors.toSet()),
        ReflectionSupport.findMethod(testClass, "insertRows", Connection.class, BigDecimal.class)
            .filter(method -> method.getDeclaringClass() != MigrationContract.class)
            .isPresent());
  }

  private static RuntimeException toldOnce(NoDatabase e, ExtensionContext context) {
    String message = String.valueOf(e.getMessage());
    String teller = TOLD.putIfAbsent(message, context.getUniqueId());
    return teller == null || teller.equals(context.getUniqueId())
        ? e
        : new TestAbortedException(
            "There is no database for this test; an earlier one failed with the reason: "
                + message.lines().findFirst().orElse(""));
  }
}
