package dev.nof1.schema.event;

import java.time.Duration;

/**
 * Session that holds the lock that only one migrator may have.
 *
 * @param pid the server process, as in {@code pg_stat_activity}
 * @param application its {@code application_name}; empty if it has none or it may not be seen
 * @param client the address it comes from; {@code local} for a socket
 * @param connectedFor how long it has been connected: with a pool, since long before it migrates
 * @param state such as {@code active} or {@code idle}; empty if it may not be seen
 * @param stateFor how long that has lasted: one statement, or one pause
 */
public record LockHolder(
    int pid,
    String application,
    String client,
    Duration connectedFor,
    String state,
    Duration stateFor) {

  /**
   * The holder as messages name it.
   *
   * @return such as {@code server process 4711 (schema-cli, from 10.0.0.7, connected for 12 s,
   *     active for 3 s)}
   */
  @Override
  public String toString() {
    return "server process %d (%s, from %s, connected for %d s%s)"
        .formatted(
            pid,
            application.isEmpty() ? "no application name" : application,
            client,
            connectedFor.toSeconds(),
            state.isEmpty() ? "" : ", " + state + " for " + stateFor.toSeconds() + " s");
  }
}
