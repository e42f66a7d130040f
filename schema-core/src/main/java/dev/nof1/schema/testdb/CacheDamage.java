package dev.nof1.schema.testdb;

import dev.nof1.schema.postgres.EmbeddedServer;
import dev.nof1.schema.postgres.PostgresServer;
import java.util.Optional;

/** Asks, when something failed that should not, whether the cache a server came from is damaged. */
final class CacheDamage {
  private CacheDamage() {}

  /** Whether it was; it is repaired then, and what was wrong is in the log, once. */
  static boolean repaired(PostgresServer server) {
    Optional<String> damage =
        server instanceof EmbeddedServer embedded ? embedded.repairCache() : Optional.empty();
    damage.ifPresent(what -> Log.warn(what + "; it is built again"));
    return damage.isPresent();
  }
}
