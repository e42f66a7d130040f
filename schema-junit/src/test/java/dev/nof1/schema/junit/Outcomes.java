package dev.nof1.schema.junit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.EventType;

/**
 * What came of a contract's tests.
 *
 * @param failed factory, then test, then message
 * @param aborted the same
 * @param passed how many
 */
record Outcomes(
    Map<String, Map<String, String>> failed, Map<String, Map<String, String>> aborted, int passed) {

  static Outcomes of(Class<?> contract) {
    return of(Kit.of(contract));
  }

  static Outcomes of(EngineTestKit.Builder kit) {
    EngineExecutionResults results = kit.execute();
    Map<String, Map<String, String>> failed = new TreeMap<>();
    Map<String, Map<String, String>> aborted = new TreeMap<>();
    int passed = 0;
    for (Event event :
        results.allEvents().filter(e -> e.getType() == EventType.FINISHED).toList()) {
      TestExecutionResult result = event.getRequiredPayload(TestExecutionResult.class);
      TestDescriptor test = event.getTestDescriptor();
      String factory = test.getParent().map(TestDescriptor::getDisplayName).orElse("");
      String message = result.getThrowable().map(t -> String.valueOf(t.getMessage())).orElse("");
      switch (result.getStatus()) {
        case SUCCESSFUL -> passed += test.isTest() ? 1 : 0;
        case ABORTED ->
            aborted
                .computeIfAbsent(factory, f -> new TreeMap<>())
                .put(test.getDisplayName(), message);
        case FAILED ->
            failed
                .computeIfAbsent(factory, f -> new TreeMap<>())
                .put(test.getDisplayName(), message);
      }
    }
    return new Outcomes(failed, aborted, passed);
  }

  /** Factory and subject of each failure, the subject being what a name begins with. */
  List<String> failures() {
    List<String> all = new ArrayList<>();
    failed.forEach(
        (factory, tests) ->
            tests
                .keySet()
                .forEach(test -> all.add(test.replaceFirst("\\).*", ")") + ": " + factory)));
    all.sort(null);
    return all;
  }

  /** The message of the failure whose name begins so. */
  String message(String factory, String subject) {
    return find(failed, factory, subject);
  }

  String reason(String factory, String subject) {
    return find(aborted, factory, subject);
  }

  private static String find(Map<String, Map<String, String>> all, String factory, String subject) {
    return all.getOrDefault(factory, Map.of()).entrySet().stream()
        .filter(test -> test.getKey().startsWith(subject))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(() -> new AssertionError(factory + " / " + subject + " is not in " + all));
  }
}
