package dev.nof1.schema.junit;

import dev.nof1.schema.junit.lease.Lease;
import java.time.Instant;
import java.util.List;

/**
 * Note on a test's database: a suppressed exception, which every report prints with the failure.
 */
final class DatabaseNote extends RuntimeException {

  private DatabaseNote(String message) {
    super(message, null, false, false);
  }

  static DatabaseNote of(TestDatabase database, Owner owner, Instant since) {
    Lease lease = database.lease();
    boolean kept = lease.keep();
    StringBuilder note = new StringBuilder();
    String which = "The database " + (owner.name().isEmpty() ? "" : owner.name() + " ");
    note.append(which).append(kept ? kept(owner.isolation()) : "of this test was:\n  ");
    note.append(database.psql());
    if (kept) {
      lease
          .keptData()
          .ifPresent(
              folder ->
                  note.append("\nWhen the tests are over, start its server again first:\n  ")
                      .append(folder.resolve("start")));
    }
    lease.schemaNote().ifPresent(schema -> note.append('\n').append(schema));
    List<String> log = lease.log(since);
    if (!log.isEmpty()) {
      note.append("\nIts server's log:\n  ").append(String.join("\n  ", log));
    }
    return new DatabaseNote(note.toString());
  }

  private static String kept(Isolation isolation) {
    return isolation == Isolation.ROLLBACK
        ? "of this test's class stays; what the test wrote was rolled back. To look at"
            + " it:\n"
            + "  "
        : "of this test stays. To look at it:\n  ";
  }
}
