package dev.nof1.schema.plan;

import dev.nof1.schema.changelog.ChangelogEntry;
import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.Migration;
import dev.nof1.schema.repository.Script;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Answer to what stands in a database of the migrations that were squashed into applied ones.
 *
 * @param rows ids of rows whose scripts are gone, each with the applied migration that it is part
 *     of: the rows stay for whoever has the older scripts; what they did is the other's now
 * @param unapplied migrations that were squashed into an applied one and never were applied
 *     themselves; no script brings what they do, so nothing newer is applied either
 */
public record Squashed(Map<BigDecimal, Migration> rows, List<Unapplied> unapplied) {

  /**
   * Keeps copies.
   *
   * @param rows by id
   * @param unapplied by id
   */
  public Squashed {
    // Ids are compared by value: 1 and 1.00 are one migration.
    rows = Collections.unmodifiableMap(new TreeMap<>(rows));
    unapplied = List.copyOf(unapplied);
  }

  /**
   * Matches the rows of a changelog with the scripts that say what they were squashed from. Scripts
   * are read only where a row has none.
   *
   * <p>A database that ran the one has no row of the older migrations; one that ran the result of
   * an earlier squash has none of those before it.
   */
  static Squashed in(List<Script> scripts, List<ChangelogEntry> changelog) {
    Set<BigDecimal> known = new TreeSet<>();
    scripts.forEach(script -> known.add(script.migration().id()));
    Set<BigDecimal> applied = new TreeSet<>();
    changelog.forEach(entry -> applied.add(entry.id()));
    TreeSet<BigDecimal> orphans = new TreeSet<>(applied);
    orphans.removeAll(known);
    Map<BigDecimal, Migration> rows = new TreeMap<>();
    Map<BigDecimal, Unapplied> unapplied = new TreeMap<>();
    for (Script script : scripts) {
      Migration one = script.migration();
      if (!applied.contains(one.id()) || orphans.lower(one.id()) == null) {
        continue;
      }
      boolean begun = false;
      for (BigDecimal id : script.directives().replaces().keySet()) {
        if (orphans.contains(id)) {
          begun = true;
          rows.putIfAbsent(id, one);
        } else if (begun && !known.contains(id)) {
          unapplied.putIfAbsent(id, new Unapplied(id, one));
        }
      }
    }
    return new Squashed(rows, new ArrayList<>(unapplied.values()));
  }

  /**
   * Lists the rows that say nothing without some applied migrations.
   *
   * @param ids of the applied migrations
   * @return the ids of the rows
   */
  public Set<BigDecimal> rowsOf(Set<BigDecimal> ids) {
    return rows.entrySet().stream()
        .filter(row -> ids.contains(row.getValue().id()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Refuses to go on where a squashed migration was never applied, since no newer script would
   * bring it; and where a database has only some of what a step was squashed from, since it can
   * neither run the one script nor do without it.
   */
  static void refuse(Status before, List<Step> steps) {
    if (!before.squashed().unapplied().isEmpty()) {
      throw new RepositoryException(
          before.squashed().unapplied().stream()
                  .map(Unapplied::words)
                  .collect(Collectors.joining(" "))
              + " Nothing was run.");
    }
    List<Migration> missing = before.in(State.MISSING);
    if (!missing.isEmpty()) {
      steps.forEach(step -> refuseInTheMiddle(before, missing, step));
    }
  }

  private static void refuseInTheMiddle(Status before, List<Migration> missing, Step step) {
    if (step.direction() == Direction.DOWN) {
      return;
    }
    Set<BigDecimal> replaced = step.script().directives().replaces().keySet();
    String some =
        missing.stream()
            .filter(m -> replaced.contains(m.id()))
            .map(Migration::toString)
            .collect(Collectors.joining(", "));
    if (!some.isEmpty()) {
      throw new RepositoryException(
          "%1$s stands in the middle of what was squashed into migration %2$s: it has %3$s, and not the rest. Nothing was run. Bring it to %4$s with the scripts as they were before ('squash' has moved them into a folder squashed/%4$s: up --scriptpath=… --to %4$s), then run this again."
              .formatted(before.database(), step.migration(), some, step.migration().version()));
    }
  }
}
