package dev.nof1.schema;

import dev.nof1.schema.repository.Migration;
import java.util.List;

/**
 * What would run, in order.
 *
 * @param before where the database stands now
 * @param steps what would run
 * @param skipped pending migrations older than the newest applied one, which {@code up} leaves
 *     alone
 */
public record Plan(Status before, List<Step> steps, List<Migration> skipped) {

  /**
   * Keeps copies.
   *
   * @param before where the database stands now
   * @param steps what would run
   * @param skipped what up leaves alone
   */
  public Plan {
    steps = List.copyOf(steps);
    skipped = List.copyOf(skipped);
  }
}
