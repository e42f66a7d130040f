package dev.nof1.schema.junit;

import dev.nof1.schema.catalog.Difference;
import dev.nof1.schema.catalog.SchemaSnapshot;
import dev.nof1.schema.error.SchemaException;
import dev.nof1.schema.repository.Migration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One walk from base to head, each migration applied, undone and applied again on the way; several
 * proofs look at what came of it. What a migration spoils is not held against the next: the walk
 * goes on from a database that has never been anything but migrated up.
 */
final class Stairs implements AutoCloseable {
  private final ContractScripts scripts;
  private final Ladder ladder;
  private final List<Examined> examined = new ArrayList<>();
  private @Nullable Scratch scratch;
  private @Nullable State before;

  /** Whether rows are looked at on the way; where a user has some, that is done elsewhere. */
  private final boolean withRows;

  private @Nullable Cause blocked;

  Stairs(ContractScripts scripts, Ladder ladder, boolean withRows) {
    this.withRows = withRows;
    this.scripts = scripts;
    this.ladder = ladder;
  }

  /** What came of that migration, and so of all before it. */
  Examined at(int index) {
    while (examined.size() <= index) {
      examined.add(examine(examined.size()));
    }
    return examined.get(index);
  }

  /** Why head is not reached, if it is not. */
  Optional<Cause> blocked() {
    if (scripts.count() > 0) {
      var unused = at(scripts.count() - 1);
    }
    return Optional.ofNullable(blocked);
  }

  private Examined examine(int index) {
    if (blocked != null) {
      return Examined.notReached(blocked);
    }
    Optional<Cause> undoProblem = scripts.undoProblem(index);
    if (undoProblem.isPresent() && scripts.directives(index).isEmpty()) {
      blocked = undoProblem.get();
      return Examined.notReached(blocked);
    }
    Migration migration = scripts.migration(index);
    try {
      Scratch walker = walker();
      walker.migrations().up(1);
      if (undoProblem.isPresent() || scripts.irreversible(index).isPresent()) {
        before = state(walker);
        return Examined.applied();
      }
      return undo(index, migration);
    } catch (SchemaException e) {
      blocked = cause(migration, String.valueOf(e.getMessage()));
      return Examined.upFailed(blocked);
    }
  }

  private Examined undo(int index, Migration migration) {
    try {
      walker().migrations().down(1);
    } catch (SchemaException e) {
      goOnAt(index + 1);
      return Examined.downFailed(cause(migration, String.valueOf(e.getMessage())));
    }
    State after = state(walker());
    List<Difference> trace = before().schema.compare(after.schema);
    String rows = before().rows.compare(after.rows);
    Optional<Cause> again = Optional.empty();
    try {
      walker().migrations().up(1);
    } catch (SchemaException e) {
      again =
          Optional.of(
              cause(migration, "Once undone, it cannot be applied again. " + e.getMessage()));
    }
    if (trace.isEmpty() && rows.isEmpty() && again.isEmpty()) {
      before = state(walker());
    } else {
      goOnAt(index + 1);
    }
    return Examined.undone(trace, rows, again);
  }

  /** What is there at one moment. */
  private record State(SchemaSnapshot schema, TableRows rows) {}

  private State state(Scratch walker) {
    return new State(walker.snapshot(), withRows ? walker.rows() : TableRows.NONE);
  }

  private Scratch walker() {
    Scratch walker = scratch;
    if (walker == null) {
      walker = ladder.bottom();
      scratch = walker;
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

  private void goOnAt(int height) {
    close();
    Scratch walker = ladder.copyAt(height);
    scratch = walker;
    before = state(walker);
  }

  private static Cause cause(Migration migration, String message) {
    return new Cause(Titles.STAIRWAY, migration.toString(), message);
  }

  @Override
  public void close() {
    if (scratch != null) {
      scratch.close();
      scratch = null;
    }
  }
}
