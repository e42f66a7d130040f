package dev.nof1.schema.junit.contract;

import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.error.SchemaException;
import dev.nof1.schema.junit.lease.Lender;
import org.jspecify.annotations.Nullable;

/**
 * Databases at any version: one that only ever goes up, and copies of it, so that a thousand
 * migrations are not applied a thousand times each.
 */
final class ProofDatabases implements AutoCloseable {
  private static final String BORROWER = "A migration contract";

  private final Lender lender;
  private final ContractScripts scripts;
  private @Nullable ProofDatabase climbing;
  private int applied;

  ProofDatabases(Lender lender, ContractScripts scripts) {
    this.lender = lender;
    this.scripts = scripts;
  }

  ContractScripts scripts() {
    return scripts;
  }

  /** Lends a database with nothing in it. */
  ProofDatabase empty() {
    return new ProofDatabase(lender.spare(BORROWER), scripts);
  }

  /** Lends a database before the first migration, with what {@code bootstrap.sql} makes. */
  ProofDatabase atBase() {
    ProofDatabase database = empty();
    try {
      if (scripts.hasBootstrap()) {
        database.bootstrap();
      }
      return database;
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /** Lends a database with so many migrations applied, to be closed by whoever gets it. */
  ProofDatabase copyAt(int count) {
    return at(count).copy();
  }

  /** Returns the one that goes up, only to be looked at. */
  ProofDatabase at(int count) {
    ProofDatabase current = climbing;
    if (current == null || applied > count) {
      close();
      current = atBase();
      climbing = current;
      applied = 0;
    }
    if (applied < count) {
      try {
        climb(current, count - applied);
      } catch (SchemaException e) {
        // Nobody knows how far it got.
        close();
        throw e;
      }
      applied = count;
    }
    return current;
  }

  private static void climb(ProofDatabase database, int count) {
    int ran = database.migrations().up(count).steps().size();
    if (ran < count) {
      throw new RepositoryException(
          "Of %d migrations only %d could be applied in order, because a script changes the changelog."
              .formatted(count, ran));
    }
  }

  @Override
  public void close() {
    if (climbing != null) {
      climbing.close();
      climbing = null;
    }
  }
}
