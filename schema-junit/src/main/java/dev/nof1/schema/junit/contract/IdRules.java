package dev.nof1.schema.junit.contract;

import dev.nof1.schema.repository.Finding;
import dev.nof1.schema.repository.Migration;
import dev.nof1.schema.repository.Script;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Rules that ids of migrations keep. */
final class IdRules {
  /** Size of the changelog's {@code NUMERIC(20,0)}. */
  private static final int DIGITS = 20;

  /**
   * Rule of its own test.
   *
   * @param title what it proves
   * @param problem what is wrong; empty text if nothing is
   */
  record Rule(String title, Function<ContractScripts, String> problem) {
    Optional<Violation> violation(ContractScripts scripts) {
      String text = problem.apply(scripts);
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(new Violation(Titles.IDS, Violation.ALL, text));
    }
  }

  private static final Rule NAMES =
      new Rule(
          "each script's name begins with an id", scripts -> findings(scripts, Finding.Rule.NAME));
  private static final Rule UNIQUE =
      new Rule("each id is used once", scripts -> findings(scripts, Finding.Rule.DUPLICATE));
  private static final Rule HELD =
      new Rule("each id is a whole number above 0 that the changelog can hold", IdRules::notHeld);
  private static final Rule ORDERED =
      new Rule("the scripts sorted by name are in the order of their ids", IdRules::disordered);

  static final List<Rule> ALL = List.of(NAMES, UNIQUE, HELD, ORDERED);

  private IdRules() {}

  /** Returns why the scripts cannot even be run in order. */
  static Optional<Violation> unusable(ContractScripts scripts) {
    return List.of(NAMES, UNIQUE, HELD).stream()
        .flatMap(rule -> rule.violation(scripts).stream())
        .findFirst();
  }

  private static String findings(ContractScripts scripts, Finding.Rule rule) {
    return scripts.findings().stream()
        .filter(finding -> finding.rule() == rule)
        .map(Finding::message)
        .collect(Collectors.joining("\n"));
  }

  private static String notHeld(ContractScripts scripts) {
    return scripts.scripts().stream()
        .filter(script -> !isHeld(script.migration().id()))
        .map(
            script ->
                "%s: the changelog cannot hold the id %s: it must be a whole number above 0 with at most %d digits. Rename the script."
                    .formatted(script.location(), script.migration().version(), DIGITS))
        .collect(Collectors.joining("\n"));
  }

  private static boolean isHeld(BigDecimal id) {
    return id.signum() > 0
        && id.stripTrailingZeros().scale() <= 0
        && id.precision() - id.scale() <= DIGITS;
  }

  /** Finds scripts out of order: lists of files, reviews and other tools go by name. */
  private static String disordered(ContractScripts scripts) {
    StringBuilder problems = new StringBuilder();
    Migration last = null;
    for (Script script : scripts.scripts()) {
      Migration migration = script.migration();
      if (!migration.fileName().isEmpty() && Character.isDigit(migration.fileName().charAt(0))) {
        if (last != null && last.fileName().compareTo(migration.fileName()) > 0) {
          problems.append(
              "%s%s runs before %s, but is listed after it. Give all ids the same number of digits: with leading zeros an id stays the same number."
                  .formatted(
                      problems.isEmpty() ? "" : "\n", last.fileName(), migration.fileName()));
        }
        last = migration;
      }
    }
    return problems.toString();
  }
}
