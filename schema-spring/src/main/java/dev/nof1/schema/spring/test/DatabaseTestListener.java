package dev.nof1.schema.spring.test;

import dev.nof1.schema.junit.DatabaseDeclarations;
import dev.nof1.schema.junit.Isolation;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/**
 * Listener that leads the applications of a test class to its database, and to that of each test:
 * before all other listeners begin, and after they have ended. Spring's test framework finds it.
 */
public final class DatabaseTestListener implements TestExecutionListener, Ordered {
  private static final System.Logger LOG = System.getLogger(DatabaseTestListener.class.getName());
  private static final String RUNNING = RunningClass.class.getName();

  /** Makes a listener; Spring makes one for each class. */
  public DatabaseTestListener() {}

  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE;
  }

  @Override
  public void beforeTestClass(TestContext context) {
    RunningClass running = running(context);
    if (running != null && context.hasApplicationContext()) {
      running.uses(context.getApplicationContext());
    }
  }

  /** Starts the application, as another listener would do next. */
  @Override
  public void prepareTestInstance(TestContext context) {
    RunningClass running = running(context);
    if (running != null) {
      running.uses(context.getApplicationContext());
      running.requireDataSources();
    }
  }

  @Override
  public void beforeTestMethod(TestContext context) {
    RunningClass running = running(context);
    if (running == null) {
      return;
    }
    // A test that went before may have had it closed: @DirtiesContext.
    running.uses(context.getApplicationContext());
    if (hasOwn(running)) {
      running.beginTest(context);
    }
  }

  @Override
  public void afterTestMethod(TestContext context) {
    RunningClass running = known(context);
    if (running != null && hasOwn(running)) {
      running.endTest();
    }
  }

  @Override
  public void afterTestClass(TestContext context) {
    RunningClass running = known(context);
    context.removeAttribute(RUNNING);
    if (running == null) {
      return;
    }
    RunningClasses.end(running);
    if (running.dataSources().stream().anyMatch(SwitchedDataSource::isOfOneClass)) {
      endApplication(context, running);
    }
    running.dataSources().forEach(SwitchedDataSource::rest);
    RunningClasses.current().ifPresent(RunningClass::resume);
  }

  /** Ends an application that has the rows of a class: no other can have it. */
  private static void endApplication(TestContext context, RunningClass running) {
    if (!running.isRestarted()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} used its database before its application started, in @BeforeAll perhaps, so the application ends with the class, and the next classes start another one. To share one, put the rows into a seed (@MigratedDatabase(seeds = …)), or write them in @BeforeEach.",
          running.name());
    }
    context.markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
  }

  /** Returns whether a test has a database, or a session, of its own. */
  private static boolean hasOwn(RunningClass running) {
    return running.databases().stream()
        .anyMatch(
            each -> each.isolation() == Isolation.METHOD || each.isolation() == Isolation.ROLLBACK);
  }

  private static @Nullable RunningClass known(TestContext context) {
    return (RunningClass) context.getAttribute(RUNNING);
  }

  /** Begins the class, unless it has begun; an instance for all tests is made before that. */
  private static @Nullable RunningClass running(TestContext context) {
    if (!JunitModule.isPresent()) {
      return null;
    }
    RunningClass running = known(context);
    if (running == null && !DatabaseDeclarations.of(context.getTestClass()).isEmpty()) {
      running = RunningClass.of(context);
      RunningClasses.begin(running);
      context.setAttribute(RUNNING, running);
    }
    return running;
  }
}
