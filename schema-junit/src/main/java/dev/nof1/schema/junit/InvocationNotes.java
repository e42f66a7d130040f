package dev.nof1.schema.junit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Notes for methods before and after an invocation of a parameterized class. JUnit does not report
 * their failures to an extension, but to listeners of the launcher.
 */
final class InvocationNotes implements TestExecutionListener {
  private static final Map<String, Consumer<Throwable>> NOTES = new ConcurrentHashMap<>();

  /** Remembers what to add to a failure of this invocation itself. */
  static void add(String uniqueId, Consumer<Throwable> note) {
    NOTES.put(uniqueId, note);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    Consumer<Throwable> note = NOTES.remove(test.getUniqueId());
    if (note != null) {
      result.getThrowable().ifPresent(note);
    }
  }
}
