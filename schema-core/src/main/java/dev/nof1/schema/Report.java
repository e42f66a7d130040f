package dev.nof1.schema;

import java.util.List;

/**
 * What was run, all of it successfully.
 *
 * @param steps in the order they ran
 * @param plan what they came from
 * @param after where the database stands now
 */
public record Report(Plan plan, List<Step> steps, Status after) {

  /**
   * Keeps a copy.
   *
   * @param plan what the steps came from
   * @param steps in the order they ran
   * @param after where the database stands now
   */
  public Report {
    steps = List.copyOf(steps);
  }
}
