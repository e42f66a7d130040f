package dev.nof1.schema.junit.contract;

import java.util.stream.Collectors;

/**
 * Violation of the contract, and the one test that reports it.
 *
 * @param title the factory of that test
 * @param subject the migration, or what else the test is about
 * @param message what is wrong
 */
record Violation(String title, String subject, String message) {
  /** Subject of what is proved of all together. */
  static final String ALL = "all migrations";

  /** Describes it completely: not every report shows the names of dynamic tests. */
  String text() {
    return subject.equals(ALL) ? message : subject + ": " + message;
  }

  static String indented(CharSequence lines) {
    return lines.toString().lines().map(line -> "  " + line).collect(Collectors.joining("\n"));
  }
}
