package dev.nof1.schema.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.Filter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs the named classes as build tools do, in a JVM of its own, and says what came of it. */
final class RunTests {
  private RunTests() {}

  /**
   * With {@code --discover} first, only looks for tests, as Maven's own JVM does; with {@code
   * --tag} and a tag, runs those that have it.
   */
  public static void main(String[] args) throws Exception {
    PrintStream out = System.out;
    String command = System.getProperty("kit.command");
    if (command != null) {
      System.setProperty("sun.java.command", command);
    }
    List<DiscoverySelector> classes = new ArrayList<>();
    boolean discover = false;
    List<Filter<?>> filters = new ArrayList<>();
    Iterator<String> words = List.of(args).iterator();
    while (words.hasNext()) {
      String arg = words.next();
      if (arg.equals("--discover")) {
        discover = true;
      } else if (arg.equals("--tag")) {
        filters.add(TagFilter.includeTags(words.next()));
      } else {
        classes.add(selectClass(arg));
      }
    }
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(classes)
            .filters(filters.toArray(Filter<?>[]::new))
            .build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    try (LauncherSession session = LauncherFactory.openSession()) {
      if (discover) {
        out.println("tests " + session.getLauncher().discover(request).containsTests());
        // Time for what must not happen.
        Thread.sleep(1000);
      } else {
        session.getLauncher().execute(request, listener);
        TestExecutionSummary summary = listener.getSummary();
        for (TestExecutionSummary.Failure failure : summary.getFailures()) {
          out.println("failure " + failure.getException());
          for (Throwable note : failure.getException().getSuppressed()) {
            out.println("note " + note);
          }
        }
        out.printf(
            "passed %d of %d%n", summary.getTestsSucceededCount(), summary.getTestsFoundCount());
      }
    }
    out.println("children " + ProcessHandle.current().descendants().count());
  }
}
