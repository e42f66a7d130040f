package dev.nof1.schema.plan;

import dev.nof1.schema.changelog.ChangelogEntry;
import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.Migration;
import dev.nof1.schema.repository.Script;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Matches a database's rows with the migrations that were squashed into one script: the database
 * has all of them, or only some. Scripts are read only for rows that have none.
 */
final class Squashed {
  private final List<Script> scripts;
  private final Set<BigDecimal> applied = new TreeSet<>();
  private final Map<BigDecimal, Set<BigDecimal>> replaced = new TreeMap<>();

  Squashed(List<Script> scripts, List<ChangelogEntry> changelog) {
    this.scripts = scripts;
    changelog.forEach(entry -> applied.add(entry.id()));
  }

  /** The applied migration that this one, which has no script, is part of. */
  Optional<BigDecimal> into(BigDecimal id) {
    // Between it and the one that replaces it there may be one that came late.
    return scripts.stream()
        .filter(script -> script.migration().id().compareTo(id) > 0)
        .filter(script -> applied.contains(script.migration().id()))
        .filter(script -> replacedBy(script).contains(id))
        .findFirst()
        .map(script -> script.migration().id());
  }

  /**
   * Lists the migrations that were squashed into an applied one and were never applied. A database
   * that ran the one has no row of the older; one that ran the result of an earlier squash has none
   * of those before it.
   *
   * @param absorbed the rows that {@link #into} has found a migration for
   */
  List<Unapplied> unapplied(Set<BigDecimal> absorbed) {
    Set<BigDecimal> present = new TreeSet<>(applied);
    scripts.forEach(script -> present.add(script.migration().id()));
    Set<BigDecimal> named = new TreeSet<>();
    List<Unapplied> unapplied = new ArrayList<>();
    for (Script script : absorbed.isEmpty() ? List.<Script>of() : scripts) {
      Migration migration = script.migration();
      Set<BigDecimal> older =
          applied.contains(migration.id()) ? replacedBy(script) : Set.<BigDecimal>of();
      boolean begun = false;
      for (BigDecimal id : older) {
        begun |= absorbed.contains(id);
        if (begun && !present.contains(id) && named.add(id)) {
          unapplied.add(new Unapplied(id, migration));
        }
      }
    }
    return unapplied;
  }

  private Set<BigDecimal> replacedBy(Script script) {
    return replaced.computeIfAbsent(
        script.migration().id(), id -> script.directives().replaces().keySet());
  }

  /**
   * Refuses to go on where a squashed migration was never applied: no newer script would bring it.
   */
  static void refuseUnapplied(Status before) {
    if (!before.unapplied().isEmpty()) {
      throw new RepositoryException(
          before.unapplied().stream().map(Unapplied::words).collect(Collectors.joining(" "))
              + " Nothing was run.");
    }
  }

  /** A database that has only some of them can neither run the one script nor do without it. */
  static void refuseInTheMiddle(Status before, Step step) {
    List<Migration> missing = before.in(State.MISSING);
    if (step.direction() == Direction.DOWN || missing.isEmpty()) {
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
          "%s stands in the middle of what was squashed into migration %s: it has %s, and not the rest. Nothing was run. Bring it to %s with the scripts as they were before ('squash' has moved them into a folder squashed/%s: up --scriptpath=… --to %s), then run this again."
              .formatted(
                  before.database(),
                  step.migration(),
                  some,
                  step.migration().version(),
                  step.migration().version(),
                  step.migration().version()));
    }
  }
}
