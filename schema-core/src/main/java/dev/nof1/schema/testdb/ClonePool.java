package dev.nof1.schema.testdb;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The clones of one template that are ready or asked for. Guarded by the monitor of its owner. */
final class ClonePool {
  private final TemplateSpec spec;
  private final Deque<Clone> ready = new ArrayDeque<>();
  private @Nullable String template;
  private @Nullable Exception failure;
  private int inTheMaking;
  private int waiting;
  private int taken;

  ClonePool(TemplateSpec spec) {
    this.spec = spec;
  }

  TemplateSpec spec() {
    return spec;
  }

  /** The template's name, once it is built. */
  @Nullable String template() {
    return template;
  }

  void built(String name) {
    template = name;
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
