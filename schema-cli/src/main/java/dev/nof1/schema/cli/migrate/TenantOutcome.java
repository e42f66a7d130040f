package dev.nof1.schema.cli.migrate;

import dev.nof1.schema.RunResult;
import dev.nof1.schema.cli.report.StatusSummary;
import dev.nof1.schema.plan.Plan;
import dev.nof1.schema.plan.State;
import dev.nof1.schema.repository.Migration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Outcome of a command for one of many databases.
 *
 * @param name as it stands in the list
 * @param applied how many migrations were run now
 * @param current the id of the newest applied one; null at base, or when it is not known
 * @param stands what is left to do, in words
 * @param pending how many are left
 * @param missing how many are applied without a script here
 * @param problem what went wrong; null if nothing did
 */
record TenantOutcome(
    String name,
    int applied,
    @Nullable String current,
    String stands,
    int pending,
    int missing,
    @Nullable String problem) {

  static TenantOutcome done(String name, RunResult report) {
    return new TenantOutcome(
        name,
        report.steps().size(),
        report.after().current().map(Migration::version).orElse(null),
        StatusSummary.words(report.after()),
        report.after().in(State.PENDING).size(),
        report.after().in(State.MISSING).size(),
        null);
  }

  /** Makes the outcome of a failure; the steps before it stay done. */
  static TenantOutcome failed(String name, Optional<Plan> done, String problem) {
    return new TenantOutcome(
        name,
        done.map(plan -> plan.steps().size()).orElse(0),
        done.flatMap(Plan::after).map(Migration::version).orElse(null),
        "",
        done.map(plan -> plan.before().in(State.PENDING).size() - plan.steps().size()).orElse(0),
        done.map(plan -> plan.before().in(State.MISSING).size()).orElse(0),
        problem);
  }

  boolean succeeded() {
    return problem == null;
  }
}
