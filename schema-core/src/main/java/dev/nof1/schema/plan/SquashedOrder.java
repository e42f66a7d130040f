package dev.nof1.schema.plan;

import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.repository.Finding;
import dev.nof1.schema.repository.Migration;
import dev.nof1.schema.repository.Script;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;

/**
 * Order of scripts around squashed ones: a script below a squashed one is a fault, because an empty
 * database would run it before what it was written for.
 */
public final class SquashedOrder {
  private SquashedOrder() {}

  /**
   * Adds what is wrong with the order of the scripts.
   *
   * @param scripts all of the repository, by id
   * @param faults where findings are added
   */
  public static void check(List<Script> scripts, List<Finding> faults) {
    for (int i = scripts.size() - 1; i > 0; i--) {
      Set<BigDecimal> replaced = replaced(scripts.get(i));
      if (!replaced.isEmpty()) {
        Migration squashed = scripts.get(i).migration();
        for (Script older : scripts.subList(0, i)) {
          faults.add(finding(older, squashed, replaced.contains(older.migration().id())));
        }
        // The newest says it of all.
        return;
      }
    }
  }

  private static Finding finding(Script older, Migration squashed, boolean isPart) {
    String what =
        isPart
            ? "%s: migration %s is part of migration %s already, which was squashed from it and others. 'squash %s' puts the script away."
            : "%s: migration %s is older than migration %s, which was squashed from all that was before it, so an empty database would get it too early. Give it a new id above %s (rename its file).";
    return new Finding(
        Finding.Rule.ORDER,
        older.location(),
        what.formatted(older.location(), older.migration(), squashed, squashed.version()));
  }

  /**
   * Lists the ids that a script replaces; none if it cannot be read, which is a finding of its own.
   */
  private static Set<BigDecimal> replaced(Script script) {
    try {
      return script.directives().replaces().keySet();
    } catch (RepositoryException e) {
      return Set.of();
    }
  }
}
