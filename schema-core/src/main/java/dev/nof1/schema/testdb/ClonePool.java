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
  private @Nullable Throwable failure;
  private boolean isNew = true;
  private int inTheMaking;
  private int waiting;
  private int taken;
  private long lastTaken;
  private long rank;

  ClonePool(TemplateSpec spec, long rank) {
    this.spec = spec;
    this.rank = rank;
  }

  TemplateSpec spec() {
    return spec;
  }

  /** Checks whether nobody has begun to build the template. */
  boolean isNew() {
    return isNew;
  }

  void begun() {
    isNew = false;
  }

  /** The template, once it is built. */
  @Nullable Template template() {
    return template;
  }

  void built(Template ready) {
    template = ready;
  }

  /** Counts the clones that are ready. */
  int ready() {
    return ready.size();
  }

  void closeConnections() {
    ready.forEach(Clone::closeConnection);
  }

  Clone giveUpOne() {
    return ready.remove();
  }

  /** Counts the clones that are being made. */
  int inTheMaking() {
    return inTheMaking;
  }

  /** The higher, the sooner a clone is likely to be asked for; no two pools have the same. */
  long rank() {
    return rank;
  }

  /** Counts the clones that were taken. */
  int used() {
    return taken;
  }

  /** The failure for which there will be no clones. */
  @Nullable Throwable failure() {
    return failure;
  }

  void failed(Throwable e) {
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

  /** Somebody asks for a clone. */
  void beginWaiting(long newRank) {
    rank = newRank;
    waiting++;
  }

  void endWaiting() {
    waiting--;
  }

  boolean isAwaited() {
    return waiting > ready.size();
  }

  /** Time that the next clone need not be begun; zero if a test might have to wait for it. */
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

  /**
   * Counts the clones that are still wanted: those asked for, and as many ahead as have been used
   * before.
   */
  int wanted(int depth) {
    if (template == null || failure != null) {
      return 0;
    }
    return waiting + Math.min(depth, taken + 1) - ready.size() - inTheMaking;
  }
}
