package dev.nof1.schema.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.EventConditions;
import org.opentest4j.AssertionFailedError;

/** Runs test classes inside a test, and says what came of them. */
final class Kit {
  private Kit() {}

  static EngineTestKit.Builder of(Class<?>... classes) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(Stream.of(classes).map(each -> selectClass(each)).toArray(ClassSelector[]::new));
  }

  /** Methods and classes at once, whatever the classes say. */
  static EngineTestKit.Builder parallel(Class<?>... classes) {
    return of(classes)
        .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
        .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
        .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
        .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "8");
  }

  static EngineExecutionResults passing(int tests, Class<?>... classes) {
    return passing(tests, of(classes));
  }

  static EngineExecutionResults passing(int tests, EngineTestKit.Builder kit) {
    EngineExecutionResults results = kit.execute();
    List<Throwable> failures = failures(results);
    if (!failures.isEmpty()) {
      AssertionFailedError error = new AssertionFailedError("they do not pass: " + failures);
      failures.forEach(error::addSuppressed);
      throw error;
    }
    results.testEvents().assertStatistics(stats -> stats.started(tests).succeeded(tests));
    return results;
  }

  /** Of classes and of tests, in order. */
  static List<Throwable> failures(EngineExecutionResults results) {
    return results.allEvents().failed().stream().flatMap(Kit::throwable).toList();
  }

  static List<Throwable> aborts(EngineExecutionResults results) {
    return results
        .allEvents()
        .filter(EventConditions.abortedWithReason()::matches)
        .flatMap(Kit::throwable)
        .toList();
  }

  /** The message of the only failure. */
  static String failure(EngineExecutionResults results) {
    List<Throwable> failures = failures(results);
    if (failures.size() != 1) {
      throw new AssertionFailedError("not one failure, but " + failures);
    }
    return String.valueOf(failures.get(0).getMessage());
  }

  private static Stream<Throwable> throwable(Event event) {
    return event
        .getPayload(TestExecutionResult.class)
        .flatMap(TestExecutionResult::getThrowable)
        .stream();
  }

  static String one(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }

  static String one(DataSource database, String sql) throws SQLException {
    try (Connection connection = database.getConnection()) {
      return one(connection, sql);
    }
  }

  static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static void run(DataSource database, String sql) throws SQLException {
    try (Connection connection = database.getConnection()) {
      run(connection, sql);
    }
  }

  static String insertModel(String name) {
    return "INSERT INTO llm_models (name, provider, model_id) VALUES ('%s', 'p', 'm')"
        .formatted(name);
  }
}
