package dev.nof1.schema.benchmarks;

import static dev.nof1.schema.benchmarks.Samples.millis;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a class after the first waits for, while classes take a moment each. */
final class FurtherClasses {
  private static final int PAUSE_MILLIS = 50;
  private static final long MEDIAN_NANOS = 2_000_000;
  private static final long P95_NANOS = 10_000_000;
  private static final double LARGER_REPOSITORY = 1.2;

  /** Of sides that take seconds a class. */
  private static final int FEW = 10;

  private final Side side;
  private final Repository repository;
  private final int classes;
  private final Samples samples = new Samples();
  private @Nullable String problem;

  private FurtherClasses(Side side, Repository repository, int classes) {
    this.side = side;
    this.repository = repository;
    this.classes = classes;
  }

  static void measure(
      Place place, Repository small, Repository large, int classes, int repetitions, Report report)
      throws IOException, InterruptedException {
    report.section(
        "A further class",
        """
        From `beforeAll` of the side's extension to the first answered query, in a JVM that runs %d classes (%d where
        a class takes seconds) whose tests take another %d ms each; the first class is not counted. %d JVMs a row."""
            .formatted(classes, FEW, PAUSE_MILLIS, repetitions));
    List<FurtherClasses> rows = new ArrayList<>();
    for (Side side : Side.values()) {
      rows.add(new FurtherClasses(side, small, side == Side.CONTAINER_CLASS ? FEW : classes));
    }
    FurtherClasses oursLarge = new FurtherClasses(Side.OURS, large, classes);
    rows.add(oursLarge);
    rows.add(new FurtherClasses(Side.ZONKY, large, FEW));
    rows.add(new FurtherClasses(Side.ZONKY_TEMPLATE, large, classes));
    for (int repetition = 0; repetition < repetitions; repetition++) {
      for (FurtherClasses row : rows) {
        row.once(place);
      }
    }
    report.header("side", "migrations", "median", "p95", "slowest", "classes");
    rows.forEach(row -> row.print(report));
    Samples ours = rows.get(0).samples;
    report.target(
        "a further class: median < 2 ms", ours.median() < MEDIAN_NANOS, millis(ours.median()));
    report.target("a further class: p95 < 10 ms", ours.p95() < P95_NANOS, millis(ours.p95()));
    double larger = (double) oursLarge.samples.median() / ours.median();
    report.target(
        "a further class with 1,000 migrations within 20 %",
        larger <= LARGER_REPOSITORY,
        Report.ratio(larger)
            + " × ("
            + millis(oursLarge.samples.median())
            + ", p95 "
            + millis(oursLarge.samples.p95())
            + ")");
  }

  private void once(Place place) throws IOException, InterruptedException {
    if (problem != null) {
      return;
    }
    try {
      Fork.Result result =
          Fork.run(place, repository, PAUSE_MILLIS, TestRunner.class, side, 0, classes);
      for (int number = 1; number < result.classes(); number++) {
        samples.add(result.answered(number) - result.before(number));
      }
    } catch (IOException e) {
      problem = Engine.problem(side, e);
    }
  }

  private void print(Report report) {
    String count = Integer.toString(repository.count());
    if (problem != null) {
      report.row(side.title(), count, problem, "", "", "");
    } else {
      report.row(
          side.title(),
          count,
          millis(samples.median()),
          millis(samples.p95()),
          millis(samples.worst()),
          Integer.toString(samples.count()));
    }
  }
}
