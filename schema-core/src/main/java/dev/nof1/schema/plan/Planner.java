package dev.nof1.schema.plan;

import dev.nof1.schema.changelog.ChangelogEntry;
import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.Migration;
import dev.nof1.schema.repository.Script;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Decides what would run: from a changelog and a repository to a status, and from there to a plan.
 */
public final class Planner {
  private final TreeMap<BigDecimal, Script> scripts = new TreeMap<>();
  private final TreeMap<BigDecimal, Script> bound = new TreeMap<>();
  private final UnaryOperator<Script> binding;

  /**
   * Plans with these scripts.
   *
   * @param scripts all of the repository
   * @param binding binds each script that a plan names to its text, once for both ways of a redo
   */
  public Planner(List<Script> scripts, UnaryOperator<Script> binding) {
    scripts.forEach(script -> this.scripts.put(script.migration().id(), script));
    this.binding = binding;
  }

  /**
   * Compares a changelog with a repository.
   *
   * @param database the database's name
   * @param scripts all of the repository
   * @param changelog the rows of the changelog, by id
   * @return each migration and its state
   */
  public static Status status(
      String database, List<Script> scripts, List<ChangelogEntry> changelog) {
    // Compared by value: the changelog's ids may carry decimals (1.00).
    TreeMap<BigDecimal, MigrationStatus> byId = new TreeMap<>();
    BigDecimal newest = changelog.isEmpty() ? null : changelog.get(changelog.size() - 1).id();
    for (Script script : scripts) {
      Migration migration = script.migration();
      boolean outOfOrder = newest != null && migration.id().compareTo(newest) < 0;
      byId.put(
          migration.id(),
          new MigrationStatus(migration, State.PENDING, outOfOrder, Optional.empty()));
    }
    Squashed squashed = Squashed.in(scripts, changelog);
    for (ChangelogEntry entry : changelog) {
      if (squashed.rows().containsKey(entry.id())) {
        continue;
      }
      Optional<String> appliedAt = Optional.ofNullable(entry.appliedAt());
      MigrationStatus known = byId.get(entry.id());
      byId.put(
          entry.id(),
          known == null
              ? new MigrationStatus(missing(entry), State.MISSING, false, appliedAt)
              : new MigrationStatus(known.migration(), State.APPLIED, false, appliedAt));
    }
    return new Status(database, new ArrayList<>(byId.values()), Optional.empty(), squashed);
  }

  /**
   * Finds the steps to a target, each bound to its script; none is checked yet.
   *
   * @param status where the database stands
   * @param target where to bring it
   * @return the plan
   * @throws RepositoryException if the target cannot be reached
   */
  public Plan plan(Status status, Target target) {
    boolean up = goesUp(status, target);
    List<Step> steps = steps(status, target);
    if (up || target instanceof Target.Pending) {
      Squashed.refuse(status, steps);
    }
    return new Plan(status, steps, up ? status.outOfOrder() : List.of());
  }

  private static boolean goesUp(Status status, Target target) {
    return target instanceof Target.Up
        || target instanceof Target.UpTo
        || (target instanceof Target.Version to
            && status.current().map(m -> m.id().compareTo(to.id()) < 0).orElse(true));
  }

  private List<Step> steps(Status status, Target target) {
    if (target instanceof Target.Up to) {
      return up(status, to.count());
    }
    if (target instanceof Target.Down to) {
      return down(newestFirst(status), to.count());
    }
    if (target instanceof Target.Redo to) {
      List<Step> down = down(newestFirst(status), to.count());
      List<Step> both = new ArrayList<>(down);
      for (int i = down.size() - 1; i >= 0; i--) {
        both.add(new Step(Direction.UP, down.get(i).script()));
      }
      return both;
    }
    if (target instanceof Target.Version to) {
      return toVersion(status, to.id());
    }
    if (target instanceof Target.UpTo to) {
      return only(Direction.UP, toVersion(status, to.id()));
    }
    if (target instanceof Target.DownTo to) {
      return only(Direction.DOWN, toVersion(status, to.id()));
    }
    if (target instanceof Target.Pending) {
      return steps(Direction.UP, status.in(State.PENDING).stream());
    }
    throw new IllegalArgumentException("This is no target that can be planned: " + target + ".");
  }

  private List<Step> up(Status status, int count) {
    return steps(
        Direction.UP,
        status.migrations().stream()
            .filter(m -> m.state() == State.PENDING && !m.outOfOrder())
            .map(MigrationStatus::migration)
            .limit(count));
  }

  private List<Step> down(List<MigrationStatus> newestFirst, int count) {
    List<MigrationStatus> undone = newestFirst.stream().limit(count).toList();
    for (MigrationStatus m : undone) {
      if (m.state() == State.MISSING) {
        throw new RepositoryException(
            "Migration %s is applied, but its script is not in the repository, so it cannot be undone. Nothing was run. Bring the script back (an older branch has been checked out, or the file was renamed or deleted)."
                .formatted(m.migration()));
      }
    }
    return steps(Direction.DOWN, undone.stream().map(MigrationStatus::migration));
  }

  /**
   * Keeps the steps only where all go in the direction that was asked for, so that a command that
   * runs twice does nothing the second time.
   */
  private static List<Step> only(Direction direction, List<Step> steps) {
    return steps.stream().allMatch(s -> s.direction() == direction) ? steps : List.of();
  }

  private List<Step> toVersion(Status status, BigDecimal id) {
    MigrationStatus wanted =
        status.migrations().stream()
            .filter(m -> m.migration().id().compareTo(id) == 0 && m.state() != State.MISSING)
            .findFirst()
            .orElseThrow(
                () ->
                    new RepositoryException(
                        "There is no migration with the id %s. Nothing was run. 'status' lists the ids."
                            .formatted(id.toPlainString())));
    if (wanted.outOfOrder()) {
      throw new RepositoryException(
          "Migration %s is pending out of order: newer ones are applied already, so the database cannot be brought to it. Nothing was run. 'pending' applies it."
              .formatted(wanted.migration()));
    }
    if (wanted.state() == State.PENDING) {
      return up(status, Integer.MAX_VALUE).stream()
          .takeWhile(s -> s.migration().id().compareTo(id) <= 0)
          .toList();
    }
    return down(
        newestFirst(status).stream().takeWhile(m -> m.migration().id().compareTo(id) > 0).toList(),
        Integer.MAX_VALUE);
  }

  private static List<MigrationStatus> newestFirst(Status status) {
    List<MigrationStatus> applied = new ArrayList<>();
    for (MigrationStatus m : status.migrations()) {
      if (m.state() != State.PENDING) {
        applied.add(0, m);
      }
    }
    return applied;
  }

  private List<Step> steps(Direction direction, Stream<Migration> migrations) {
    return migrations.map(m -> new Step(direction, bound(m))).toList();
  }

  private Script bound(Migration migration) {
    return bound.computeIfAbsent(
        migration.id(),
        id -> {
          Script script = scripts.get(id);
          if (script == null) {
            throw new IllegalStateException("A plan names only migrations that have scripts.");
          }
          return binding.apply(script);
        });
  }

  private static Migration missing(ChangelogEntry entry) {
    String description = entry.description() == null ? "" : entry.description();
    return new Migration(entry.id(), description, "");
  }
}
