package dev.nof1.schema.junit;

import dev.nof1.schema.junit.lease.Request;
import dev.nof1.schema.repository.MigrationSource;
import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.testdb.TemplateSpec;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Extension that gives tests their databases: what {@link MigratedDatabase} does, for
 * {@code @RegisterExtension} with what an annotation cannot say.
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
    Owners owners = owners(context);
    if (owners.isEmpty()) {
      return;
    }
    beginClass(owners, context);
    // Where there is one instance for all tests, its @BeforeAll methods may use the fields.
    new Injection(owners, context)
        .intoInstances(
            owner ->
                owner.isolation() != Isolation.METHOD
                    && !owner.waitsForApplication(context)
                    && owner.hasDatabase(context));
  }

  /**
   * Makes sure that there is a database before parameters ask for it, where nothing can abort. An
   * instance for all tests is made before {@code beforeAll}, and other extensions, such as
   * Spring's, look at its class's fields to fill it.
   */
  @Override
  public void preConstructTestInstance(
      TestInstanceFactoryContext instance, ExtensionContext context) throws Exception {
    Owners owners = owners(context);
    if (owners.isEmpty()) {
      return;
    }
    if (context.getTestMethod().isEmpty()) {
      beginClass(owners, context);
      return;
    }
    FailureNotes.begin(context);
    for (Owner owner : owners.all()) {
      if (!owner.waitsForApplication(context)) {
        owner.database(context).lease().usedBy(name(context));
      }
    }
  }

  /** Takes what all tests of a class share, and sets its static fields; once. */
  private void beginClass(Owners owners, ExtensionContext context) throws Exception {
    Class<?> testClass = context.getRequiredTestClass();
    Store store = context.getStore(NAMESPACE);
    List<Object> begun = List.of(this, testClass);
    if (store.get(begun) != null) {
      return;
    }
    store.put(begun, true);
    FailureNotes.begin(context);
    InvocationNotes.add(
        context.getUniqueId(),
        (failure, began) -> {
          var unused = FailureNotes.add(owners, context, failure, began);
        });
    for (Owner owner : owners.all()) {
      if (owner.isolation() == Isolation.METHOD || owner.waitsForApplication(context)) {
        owner.prepare();
      } else {
        owner.hasDatabase(context);
      }
    }
    new Injection(owners, context).intoClass(testClass);
  }

  /** Skips what has no database: its tests report why, each in its place. */
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
    FailureNotes.begin(context);
    proceedWithDatabase(invocation, context);
  }

  private void proceedWithDatabase(Invocation<@Nullable Void> invocation, ExtensionContext context)
      throws Throwable {
    if (owners(context).lackDatabase(context)) {
      invocation.skip();
    } else {
      invocation.proceed();
    }
  }

  /** Reports the reason where something else failed for want of a database: no test did. */
  @Override
  public void afterAll(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      owners(context).all().stream()
          .filter(owner -> owner.lacksDatabase(context))
          .forEach(owner -> owner.database(context));
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    Owners owners = owners(context);
    if (!owners.isEmpty()) {
      if (context.getTestInstanceLifecycle().equals(Optional.of(Lifecycle.PER_CLASS))) {
        FailureNotes.begin(context);
      }
      for (Owner owner : owners.all()) {
        owner.database(context).lease().usedBy(name(context));
      }
      new Injection(owners, context).intoInstances(owner -> true);
    }
  }

  /** Ends the test's use: a connection opened from now on was not opened by it. */
  @Override
  public void afterEach(ExtensionContext context) {
    for (Owner owner : owners(context).all()) {
      owner.databaseIfAny(context).ifPresent(database -> database.lease().usedByNobody());
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return Resources.supports(parameter.getParameter().getType(), parameter.getParameter())
        && !ForeignParameters.include(parameter, context)
        && !owners(context).isEmpty();
  }

  @Override
  public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Injection injection = new Injection(owners(context), context);
    return isOfAllTests(parameter)
            && !Injection.isOfApplication(parameter)
            && !injection.owner(parameter).hasDatabase(context)
        // The method is skipped.
        ? null
        : injection.parameter(parameter);
  }

  private static boolean isOfAllTests(ParameterContext parameter) {
    return AnnotationSupport.isAnnotated(parameter.getDeclaringExecutable(), BeforeAll.class)
        || AnnotationSupport.isAnnotated(parameter.getDeclaringExecutable(), AfterAll.class);
  }

  /** Asks for the context of one test: a constructor's parameters may be those of one test. */
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

  /** Adds notes for a dynamic test, which has no callbacks; what it uses is its factory's. */
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
      throw FailureNotes.add(owners(factory), factory, failure, began);
    }
  }

  private Throwable noted(ExtensionContext context, Throwable failure) {
    return FailureNotes.add(owners(context), context, failure);
  }

  private Owners owners(ExtensionContext context) {
    return Ownership.of(this, options, context);
  }

  private static String name(ExtensionContext context) {
    return context.getTestClass().map(Class::getName).orElse("?")
        + "."
        + context.getTestMethod().map(m -> m.getName()).orElse("?");
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
    private final List<TemplateSpec.Preparation> code = new ArrayList<>();

    private Builder() {}

    /** Copies what the original describes by now. */
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
      code.add(new Code(seed));
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

    Owner owner(Class<?> testClass, ExtensionContext context) {
      Request request =
          new Request(
              testClass,
              version,
              migrations,
              seeds,
              source,
              settings.with(variables),
              code,
              "",
              Optional.empty());
      return new Owner("", request, isolation, context);
    }

    /** Code as a template runs it; equal where the code is the same. */
    private record Code(SeedCode seed) implements TemplateSpec.Preparation {
      @Override
      public void prepare(DataSource database) throws Exception {
        seed.plant(database);
      }
    }
  }
}
