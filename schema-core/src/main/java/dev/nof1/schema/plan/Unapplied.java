package dev.nof1.schema.plan;

import dev.nof1.schema.repository.Migration;
import java.math.BigDecimal;

/**
 * A migration that was squashed into one that counts as applied, and never was applied itself: what
 * it does is not there, and no script brings it any more.
 *
 * @param id which
 * @param within the applied migration that it is part of now
 */
public record Unapplied(BigDecimal id, Migration within) {

  /**
   * Says what is wrong and what to do.
   *
   * @return complete sentences
   */
  public String words() {
    return "Migration %s is part of migration %s since they were squashed, which counts as applied here, but %s itself never was: what it does is not there. Apply it with the scripts as they were before ('squash' has moved them into a folder squashed/%s: pending --scriptpath=…)."
        .formatted(id.toPlainString(), within, id.toPlainString(), within.version());
  }
}
