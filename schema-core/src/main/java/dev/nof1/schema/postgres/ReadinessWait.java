package dev.nof1.schema.postgres;

import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.postgres.files.Waiting;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/** Waits for a database to accept connections, where waiting can help. */
final class ReadinessWait {
  /** A host that drops packets must not eat the whole patience in one try. */
  private static final int SECONDS_A_TRY = 5;

  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 1000;
  private static final long REPEAT_NANOS = Duration.ofSeconds(10).toNanos();

  /** A server that speaks, but not to us: its encryption, its way of asking for a password. */
  private static final String REJECTED = "08004";

  /** Starting, shutting down, full, or about to get its database from somebody else. */
  private static final Set<String> MAY_PASS = Set.of("08", "57", "53");

  private static final String NO_SUCH_DATABASE = "3D000";

  private ReadinessWait() {}

  static void await(NamedDatabase database, Duration patience, Consumer<String> progress) {
    long start = System.nanoTime();
    long pause = FIRST_PAUSE_MILLIS;
    String told = "";
    long toldAt = start;
    while (true) {
      String reason;
      try {
        database.answer(SECONDS_A_TRY);
        return;
      } catch (SQLException e) {
        reason = NamedDatabase.reason(e);
        if (!canPass(String.valueOf(e.getSQLState()))) {
          throw new DatabaseException(
              "The database \"%s\" cannot be used, and waiting does not help: %s."
                  .formatted(database.name(), reason),
              e);
        }
        if (System.nanoTime() - start >= patience.toNanos()) {
          throw new DatabaseException(
              "The database \"%s\" does not accept connections%s: %s.%s"
                  .formatted(
                      database.name(),
                      patience.isZero() ? "" : ", after " + text(patience),
                      reason,
                      NO_SUCH_DATABASE.equals(e.getSQLState())
                          ? " Create it with 'schema-cli create-db'."
                          : " Check that its server runs and that host and port are right."),
              e);
        }
      }
      if (!reason.equals(told) || System.nanoTime() - toldAt > REPEAT_NANOS) {
        told = reason;
        toldAt = System.nanoTime();
        progress.accept("Waiting for the database \"%s\": %s.".formatted(database.name(), reason));
      }
      long left = patience.toMillis() - (System.nanoTime() - start) / 1_000_000;
      Waiting.millis(Math.max(1, Math.min(pause, left)));
      pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
    }
  }

  private static boolean canPass(String sqlState) {
    return !sqlState.equals(REJECTED)
        && (sqlState.equals(NO_SUCH_DATABASE)
            || (sqlState.length() == 5 && MAY_PASS.contains(sqlState.substring(0, 2))));
  }

  private static String text(Duration patience) {
    return patience.toMillis() % 1000 == 0
        ? patience.toSeconds() + " s"
        : patience.toMillis() + " ms";
  }
}
