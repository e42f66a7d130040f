package dev.nof1.schema.junit;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Notes for methods before and after an invocation of a parameterized class. JUnit does not report
 * their failures to an extension, but to listeners of the launcher.
 */
final class InvocationNotes implements TestExecutionListener {
  private static final Map<String, BiConsumer<Throwable, Instant>> NOTES =
      new ConcurrentHashMap<>();

  /** Times at which invocations of the classes with notes began, by unique id. */
  private final Map<String, Instant> begun = new ConcurrentHashMap<>();

  /** Remembers what to add to a failure of an invocation of this class. */
  static void add(String classId, BiConsumer<Throwable, Instant> note) {
    NOTES.put(classId, note);
  }

  @Override
  public void executionStarted(TestIdentifier test) {
    if (isInvocation(test) && note(test) != null) {
      begun.put(test.getUniqueId(), Instant.now());
    }
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    Instant began = begun.remove(test.getUniqueId());
    BiConsumer<Throwable, Instant> note = note(test);
    if (began != null && note != null) {
      result.getThrowable().ifPresent(failure -> note.accept(failure, began));
    }
    NOTES.remove(test.getUniqueId());
  }

  private static boolean isInvocation(TestIdentifier test) {
    return test.getUniqueIdObject().getLastSegment().getType().equals("class-template-invocation");
  }

  private static @Nullable BiConsumer<Throwable, Instant> note(TestIdentifier test) {
    return test.getParentId().map(NOTES::get).orElse(null);
  }
}
