package dev.nof1.schema.junit;

import dev.nof1.schema.junit.lease.ExplainedFailure;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.opentest4j.TestAbortedException;

/** Notes on databases, added to the failures of their tests. */
final class FailureNotes {
  private static final Namespace NAMESPACE = Namespace.create(FailureNotes.class);

  private FailureNotes() {}

  /** Records when a test or a class begins: the server's log is shown from there. */
  static void begin(ExtensionContext context) {
    context.getStore(NAMESPACE).put(new Beginning(context.getUniqueId()), Instant.now());
  }

  /** Keeps one context's apart from its parents', whose stores are asked too. */
  private record Beginning(String uniqueId) {}

  /** Adds a note to a failure; returns the failure. */
  static Throwable add(Owners owners, ExtensionContext context, Throwable failure) {
    Instant began =
        context.getStore(NAMESPACE).get(new Beginning(context.getUniqueId()), Instant.class);
    return add(owners, context, failure, began == null ? Instant.EPOCH : began);
  }

  static Throwable add(Owners owners, ExtensionContext context, Throwable failure, Instant began) {
    if (!(failure instanceof TestAbortedException)
        && !(failure instanceof ExplainedFailure)
        && Stream.of(failure.getSuppressed()).noneMatch(DatabaseNote.class::isInstance)) {
      for (Owner each : owners.all()) {
        each.databaseIfAny(context).ifPresent(database -> add(failure, database, each, began));
      }
    }
    return failure;
  }

  /** Adds it. What goes wrong here, such as on a full disk, must not hide why the test failed. */
  private static void add(Throwable failure, TestDatabase database, Owner owner, Instant began) {
    try {
      failure.addSuppressed(DatabaseNote.of(database, owner, began));
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
