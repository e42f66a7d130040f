package dev.nof1.schema.benchmarks;

import static dev.nof1.schema.benchmarks.Samples.millis;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Many classes in several JVMs at once. */
final class Forks {
  private static final int FORKS = 4;
  private static final long SAMPLE_MILLIS = 500;

  private Forks() {}

  static void measure(Place place, Repository repository, int classes, Report report)
      throws IOException, InterruptedException {
    report.section(
        "Many classes in several forks",
        """
        %d classes that take no time in %d JVMs at once, on one cache. The disk is what the files of all servers add
        up to, looked at twice a second; it is bounded by about 350 MB a JVM (see junit.md), 1.4 GB here."""
            .formatted(classes, FORKS));
    Quiet.await();
    AtomicLong peak = new AtomicLong();
    AtomicBoolean over = new AtomicBoolean();
    Thread sampler = new Thread(() -> sample(place, peak, over), "disk");
    sampler.start();
    long started = System.nanoTime();
    List<Fork> forks = new ArrayList<>();
    int each = classes / FORKS;
    for (int i = 0; i < FORKS; i++) {
      forks.add(
          Fork.start(place, repository, 0, TestRunner.class, Side.OURS, i * each, (i + 1) * each));
    }
    int passed = 0;
    Samples samples = new Samples();
    for (Fork fork : forks) {
      Fork.Result result = fork.result();
      passed += result.classes();
      for (int number = 1; number < result.classes(); number++) {
        samples.add(result.answered(number) - result.before(number));
      }
    }
    long wall = System.nanoTime() - started;
    over.set(true);
    sampler.join();
    long ended = System.nanoTime();
    List<Long> processes = place.awaitNoProcesses();
    long gone = System.nanoTime() - ended;
    report.header(
        "classes passed",
        "whole",
        "a class, median",
        "p95",
        "peak disk",
        "nothing runs any more after",
        "processes left",
        "folders left");
    report.row(
        passed + " of " + classes,
        millis(wall),
        millis(samples.median()),
        millis(samples.p95()),
        String.format(Locale.ROOT, "%.0f MB", peak.get() / 1e6),
        millis(gone),
        processes.toString(),
        place.leftFolders().toString());
    report.target(
        classes + " classes in 4 forks: no failure, nothing left",
        passed == classes && processes.isEmpty() && place.leftFolders().isEmpty(),
        String.format(Locale.ROOT, "%d passed, peak %.0f MB of disk", passed, peak.get() / 1e6));
  }

  private static void sample(Place place, AtomicLong peak, AtomicBoolean over) {
    try {
      while (!over.get()) {
        peak.accumulateAndGet(place.ourRunBytes(), Math::max);
        Thread.sleep(SAMPLE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
