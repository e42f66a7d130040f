package dev.nof1.schema.event;

import java.time.Duration;

/**
 * A session that holds a lock which a migration waits for.
 *
 * @param pid its server process, as in {@code pg_stat_activity}; 0 for a prepared transaction
 * @param application its {@code application_name}; empty if it has none or it may not be seen
 * @param state such as {@code active} or {@code idle in transaction}; empty if it may not be seen
 * @param age how long its transaction has been open
 * @param query what it runs, or ran last, on one line and cut
 */
public record Blocker(int pid, String application, String state, Duration age, String query) {

  /**
   * The session as messages name it.
   *
   * @return such as {@code server process 4711 (psql, idle in transaction, for 12 s): SELECT 1}
   */
  @Override
  public String toString() {
    if (pid == 0) {
      return "a prepared transaction (see pg_prepared_xacts)";
    }
    return "server process %d (%s%s, for %d s)%s"
        .formatted(
            pid,
            application.isEmpty() ? "no application name" : application,
            state.isEmpty() ? "" : ", " + state,
            age.toSeconds(),
            query.isEmpty() ? "" : ": " + query);
  }
}
