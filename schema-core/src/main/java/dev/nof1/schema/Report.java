package dev.nof1.schema;

import java.util.List;

/**
 * What was run, all of it successfully.
 *
 * @param plan all of it, and what it came from
 * @param after where the database stands now
 */
public record Report(Plan plan, Status after) {

  /**
   * What was run.
   *
   * @return in the order it ran
   */
  public List<Step> steps() {
    return plan.steps();
  }
}
