package dev.nof1.schema.testdb;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The clones of one template that are ready or asked for. Guarded by the monitor of its owner. */
final class ClonePool {
  private final TemplateSpec spec;
  private final Deque<Clone> ready = new ArrayDeque<>();
  private @Nullable Template template;
  private @Nullable Exception failure;
  private int inTheMaking;
  private int waiting;
  private int taken;
  private long lastTaken;

  ClonePool(TemplateSpec spec) {
    this.spec = spec;
  }

  TemplateSpec spec() {
    return spec;
  }

  /** The template, once it is built. */
  @Nullable Template template() {
    return template;
  }

  void built(Template ready) {
    template = ready;
  }

  /** How many clones were taken. */
  int used() {
    return taken;
  }

  /** Why there will be no clones. */
  @Nullable Exception failure() {
    return failure;
  }

  void failed(Exception e) {
    failure = e;
  }

  @Nullable Clone poll() {
    Clone clone = ready.poll();
    if (clone != null) {
      taken++;
      lastTaken = System.nanoTime();
    }
    return clone;
  }

  void beginWaiting() {
    waiting++;
  }

  void endWaiting() {
    waiting--;
  }

  boolean isAwaited() {
    return waiting > ready.size();
  }

  /** How long the next clone need not be begun; zero if somebody may be kept waiting by that. */
  long restMillis(Duration afterTake) {
    if (ready.isEmpty() || isAwaited()) {
      return 0;
    }
    return Math.max(0, afterTake.toMillis() - (System.nanoTime() - lastTaken) / 1_000_000);
  }

  void beginMaking() {
    inTheMaking++;
  }

  void made(Clone clone) {
    inTheMaking--;
    ready.add(clone);
  }

  void notMade() {
    inTheMaking--;
  }

  /** How many more are wanted: those asked for, and as many ahead as have been used before. */
  int wanted(int depth) {
    if (template == null || failure != null) {
      return 0;
    }
    return waiting + Math.min(depth, taken + 1) - ready.size() - inTheMaking;
  }
}
