package dev.nof1.schema.spring.test;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Test classes that are running: one, and inside it nested ones. Applications lead to one database
 * at a time, so others have to wait.
 */
final class RunningClasses {
  // Guarded by the class's monitor; the innermost is the last.
  private static final Deque<RunningClass> RUNNING = new ArrayDeque<>();

  private RunningClasses() {}

  /** Returns the innermost. */
  static synchronized Optional<RunningClass> current() {
    return Optional.ofNullable(RUNNING.peekLast());
  }

  /**
   * Begins a class.
   *
   * @throws IllegalStateException if another one is running, which is not around it
   */
  static synchronized void begin(RunningClass next) {
    RunningClass last = RUNNING.peekLast();
    if (last != null && !isAround(last.testClass(), next.testClass())) {
      throw new IllegalStateException(
          "%s runs at the same time as %s, and an application has one database at a time. To run test classes side by side, run them in JVMs of their own (Surefire: <forkCount>2</forkCount>), or let those of Spring follow one another: @Execution(SAME_THREAD) on them, or junit.jupiter.execution.parallel.mode.classes.default = same_thread."
              .formatted(next.name(), last.name()));
    }
    RUNNING.addLast(next);
  }

  private static boolean isAround(Class<?> outer, Class<?> inner) {
    for (Class<?> each = inner.getEnclosingClass(); each != null; each = each.getEnclosingClass()) {
      if (each == outer || each.isAssignableFrom(outer)) {
        return true;
      }
    }
    return false;
  }

  /** Ends a class, where it has begun. */
  static synchronized void end(RunningClass over) {
    RUNNING.remove(over);
  }
}
