package dev.nof1.schema.spring.test;

import dev.nof1.schema.junit.ApplicationDatabase;
import dev.nof1.schema.junit.lease.ApplicationStart;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestContext;
import org.springframework.util.ReflectionUtils;

/** Test class that is running, with its database and the applications that it has. */
final class RunningClass {
  private static final Method RECEIVE =
      Objects.requireNonNull(
          ReflectionUtils.findMethod(RunningClass.class, "receive", ApplicationDatabase.class));

  private final Class<?> testClass;
  private final ApplicationDatabase database;
  private final List<SwitchedDataSource> dataSources = new ArrayList<>();
  private final AtomicReference<String> test = new AtomicReference<>("");
  private @Nullable ApplicationStart start;
  private boolean restarted;

  private RunningClass(Class<?> testClass, ApplicationDatabase database) {
    this.testClass = testClass;
    this.database = database;
  }

  static RunningClass of(TestContext context) {
    return new RunningClass(context.getTestClass(), database(context));
  }

  /**
   * Asks for the database of the class or test that a context is about: JUnit resolves the
   * parameter, whichever of the two extensions stands first.
   */
  static ApplicationDatabase database(TestContext context) {
    try {
      return (ApplicationDatabase)
          Objects.requireNonNull(context.getMethodInvoker().invoke(RECEIVE, null));
    } catch (Exception e) {
      throw e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
    }
  }

  static ApplicationDatabase receive(ApplicationDatabase database) {
    return database;
  }

  Class<?> testClass() {
    return testClass;
  }

  String name() {
    return testClass.getName();
  }

  ApplicationDatabase database() {
    return database;
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

  /** Makes the class's databases copies of the one that its application started on. */
  void startedOn(ApplicationStart database) {
    if (start != database) {
      start = database;
      this.database.startedOn(database);
    }
  }

  /**
   * Leads its applications to the database or the session of a test.
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
    ApplicationDatabase its = database(context);
    dataSources.forEach(each -> each.use(next, its));
  }

  void endTest() {
    test.set("");
    resume();
  }

  /** Leads its applications back to its database, after a test or a class inside it. */
  void resume() {
    dataSources.forEach(each -> each.use(this));
  }
}
