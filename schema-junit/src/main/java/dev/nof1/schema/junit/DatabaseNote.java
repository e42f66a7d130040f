package dev.nof1.schema.junit;

import java.time.Instant;
import java.util.List;

/** Rides on a test's failure as a suppressed exception, which every report prints with it. */
final class DatabaseNote extends RuntimeException {

  private DatabaseNote(String message) {
    super(message, null, false, false);
  }

  static DatabaseNote of(Lease lease, boolean kept, Instant since) {
    StringBuilder note = new StringBuilder();
    note.append(kept ? kept(lease) : "The database of this test was:\n  ");
    note.append(lease.database().psql());
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

  private static String kept(Lease lease) {
    return lease.isolation() == Isolation.ROLLBACK
        ? "The database of this test's class stays; what the test wrote was rolled back. To look at it:\n  "
        : "The database of this test stays. To look at it:\n  ";
  }
}
