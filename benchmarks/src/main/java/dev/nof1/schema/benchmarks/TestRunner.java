package dev.nof1.schema.benchmarks;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * In a forked JVM: runs test classes of one side with JUnit's launcher, as Surefire does.
 *
 * <p>Prints, in nanoseconds since its own first line: when the first class was found, and for each
 * class when its first extension was called and when its first query was answered.
 */
final class TestRunner {
  private TestRunner() {}

  /**
   * Runs a side's classes.
   *
   * @param arguments the side, the number of the first class, and of the one after the last
   */
  public static void main(String[] arguments) {
    long started = System.nanoTime();
    try (LauncherSession session = LauncherFactory.openSession()) {
      run(
          session,
          Side.valueOf(arguments[0]),
          Integer.parseInt(arguments[1]),
          Integer.parseInt(arguments[2]));
    }
    List<Long> times = new ArrayList<>();
    for (long time : Marks.take()) {
      times.add(time - started);
    }
    Marks.print(times);
  }

  static void run(LauncherSession session, Side side, int from, int to) {
    LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request();
    for (int number = from; number < to; number++) {
      request.selectors(selectClass(TestClasses.name(side, number)));
    }
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    LauncherDiscoveryRequest built = request.build();
    session.getLauncher().execute(built, summary);
    long passed = summary.getSummary().getTestsSucceededCount();
    if (passed != to - from) {
      summary
          .getSummary()
          .printFailuresTo(new PrintWriter(System.out, true, StandardCharsets.UTF_8), 5);
      throw new IllegalStateException(
          (to - from - passed) + " of " + (to - from) + " classes did not pass.");
    }
  }
}
