package dev.nof1.schema.junit;

import dev.nof1.schema.repository.MigrationSource;
import dev.nof1.schema.repository.ScriptSettings;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;
import org.junit.jupiter.api.extension.TestInstances;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ModifierSupport;
import org.junit.platform.commons.support.ReflectionSupport;
import org.opentest4j.TestAbortedException;

/**
 * Gives tests their databases: what {@link MigratedDatabase} does, for {@code @RegisterExtension}
 * with what an annotation cannot say.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final MigratedDatabaseExtension DATABASE =
 *     MigratedDatabaseExtension.builder().version(version()).build();
 * }</pre>
 *
 * <p>Safe for use by parallel tests.
 *
 * <p>Over 300 lines because JUnit wants one class for all that happens around a test, and the
 * builder is a third of them.
 */
public final class MigratedDatabaseExtension
    implements BeforeAllCallback,
        AfterAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        BeforeClassTemplateInvocationCallback,
        TestInstancePreConstructCallback,
        ParameterResolver,
        InvocationInterceptor,
        TestExecutionExceptionHandler,
        LifecycleMethodExecutionExceptionHandler {
  private static final Namespace NAMESPACE = Namespace.create(MigratedDatabaseExtension.class);

  private final Optional<Builder> options;

  MigratedDatabaseExtension() {
    this.options = Optional.empty();
  }

  private MigratedDatabaseExtension(Builder options) {
    this.options = Optional.of(options);
  }

  /**
   * Begins to describe a database.
   *
   * @return a builder with the defaults of {@link MigratedDatabase}
   */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    Owner owner = owner(context);
    if (!owner.isInCharge(options.isPresent(), context)) {
      return;
    }
    beginClass(owner, context);
    if (owner.request().isolation() != Isolation.METHOD && owner.hasDatabase(context)) {
      // Where there is one instance for all tests, its @BeforeAll methods may use the fields.
      injectInstances(context);
    }
  }

  /**
   * Makes sure that there is a database before parameters ask for it, where nothing can abort. An
   * instance for all tests is made before {@code beforeAll}, and other extensions, such as
   * Spring's, look at its class's fields to fill it.
   */
  @Override
  public void preConstructTestInstance(
      TestInstanceFactoryContext instance, ExtensionContext context) throws Exception {
    Owner owner = owner(context);
    if (!owner.isInCharge(options.isPresent(), context)) {
      return;
    }
    if (context.getTestMethod().isPresent()) {
      begins(context);
      owner.lease(context).usedBy(name(context));
    } else {
      beginClass(owner, context);
    }
  }

  /** Takes what all tests of a class share, and sets its static fields; once. */
  private void beginClass(Owner owner, ExtensionContext context) throws Exception {
    Class<?> testClass = context.getRequiredTestClass();
    Store store = context.getStore(NAMESPACE);
    List<Object> begun = List.of(this, testClass);
    if (store.get(begun) != null) {
      return;
    }
    store.put(begun, true);
    begins(context);
    if (owner.request().isolation() == Isolation.METHOD) {
      owner.prepare();
    } else {
      owner.hasDatabase(context);
    }
    inject(context, testClass, null);
  }

  /** What has no database does not run: its tests say why, each in its place. */
  @Override
  public void interceptBeforeAllMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    proceedWithDatabase(invocation, context);
  }

  @Override
  public void interceptAfterAllMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    // The log of its tests is theirs.
    begins(context);
    proceedWithDatabase(invocation, context);
  }

  private void proceedWithDatabase(Invocation<@Nullable Void> invocation, ExtensionContext context)
      throws Throwable {
    Owner owner = owner(context);
    if (owner.isInCharge(options.isPresent(), context) && owner.lacksDatabase(context)) {
      invocation.skip();
    } else {
      invocation.proceed();
    }
  }

  /** Where something else failed for want of a database, no test was there to say why. */
  @Override
  public void afterAll(ExtensionContext context) {
    Owner owner = owner(context);
    if (context.getExecutionException().isPresent()
        && owner.isInCharge(options.isPresent(), context)
        && owner.lacksDatabase(context)) {
      owner.lease(context);
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    Owner owner = owner(context);
    if (owner.isInCharge(options.isPresent(), context)) {
      if (context.getTestInstanceLifecycle().equals(Optional.of(Lifecycle.PER_CLASS))) {
        begins(context);
      }
      owner.lease(context).usedBy(name(context));
      injectInstances(context);
    }
  }

  /** A connection opened from now on was not opened by this test. */
  @Override
  public void afterEach(ExtensionContext context) {
    owner(context).leaseIfAny(context).ifPresent(Lease::usedByNobody);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return Resources.supports(parameter.getParameter().getType(), parameter.getParameter())
        && !OthersParameters.include(parameter, context)
        && owner(context).isInCharge(options.isPresent(), context);
  }

  @Override
  public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    if (parameter.getParameter().getType() == MigrationsUnderTest.class) {
      return owner(context).underTest(context);
    }
    if (isOfAllTests(parameter) && !owner(context).hasDatabase(context)) {
      // The method is skipped.
      return null;
    }
    try {
      return resources(context).of(parameter.getParameter().getType());
    } catch (IllegalArgumentException e) {
      throw new ParameterResolutionException(
          "The parameter %s is %s.".formatted(parameter.getParameter().getName(), e.getMessage()));
    } catch (SQLException e) {
      throw new ParameterResolutionException(
          "The test's database cannot be reached: " + e.getMessage(), e);
    }
  }

  private static boolean isOfAllTests(ParameterContext parameter) {
    return AnnotationSupport.isAnnotated(parameter.getDeclaringExecutable(), BeforeAll.class)
        || AnnotationSupport.isAnnotated(parameter.getDeclaringExecutable(), AfterAll.class);
  }

  /** A constructor's parameters may be those of one test. */
  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw noted(context, failure);
  }

  @Override
  public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw noted(context, failure);
  }

  @Override
  public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw noted(context, failure);
  }

  @Override
  public void handleAfterEachMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw noted(context, failure);
  }

  @Override
  public void handleAfterAllMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw noted(context, failure);
  }

  @Override
  public <T> T interceptTestClassConstructor(
      Invocation<T> invocation,
      ReflectiveInvocationContext<Constructor<T>> constructor,
      ExtensionContext context)
      throws Throwable {
    try {
      return invocation.proceed();
    } catch (Throwable failure) {
      throw noted(context, failure);
    }
  }

  @Override
  public void beforeClassTemplateInvocation(ExtensionContext context) {
    Instant began = Instant.now();
    InvocationNotes.add(
        context.getUniqueId(),
        failure -> {
          var unused = noted(context, failure, began);
        });
  }

  /** A dynamic test has no callbacks; what it uses is its factory's. */
  @Override
  public void interceptDynamicTest(
      Invocation<@Nullable Void> invocation,
      DynamicTestInvocationContext test,
      ExtensionContext context)
      throws Throwable {
    Instant began = Instant.now();
    try {
      invocation.proceed();
    } catch (Throwable failure) {
      ExtensionContext factory = context;
      while (factory.getTestMethod().isEmpty()) {
        factory = factory.getParent().orElseThrow();
      }
      throw noted(factory, failure, began);
    }
  }

  private static void begins(ExtensionContext context) {
    context.getStore(NAMESPACE).put(new Beginning(context.getUniqueId()), Instant.now());
  }

  /** A store is asked through to its parents'. */
  private record Beginning(String uniqueId) {}

  private Throwable noted(ExtensionContext context, Throwable failure) {
    Instant began =
        context.getStore(NAMESPACE).get(new Beginning(context.getUniqueId()), Instant.class);
    return noted(context, failure, began == null ? Instant.EPOCH : began);
  }

  private Throwable noted(ExtensionContext context, Throwable failure, Instant began) {
    Owner owner = owner(context);
    // A contract has databases of its own, and its failures say all there is to say.
    if (!(failure instanceof TestAbortedException)
        && !(failure instanceof ContractViolation)
        && Stream.of(failure.getSuppressed()).noneMatch(DatabaseNote.class::isInstance)
        && owner.isInCharge(options.isPresent(), context)) {
      owner.leaseIfAny(context).ifPresent(lease -> note(failure, lease, began));
    }
    return failure;
  }

  /** What goes wrong here, such as on a full disk, must not hide why the test failed. */
  private static void note(Throwable failure, Lease lease, Instant began) {
    try {
      failure.addSuppressed(DatabaseNote.of(lease, lease.keep(), began));
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private void injectInstances(ExtensionContext context) throws Exception {
    Optional<TestInstances> instances = context.getTestInstances();
    if (instances.isPresent()) {
      for (Object instance : instances.get().getAllInstances()) {
        inject(context, instance.getClass(), instance);
      }
    }
  }

  private void inject(ExtensionContext context, Class<?> type, @Nullable Object instance)
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
      if (instance == null && !owner(context).hasDatabase(context)) {
        continue;
      }
      try {
        field.setAccessible(true);
        Resources resources = resources(context);
        Object value = resources.of(field.getType());
        context
            .getStore(NAMESPACE)
            .put(
                new Object(),
                InjectedFields.set(
                    field, instance, value, resources.source(value), context, owner(context)));
      } catch (IllegalArgumentException e) {
        throw new ExtensionConfigurationException(
            "The field %s is %s.".formatted(field, e.getMessage()), e);
      }
    }
  }

  private Resources resources(ExtensionContext context) throws SQLException {
    Owner owner = owner(context);
    Lease lease = owner.lease(context);
    Store store = context.getStore(NAMESPACE);
    Resources.Lent lent = connection -> store.put(connection, connection);
    if (owner.request().isolation() == Isolation.ROLLBACK && context.getTestMethod().isPresent()) {
      RollbackSession session =
          store.getOrComputeIfAbsent(
              RollbackSession.class, key -> rollback(lease), RollbackSession.class);
      return new Resources(lease, new RollbackDataSource(session), lent);
    }
    return new Resources(lease, lease.database().dataSource(), lent);
  }

  private Owner owner(ExtensionContext context) {
    return Owner.of(this, options, context);
  }

  private static String name(ExtensionContext context) {
    return context.getTestClass().map(Class::getName).orElse("?")
        + "."
        + context.getTestMethod().map(m -> m.getName()).orElse("?");
  }

  private static RollbackSession rollback(Lease lease) {
    try {
      return lease.openRollback();
    } catch (SQLException e) {
      throw new ParameterResolutionException(
          "The test's database cannot be reached: " + e.getMessage(), e);
    }
  }

  /** Describes a database. Not safe for use by several threads. */
  public static final class Builder {
    private Isolation isolation = Isolation.CLASS;
    private String version = "head";
    private String migrations = "";
    private Optional<MigrationSource> source = Optional.empty();
    private ScriptSettings settings = ScriptSettings.DEFAULT;
    private final Map<String, String> variables = new HashMap<>();
    private final List<String> seeds = new ArrayList<>();
    private final List<SeedCode> code = new ArrayList<>();

    private Builder() {}

    /** What is said to the original from now on does not count for the copy. */
    private Builder(Builder original) {
      isolation = original.isolation;
      version = original.version;
      migrations = original.migrations;
      source = original.source;
      settings = original.settings;
      variables.putAll(original.variables);
      seeds.addAll(original.seeds);
      code.addAll(original.code);
    }

    /**
     * Sets who shares the database; by default the tests of the class.
     *
     * @param isolation who
     * @return this
     */
    public Builder isolation(Isolation isolation) {
      this.isolation = isolation;
      return this;
    }

    /**
     * Sets how far the database is migrated.
     *
     * @param version {@code head} (the default), {@code base} or the id of a migration
     * @return this
     */
    public Builder version(String version) {
      this.version = version;
      return this;
    }

    /**
     * Sets where the migrations are.
     *
     * @param migrations {@code classpath:} and a folder, or a folder
     * @return this
     */
    public Builder migrations(String migrations) {
      this.migrations = migrations;
      return this;
    }

    /**
     * Sets where the migrations are, such as a loader of MyBatis's.
     *
     * @param source the source
     * @return this
     */
    public Builder migrations(MigrationSource source) {
      this.source = Optional.of(source);
      return this;
    }

    /**
     * Sets how scripts are read; by default UTF-8, semicolons and no variables.
     *
     * @param settings encoding, delimiter, and variables besides those that are added
     * @return this
     */
    public Builder settings(ScriptSettings settings) {
      this.settings = settings;
      return this;
    }

    /**
     * Adds a variable of the scripts.
     *
     * @param name what stands in them as {@code ${name}}
     * @param value what it stands for
     * @return this
     */
    public Builder variable(String name, String value) {
      variables.put(name, value);
      return this;
    }

    /**
     * Adds rows that are part of the template.
     *
     * @param seed as in {@link MigratedDatabase#seeds()}
     * @return this
     */
    public Builder seed(String seed) {
      seeds.add(seed);
      return this;
    }

    /**
     * Adds rows that are part of the template, by code.
     *
     * @param seed run once a JVM
     * @return this
     */
    public Builder seed(SeedCode seed) {
      code.add(seed);
      return this;
    }

    /**
     * Makes the extension. Connects to nothing.
     *
     * @return an extension for {@code @RegisterExtension}
     */
    public MigratedDatabaseExtension build() {
      return new MigratedDatabaseExtension(new Builder(this));
    }

    Request request(Class<?> testClass) {
      ScriptSettings read = settings.with(variables);
      return new Request(testClass, isolation, version, migrations, seeds, source, read, code);
    }
  }
}
