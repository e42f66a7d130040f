package dev.nof1.schema.cli.migrate;

import dev.nof1.schema.cli.io.Console;
import dev.nof1.schema.cli.report.StatusSummary;
import dev.nof1.schema.plan.Plan;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.Migration;
import dev.nof1.schema.sql.SqlStatement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Says what would run, and changes nothing. */
final class DryRun {
  private final Console console;
  private final Plan plan;
  private final Statements statements;
  private @Nullable Step last;

  /** Statements of the plan, read when they are asked for. */
  interface Statements {
    void read(BiConsumer<Step, SqlStatement> each);
  }

  DryRun(Console console, Plan plan, Statements statements) {
    this.console = console;
    this.plan = plan;
    this.statements = statements;
  }

  void print(boolean sql) {
    if (sql) {
      statements.read(this::print);
      console.result("-- " + summary());
      return;
    }
    for (Step step : plan.steps()) {
      console.result(
          "%-4s  %s  %s"
              .formatted(word(step), step.migration().version(), step.migration().description()));
    }
    console.result(summary());
  }

  /** Prints a statement with its place as a comment, so that the output reads as SQL. */
  private void print(Step step, SqlStatement s) {
    if (!step.equals(last)) {
      console.result("-- %s %s".formatted(word(step), step.migration()));
      last = step;
    }
    console.result("-- %s:%d:%d".formatted(step.migration().fileName(), s.line(), s.column()));
    // A comment at the end would swallow what ends the statement.
    String lastLine = s.text().substring(s.text().lastIndexOf('\n') + 1);
    console.result(s.text() + (lastLine.contains("--") ? "\n;" : ";"));
    console.result("");
  }

  void json(String environment, boolean sql) {
    Optional<Map<Step, List<SqlStatement>>> listed = Optional.empty();
    if (sql) {
      Map<Step, List<SqlStatement>> byStep = new LinkedHashMap<>();
      statements.read((step, s) -> byStep.computeIfAbsent(step, x -> new ArrayList<>()).add(s));
      listed = Optional.of(byStep);
    }
    PlanJson.write(
        environment, plan, plan.after(), Optional.empty(), listed, Optional.empty(), console.out());
  }

  private String summary() {
    if (plan.steps().isEmpty()) {
      return "Nothing to do: " + StatusSummary.of(plan.before());
    }
    return "Dry run, nothing was changed: %s would go from %s to %s."
        .formatted(plan.before().database(), at(plan.before().current()), at(plan.after()));
  }

  private static String at(Optional<Migration> migration) {
    return migration.map(Migration::toString).orElse("base");
  }

  private static String word(Step step) {
    return step.direction() == Direction.UP ? "up" : "down";
  }
}
