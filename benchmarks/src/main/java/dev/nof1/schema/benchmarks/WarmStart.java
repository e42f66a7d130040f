package dev.nof1.schema.benchmarks;

import static dev.nof1.schema.benchmarks.Samples.millis;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A fresh JVM with one class, caches filled. */
final class WarmStart {
  private static final double OF_ZONKYS = 0.28;
  private static final double P95_OF_MEDIAN = 1.3;
  private static final long AT_MOST_NANOS = 500_000_000;
  private static final double LARGER_REPOSITORY = 1.2;

  private final Side side;
  private final Repository repository;
  private final Samples asked = new Samples();
  private final Samples before = new Samples();
  private final Samples launcher = new Samples();
  private final Samples whole = new Samples();
  private final Samples gone = new Samples();
  private @Nullable String problem;

  private WarmStart(Side side, Repository repository) {
    this.side = side;
    this.repository = repository;
  }

  static void measure(
      Place place, Repository small, Repository large, int repetitions, Report report)
      throws IOException, InterruptedException {
    report.section(
        "Warm start",
        """
        A fresh JVM whose JUnit launcher runs one class; caches are filled (runs before it are not counted). "Asked" is the first
        moment a tool can know that a class wants a database: for `@MigratedDatabase` when JUnit has discovered the
        class, for the others when their extension's `beforeAll` is called. Figures are up to the first answered
        query, except for the last two columns: the life of the JVM, and until the processes it started have ended and
        cleaned up as well. %d runs a row."""
            .formatted(repetitions));
    List<WarmStart> rows = new ArrayList<>();
    for (Side side : Side.values()) {
      rows.add(new WarmStart(side, small));
    }
    WarmStart large1 = new WarmStart(Side.OURS, large);
    rows.add(large1);
    rows.add(new WarmStart(Side.ZONKY, large));
    for (int repetition = -1; repetition < repetitions; repetition++) {
      for (WarmStart row : rows) {
        row.once(place, repetition >= 0);
      }
    }
    report.header(
        "side",
        "migrations",
        "asked → answered, median",
        "p95",
        "`beforeAll` → answered, median",
        "launcher → answered, median",
        "whole JVM, median",
        "until all has ended, median");
    rows.forEach(row -> row.print(report));
    Samples ours = rows.get(0).asked;
    double ratio = (double) ours.median() / rows.get(1).asked.median();
    report.target(
        "warm start ≤ 0.28 × zonky's",
        ratio <= OF_ZONKYS,
        Report.ratio(ratio) + " × (" + millis(ours.median()) + ")");
    double spread = (double) ours.p95() / ours.median();
    report.target(
        "warm start: p95 ≤ 1.3 × its median",
        spread <= P95_OF_MEDIAN,
        Report.ratio(spread) + " × (" + millis(ours.p95()) + ")");
    report.target("warm start < 500 ms", ours.median() < AT_MOST_NANOS, millis(ours.median()));
    double larger = (double) large1.asked.median() / ours.median();
    report.target(
        "warm start with 1,000 migrations within 20 %",
        larger <= LARGER_REPOSITORY,
        Report.ratio(larger) + " × (" + millis(large1.asked.median()) + ")");
  }

  private void once(Place place, boolean counts) throws IOException, InterruptedException {
    if (problem != null) {
      return;
    }
    try {
      Fork.Result result = Fork.run(place, repository, 0, TestRunner.class, side, 0, 1);
      if (counts) {
        long from = side == Side.OURS ? result.found() : result.before(0);
        asked.add(result.answered(0) - from);
        before.add(result.answered(0) - result.before(0));
        launcher.add(result.answered(0));
        whole.add(result.wall());
        gone.add(result.gone());
      }
    } catch (IOException e) {
      problem = Engine.problem(side, e);
    }
  }

  private void print(Report report) {
    String count = Integer.toString(repository.count());
    if (problem != null) {
      report.row(side.title(), count, problem, "", "", "", "", "");
    } else {
      report.row(
          side.title(),
          count,
          millis(asked.median()),
          millis(asked.p95()),
          millis(before.median()),
          millis(launcher.median()),
          millis(whole.median()),
          millis(gone.median()));
    }
  }
}
