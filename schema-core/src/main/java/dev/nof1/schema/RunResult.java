package dev.nof1.schema;

import dev.nof1.schema.plan.Plan;
import dev.nof1.schema.plan.Status;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.repository.Direction;
import java.util.List;

/**
 * Result of a run that succeeded.
 *
 * @param plan the steps that ran, and the state that they were planned from
 * @param after where the database stands now
 */
public record RunResult(Plan plan, Status after) {

  /**
   * Lists the steps that ran.
   *
   * @return the steps in the order in which they ran
   */
  public List<Step> steps() {
    return plan.steps();
  }

  /**
   * Describes the run for a log.
   *
   * @return one line, as long for eight migrations as for one, such as {@code RunResult[8 applied,
   *     0 undone; nof1 is at 8 (add index)]}
   */
  @Override
  public String toString() {
    long applied = steps().stream().filter(step -> step.direction() == Direction.UP).count();
    return "RunResult[%d applied, %d undone; %s]"
        .formatted(applied, steps().size() - applied, after);
  }
}
