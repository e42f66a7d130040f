package dev.nof1.schema.benchmarks;

import static dev.nof1.schema.benchmarks.Samples.millis;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Classes that take no time, against the server's own limit. */
final class Unpaused {
  private static final double OF_BARE = 0.9;
  private static final double OF_USED = 1.15;
  private static final double LARGER_REPOSITORY = 1.2;

  private Unpaused() {}

  static void measure(
      Place place, Repository small, Repository large, int classes, int rounds, Report report)
      throws IOException, InterruptedException {
    report.section(
        "Classes that take no time",
        """
        %d classes whose test is one query, against a loop of `CREATE DATABASE … TEMPLATE … STRATEGY FILE_COPY` on the
        same server: alone, and with a connection and the same query for each copy. In turn, in one JVM, %d rounds
        after one that is not counted; copies are dropped between rounds, ours while they run."""
            .formatted(classes, rounds));
    report.header(
        "migrations",
        "`@MigratedDatabase`, median a class",
        "bare copy",
        "bare copy, connected and asked",
        "ours a second",
        "bare a second",
        "ours ÷ bare",
        "ours ÷ bare, connected and asked");
    double first = 0;
    for (Repository repository : List.of(small, large)) {
      Fork.Result result = Fork.run(place, repository, 0, Throughput.class, classes, rounds);
      Samples ours = new Samples();
      Samples bare = new Samples();
      Samples used = new Samples();
      for (int i = 0; i < result.numbers().size(); i += 3) {
        ours.add(result.numbers().get(i));
        bare.add(result.numbers().get(i + 1));
        used.add(result.numbers().get(i + 2));
      }
      double ratio = (double) bare.median() / ours.median();
      double ofUsed = (double) used.median() / ours.median();
      report.row(
          Integer.toString(repository.count()),
          millis(ours.median()),
          millis(bare.median()),
          millis(used.median()),
          perSecond(ours.median()),
          perSecond(bare.median()),
          Report.ratio(ratio),
          Report.ratio(ofUsed));
      if (repository.equals(small)) {
        first = ours.median();
        report.target(
            "throughput ≥ 1.15 × bare CREATE DATABASE, connected and asked",
            ofUsed >= OF_USED,
            Report.ratio(ofUsed) + " ×");
        report.target(
            "throughput ≥ 0.9 × bare CREATE DATABASE",
            ratio >= OF_BARE,
            Report.ratio(ratio) + " ×");
      } else {
        double larger = ours.median() / first;
        report.target(
            "throughput with 1,000 migrations within 20 %",
            larger <= LARGER_REPOSITORY, Report.ratio(larger) + " × the time a class");
      }
    }
  }

  private static String perSecond(long nanos) {
    return String.format(Locale.ROOT, "%.1f", 1e9 / nanos);
  }
}
