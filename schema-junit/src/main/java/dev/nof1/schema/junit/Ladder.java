package dev.nof1.schema.junit;

import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.error.SchemaException;
import org.jspecify.annotations.Nullable;

/**
 * Databases at any version: one that only ever goes up, and copies of it. So a thousand migrations
 * are not applied a thousand times each.
 */
final class Ladder implements AutoCloseable {
  private final TestRun run;
  private final Request base;
  private final ContractScripts scripts;
  private @Nullable Scratch top;
  private int height;

  Ladder(TestRun run, Request request, ContractScripts scripts) {
    this.run = run;
    this.base = request.atBase();
    this.scripts = scripts;
  }

  /** A database with nothing in it. */
  Scratch empty() {
    return new Scratch(run, run.take(base), scripts);
  }

  /** A database before the first migration, with what {@code bootstrap.sql} makes. */
  Scratch bottom() {
    Scratch scratch = empty();
    try {
      if (scripts.original().bootstrap(scripts.settings()).isPresent()) {
        run.migrating(() -> scratch.migrations().bootstrap(true));
      }
      return scratch;
    } catch (RuntimeException e) {
      scratch.close();
      throw e;
    }
  }

  /** A database with so many migrations, to be closed by whoever gets it. */
  Scratch copyAt(int wanted) {
    return at(wanted).copy();
  }

  /** The one that goes up, only to be looked at. */
  Scratch at(int wanted) {
    Scratch current = top;
    if (current == null || height > wanted) {
      close();
      current = bottom();
      top = current;
      height = 0;
    }
    if (height < wanted) {
      try {
        climb(current, wanted - height);
      } catch (SchemaException e) {
        // Nobody knows how far it got.
        close();
        throw e;
      }
      height = wanted;
    }
    return current;
  }

  private static void climb(Scratch scratch, int count) {
    int ran = scratch.migrations().up(count).steps().size();
    if (ran < count) {
      throw new RepositoryException(
          "Of %d migrations only %d could be applied in order, because a script changes the changelog."
              .formatted(count, ran));
    }
  }

  @Override
  public void close() {
    if (top != null) {
      top.close();
      top = null;
    }
  }
}
