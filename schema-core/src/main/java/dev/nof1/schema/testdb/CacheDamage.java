package dev.nof1.schema.testdb;

import dev.nof1.schema.postgres.EmbeddedServer;
import dev.nof1.schema.postgres.PostgresServer;
import java.util.Optional;

/** Asks, when something failed that should not, whether the cache a server came from is damaged. */
public final class CacheDamage {
  private CacheDamage() {}

  /**
   * Checks the cache and repairs what is damaged in it; what was wrong is in the log, once.
   *
   * @param server the one that something failed on
   * @return whether something was damaged; what failed may be tried again then, on a new server
   * @throws dev.nof1.schema.error.ServerException when it cannot be repaired
   */
  public static boolean repaired(PostgresServer server) {
    Optional<String> damage =
        server instanceof EmbeddedServer embedded ? embedded.repairCache() : Optional.empty();
    damage.ifPresent(Log::warn);
    return damage.isPresent();
  }
}
