package dev.nof1.schema.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Begins a sample when nothing else keeps the machine busy, if that comes to pass. */
final class Quiet {
  private static final double IDLE = 0.85;
  private static final long LOOK_MILLIS = 100;

  /** Of one sample, and of all. */
  private static final long PATIENCE_MILLIS = 8_000;

  private static final long PATIENCE_OF_ALL_MILLIS = 240_000;

  private static long waitedMillis;
  private static int samples;
  private static int busySamples;

  private Quiet() {}

  static void await() throws InterruptedException {
    samples++;
    long waited = 0;
    while (idleShare() < IDLE) {
      waited += LOOK_MILLIS;
      if (waited > PATIENCE_MILLIS || waitedMillis + waited > PATIENCE_OF_ALL_MILLIS) {
        busySamples++;
        break;
      }
    }
    waitedMillis += waited;
  }

  static String told() {
    return "waited %d s for others; of %d JVMs, %d began while others were busy all the same"
        .formatted(waitedMillis / 1000, samples, busySamples);
  }

  /** How much of the processors' time nobody used for a moment; 1 where that is not known. */
  private static double idleShare() throws InterruptedException {
    long[] before = ticks();
    Thread.sleep(LOOK_MILLIS);
    long[] after = ticks();
    long all = after[1] - before[1];
    return all == 0 ? 1 : (double) (after[0] - before[0]) / all;
  }

  /** Idle ones, and all. */
  private static long[] ticks() {
    try {
      List<String> fields =
          List.of(Files.readAllLines(Path.of("/proc/stat")).get(0).split(" +", -1));
      long all = fields.stream().skip(1).limit(8).mapToLong(Long::parseLong).sum();
      return new long[] {Long.parseLong(fields.get(4)) + Long.parseLong(fields.get(5)), all};
    } catch (IOException e) {
      return new long[2];
    }
  }
}
