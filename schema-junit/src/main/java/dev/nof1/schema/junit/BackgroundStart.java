package dev.nof1.schema.junit;

import dev.nof1.schema.junit.lease.Lender;
import dev.nof1.schema.junit.server.Configuration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.SelectorResolutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.LauncherDiscoveryListener;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Starts the server as soon as a class is known that wants it, while JUnit is still looking for
 * others.
 *
 * <p>JUnit's launcher finds it as a service. Where no class has the annotation, nothing is started;
 * nor in a JVM that only looks, such as Maven's own when it hands the classes out to forks.
 */
public final class BackgroundStart implements LauncherSessionListener {

  /** Makes a listener; JUnit makes one for itself. */
  public BackgroundStart() {}

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    session.getLauncher().registerLauncherDiscoveryListeners(new WhenDiscovered());
    session.getLauncher().registerTestExecutionListeners(new WhenPlanned(), new InvocationNotes());
  }

  private static final class WhenDiscovered implements LauncherDiscoveryListener {
    private @Nullable LauncherDiscoveryRequest request;

    @Override
    public void launcherDiscoveryStarted(LauncherDiscoveryRequest started) {
      request = isMavenItself() ? null : started;
      Configuration.announce(started.getConfigurationParameters().keySet());
    }

    @Override
    public void selectorProcessed(
        UniqueId engine, DiscoverySelector selector, SelectorResolutionResult result) {
      LauncherDiscoveryRequest current = request;
      // What filters leave over is known when discovery has ended.
      if (current != null
          && current.getPostDiscoveryFilters().isEmpty()
          && selector instanceof ClassSelector aClass) {
        startFor(aClass::getJavaClass, current.getConfigurationParameters()::get);
      }
    }
  }

  private static final class WhenPlanned implements TestExecutionListener {
    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
      for (TestIdentifier root : plan.getRoots()) {
        for (TestIdentifier each : plan.getDescendants(root)) {
          each.getSource()
              .filter(ClassSource.class::isInstance)
              .map(ClassSource.class::cast)
              .ifPresent(
                  source -> startFor(source::getJavaClass, plan.getConfigurationParameters()::get));
        }
      }
    }
  }

  private static void startFor(
      Supplier<Class<?>> testClass, Function<String, Optional<String>> parameters) {
    try {
      Class<?> test = testClass.get();
      if (mayBeDisabled(test)) {
        return;
      }
      DatabaseDeclarations.on(test).stream()
          .map(annotation -> Ownership.request(test, annotation))
          .map(request -> ApplicationFrameworks.start(test) ? request.unseeded() : request)
          .forEach(
              request ->
                  Lender.of(Configuration.read(parameters, System.getenv()), request).prepare());
    } catch (RuntimeException | LinkageError e) {
      // The test itself meets the same, and reports it where people look; from here it would end
      // the search for tests. Classes of other engines need not even exist.
    }
  }

  /** Returns whether a condition decides later; if the class runs, the server is started then. */
  private static boolean mayBeDisabled(Class<?> test) {
    for (Class<?> each = test; each != null; each = each.getEnclosingClass()) {
      if (AnnotationSupport.isAnnotated(each, Disabled.class)
          || AnnotationSupport.findRepeatableAnnotations(each, ExtendWith.class).stream()
              .flatMap(extensions -> Stream.of(extensions.value()))
              .anyMatch(ExecutionCondition.class::isAssignableFrom)) {
        return true;
      }
    }
    return false;
  }

  /** Recognizes Maven's JVM, where Surefire discovers for several forks and runs nothing. */
  private static boolean isMavenItself() {
    String command = System.getProperty("sun.java.command", "");
    return command.startsWith("org.codehaus.plexus.classworlds.launcher.Launcher")
        || command.startsWith("org.apache.maven.wrapper.")
        || command.startsWith("org.mvndaemon.");
  }
}
