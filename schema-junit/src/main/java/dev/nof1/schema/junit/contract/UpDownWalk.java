package dev.nof1.schema.junit.contract;

import dev.nof1.schema.catalog.Difference;
import dev.nof1.schema.catalog.SchemaSnapshot;
import dev.nof1.schema.error.SchemaException;
import dev.nof1.schema.repository.Migration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Walk from base to head, each migration applied, undone and applied again on the way; several
 * proofs judge its steps. What a migration spoils is not held against the next: the walk goes on
 * from a database that has never been anything but migrated up.
 */
final class UpDownWalk implements AutoCloseable {
  private final ContractScripts scripts;
  private final ProofDatabases databases;
  private final List<WalkStep> steps = new ArrayList<>();
  private @Nullable ProofDatabase current;
  private @Nullable State before;

  private final boolean withRows;

  private @Nullable Violation blocked;

  UpDownWalk(ProofDatabases databases, boolean withRows) {
    this.withRows = withRows;
    this.scripts = databases.scripts();
    this.databases = databases;
  }

  /** Returns the step of that migration, after those of all before it. */
  WalkStep step(int index) {
    while (steps.size() <= index) {
      steps.add(take(steps.size()));
    }
    return steps.get(index);
  }

  /** Returns why head is not reached, if it is not. */
  Optional<Violation> blocked() {
    if (scripts.count() > 0) {
      var unused = step(scripts.count() - 1);
    }
    return Optional.ofNullable(blocked);
  }

  private WalkStep take(int index) {
    if (blocked != null) {
      return WalkStep.notReached(blocked);
    }
    Optional<Violation> undoProblem = scripts.undoProblem(index);
    if (undoProblem.isPresent() && scripts.directives(index).isEmpty()) {
      blocked = undoProblem.get();
      return WalkStep.notReached(blocked);
    }
    Migration migration = scripts.migration(index);
    try {
      ProofDatabase walker = walker();
      walker.migrations().up(1);
      if (undoProblem.isPresent() || scripts.irreversible(index).isPresent()) {
        before = state(walker);
        return WalkStep.APPLIED;
      }
      return undo(index, migration);
    } catch (SchemaException e) {
      blocked = violation(migration, String.valueOf(e.getMessage()));
      return WalkStep.upFailed(blocked);
    }
  }

  private WalkStep undo(int index, Migration migration) {
    try {
      walker().migrations().down(1);
    } catch (SchemaException e) {
      goOnAt(index + 1);
      return WalkStep.downFailed(violation(migration, String.valueOf(e.getMessage())));
    }
    State after = state(walker());
    List<Difference> trace = before().schema.compare(after.schema);
    String rows = before().rows.compare(after.rows);
    Optional<Violation> again = Optional.empty();
    try {
      walker().migrations().up(1);
    } catch (SchemaException e) {
      again =
          Optional.of(
              violation(migration, "Once undone, it cannot be applied again. " + e.getMessage()));
    }
    if (trace.isEmpty() && rows.isEmpty() && again.isEmpty()) {
      before = state(walker());
    } else {
      goOnAt(index + 1);
    }
    return WalkStep.undone(trace, rows, again);
  }

  /** Contents of the database at one moment. */
  private record State(SchemaSnapshot schema, RowSnapshot rows) {}

  private State state(ProofDatabase walker) {
    return new State(walker.snapshot(), withRows ? walker.rows() : RowSnapshot.NONE);
  }

  private ProofDatabase walker() {
    ProofDatabase walker = current;
    if (walker == null) {
      walker = databases.atBase();
      current = walker;
      before = state(walker);
    }
    return walker;
  }

  private State before() {
    State known = before;
    if (known == null) {
      throw new IllegalStateException("Nothing was read before.");
    }
    return known;
  }

  private void goOnAt(int applied) {
    close();
    ProofDatabase walker = databases.copyAt(applied);
    current = walker;
    before = state(walker);
  }

  private static Violation violation(Migration migration, String message) {
    return new Violation(Titles.STAIRWAY, migration.toString(), message);
  }

  @Override
  public void close() {
    if (current != null) {
      current.close();
      current = null;
    }
  }
}
