package dev.nof1.schema.benchmarks;

import static dev.nof1.schema.benchmarks.Samples.millis;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A fresh JVM with one class, caches empty, jars present. */
final class FirstStart {
  private FirstStart() {}

  static void measure(Place place, Repository repository, int repetitions, Report report)
      throws IOException, InterruptedException {
    report.section(
        "First start ever",
        """
        The same with an empty cache: binaries are unpacked and a cluster is created. %d runs a row, the first of
        all not counted."""
            .formatted(repetitions));
    List<Side> sides = List.of(Side.OURS, Side.ZONKY, Side.ZONKY_TEMPLATE);
    Map<Side, Samples> asked = new EnumMap<>(Side.class);
    Map<Side, Samples> whole = new EnumMap<>(Side.class);
    for (int repetition = -1; repetition < repetitions; repetition++) {
      for (Side side : sides) {
        Place fresh = place.fresh("first");
        Fork.Result result = Fork.run(fresh, repository, 0, TestRunner.class, side, 0, 1);
        if (repetition >= 0) {
          long from = side == Side.OURS ? result.found() : result.before(0);
          asked.computeIfAbsent(side, s -> new Samples()).add(result.answered(0) - from);
          whole.computeIfAbsent(side, s -> new Samples()).add(result.wall());
        }
        fresh.delete();
      }
    }
    report.header("side", "asked → answered, median", "slowest", "whole JVM, median");
    for (Side side : sides) {
      Samples samples = asked.getOrDefault(side, new Samples());
      report.row(
          side.title(),
          millis(samples.median()),
          millis(samples.worst()),
          millis(whole.getOrDefault(side, new Samples()).median()));
    }
    double ratio =
        (double) asked.getOrDefault(Side.OURS, new Samples()).median()
            / asked.getOrDefault(Side.ZONKY, new Samples()).median();
    report.target("first start ≤ zonky's", ratio <= 1, Report.ratio(ratio) + " ×");
  }
}
