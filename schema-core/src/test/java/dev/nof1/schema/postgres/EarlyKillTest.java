package dev.nof1.schema.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.postgres.files.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A JVM that is killed while it starts a throw-away server leaves nothing, whenever that is. */
@Timeout(300)
class EarlyKillTest {
  private static final int RUNS = Integer.getInteger("nof1.crash.runs", 12);
  private static final Random DICE = new Random(Integer.getInteger("nof1.crash.seed", 7));

  @TempDir static Path cache;

  @BeforeAll
  static void fill() throws IOException {
    try (Jvm jvm = Jvm.start(Jvm.cacheIn(Jvm.withPrograms(cache)))) {
      jvm.awaitLine("ready");
    }
  }

  /** The first moments after anything appears are those in which few know of it. */
  @Test
  void leavesNothingWhenItIsKilledAsSoonAsThereIsSomething() throws IOException {
    for (int i = 0; i < RUNS; i++) {
      try (Jvm jvm = Jvm.start(Jvm.cacheIn(cache))) {
        long micros = i % 2 == 0 ? 0 : DICE.nextInt(60_000);
        while (isEmpty()) {
          // As soon as a timer can tell, and without a core of its own.
          LockSupport.parkNanos(20_000);
        }
        long until = System.nanoTime() + micros * 1000;
        while (System.nanoTime() < until) {
          Thread.onSpinWait();
        }
        jvm.kill();
        assertNothingIsLeft("killed after " + micros + " µs");
      }
    }
  }

  @Test
  void leavesNothingWhenItIsKilledAtSomeMoment() throws IOException {
    for (int i = 0; i < RUNS; i++) {
      try (Jvm jvm = Jvm.start(Jvm.cacheIn(cache))) {
        long millis = 100L + DICE.nextInt(700);
        Waiting.millis(millis);
        jvm.kill();
        assertNothingIsLeft("killed after " + millis + " ms");
      }
    }
  }

  private static void assertNothingIsLeft(String when) {
    Jvm.await(
        Duration.ofSeconds(20), "no process, " + when, () -> Jvm.processesUsing(cache).isEmpty());
    assertThat(cache.resolve("run")).as(when).isEmptyDirectory();
  }

  private static boolean isEmpty() throws IOException {
    try (var children = Files.newDirectoryStream(cache.resolve("run"))) {
      return !children.iterator().hasNext();
    }
  }
}
