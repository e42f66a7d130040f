package dev.nof1.schema.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Measured durations, in nanoseconds. */
final class Samples {
  private final List<Long> sorted = new ArrayList<>();

  void add(long nanos) {
    sorted.add(nanos);
    Collections.sort(sorted);
  }

  int count() {
    return sorted.size();
  }

  long median() {
    return percentile(50);
  }

  long p95() {
    return percentile(95);
  }

  long worst() {
    return percentile(100);
  }

  /** The nearest rank, so that it is always a value that was measured. */
  private long percentile(int percent) {
    int rank = (int) Math.ceil(percent / 100.0 * sorted.size());
    return sorted.get(Math.max(rank, 1) - 1);
  }

  static String millis(long nanos) {
    return String.format(Locale.ROOT, nanos < 20_000_000 ? "%.2f ms" : "%.0f ms", nanos / 1e6);
  }
}
