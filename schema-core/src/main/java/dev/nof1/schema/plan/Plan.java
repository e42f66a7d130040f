package dev.nof1.schema.plan;

import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.Migration;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Plan of a run: the steps that would run, in order.
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

  /**
   * Describes the plan for a log.
   *
   * @return one line, such as {@code Plan[3 steps to 8 (add index), 0 skipped; nof1 is at 5 (x)]}
   */
  @Override
  public String toString() {
    return "Plan[%d steps to %s, %d skipped; %s]"
        .formatted(
            steps.size(), after().map(Migration::toString).orElse("base"), skipped.size(), before);
  }

  /**
   * The migration that the database would be at.
   *
   * @return empty for base
   */
  public Optional<Migration> after() {
    TreeMap<BigDecimal, Migration> applied = applied(steps.size());
    return applied.isEmpty() ? Optional.empty() : Optional.of(applied.lastEntry().getValue());
  }

  /**
   * Counts what is applied when some of the steps are done.
   *
   * @param done how many of the steps, from the first on
   * @return the applied migrations by id
   */
  public TreeMap<BigDecimal, Migration> applied(int done) {
    TreeMap<BigDecimal, Migration> applied = new TreeMap<>();
    for (MigrationStatus m : before.migrations()) {
      if (m.state() != State.PENDING) {
        applied.put(m.migration().id(), m.migration());
      }
    }
    for (Step step : steps.subList(0, done)) {
      if (step.direction() == Direction.UP) {
        applied.put(step.migration().id(), step.migration());
      } else {
        applied.remove(step.migration().id());
      }
    }
    return applied;
  }
}
