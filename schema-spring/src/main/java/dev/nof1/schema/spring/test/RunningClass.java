package dev.nof1.schema.spring.test;

import dev.nof1.schema.junit.ApplicationDatabase;
import dev.nof1.schema.junit.ApplicationDatabases;
import dev.nof1.schema.junit.DatabaseDeclarations;
import dev.nof1.schema.junit.lease.ApplicationStart;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.ContextHierarchy;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.util.ReflectionUtils;

/** Test class that is running, with its databases and the applications that it has. */
final class RunningClass {
  private static final Method RECEIVE =
      Objects.requireNonNull(
          ReflectionUtils.findMethod(RunningClass.class, "receive", ApplicationDatabases.class));

  private final Class<?> testClass;
  private final List<ApplicationDatabase> databases;
  private final List<SwitchedDataSource> dataSources = new ArrayList<>();
  private final AtomicReference<String> test = new AtomicReference<>("");
  private final Map<String, ApplicationStart> starts = new HashMap<>();
  private boolean restarted;

  private RunningClass(Class<?> testClass, List<ApplicationDatabase> databases) {
    this.testClass = testClass;
    this.databases = databases;
  }

  static RunningClass of(TestContext context) {
    return new RunningClass(context.getTestClass(), databases(context));
  }

  /**
   * Asks for the databases of the class or test that a context is about: JUnit resolves the
   * parameter, whichever of the two extensions stands first.
   */
  private static List<ApplicationDatabase> databases(TestContext context) {
    try {
      ApplicationDatabases received =
          (ApplicationDatabases)
              Objects.requireNonNull(context.getMethodInvoker().invoke(RECEIVE, null));
      return received.all();
    } catch (Exception e) {
      throw e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
    }
  }

  static ApplicationDatabases receive(ApplicationDatabases databases) {
    return databases;
  }

  Class<?> testClass() {
    return testClass;
  }

  String name() {
    return testClass.getName();
  }

  List<ApplicationDatabase> databases() {
    return databases;
  }

  ApplicationDatabase database(String named) {
    return named(databases, named);
  }

  private ApplicationDatabase named(List<ApplicationDatabase> databases, String name) {
    return databases.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "The application has a data source for @MigratedDatabase(name = \"%s\"), which %s has not: the class with its @ContextHierarchy has other annotations. Repeat those, or give the class a @ContextHierarchy of its own."
                        .formatted(name, name())));
  }

  /** Returns whether its application may have several contexts, one the parent of the other. */
  boolean hasHierarchy() {
    return TestContextAnnotationUtils.hasAnnotation(testClass, ContextHierarchy.class);
  }

  List<SwitchedDataSource> dataSources() {
    return dataSources;
  }

  /** Returns whether @DirtiesContext has ended an application before the class was over. */
  boolean isRestarted() {
    return restarted;
  }

  /** Takes part in an application that has started, or just has: its data source, and parents'. */
  void uses(ApplicationContext context) {
    restarted |= dataSources.removeIf(SwitchedDataSource::isClosed);
    for (ApplicationContext each = context; each != null; each = each.getParent()) {
      for (SwitchedDataSource found :
          each.getBeansOfType(SwitchedDataSource.class, false, false).values()) {
        if (!dataSources.contains(found)) {
          found.endStart();
          dataSources.add(found);
          found.use(this);
        }
      }
    }
  }

  /**
   * Refuses where a database has a name that no context of its application knew.
   *
   * @throws IllegalStateException if there is one
   */
  void requireDataSources() {
    for (DeclaredDatabase each :
        DatabaseDeclarations.of(testClass).stream().map(DeclaredDatabase::of).toList()) {
      if (each.hasName()
          && dataSources.stream().noneMatch(source -> source.database().equals(each.name()))) {
        throw DataSourceBeans.unknown(
            each, dataSources.stream().map(SwitchedDataSource::database).toList());
      }
    }
  }

  /** Makes one of the class's databases a copy of the one that its application started on. */
  void startedOn(ApplicationStart start, ApplicationDatabase database) {
    if (starts.put(database.name(), start) != start) {
      database.startedOn(start);
    }
  }

  /**
   * Leads its applications to the databases or the sessions of a test.
   *
   * @throws IllegalStateException if another test of the class is running
   */
  void beginTest(TestContext context) {
    String next = name() + "." + context.getTestMethod().getName();
    String running = test.compareAndExchange("", next);
    if (!running.isEmpty()) {
      throw new IllegalStateException(
          "%s runs at the same time as %s, and each of the two has a database of its own, but the application has one at a time. Let the tests of the class follow one another: @Execution(SAME_THREAD) on it."
              .formatted(next, running));
    }
    List<ApplicationDatabase> its = databases(context);
    dataSources.forEach(each -> each.use(next, named(its, each.database())));
  }

  void endTest() {
    test.set("");
    resume();
  }

  /** Leads its applications back to its databases, after a test or a class inside it. */
  void resume() {
    dataSources.forEach(each -> each.use(this));
  }
}
