package dev.nof1.schema.changelog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

/**
 * The key of the advisory lock that keeps other migrators from a changelog.
 *
 * <p>Advisory locks belong to a database already. The name counts without its schema and its case:
 * which table a spelling means depends on the session, and a lock too many only makes tenants of
 * one database take turns.
 */
public final class LockKey {
  private LockKey() {}

  /**
   * Computes the key.
   *
   * @param changelog the name of the changelog, as it stands in SQL
   * @return the argument of {@code pg_try_advisory_lock}
   */
  public static long of(String changelog) {
    String name = changelog.substring(changelog.lastIndexOf('.') + 1).replace("\"", "");
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(
                  ("nof1-schema " + name.toLowerCase(Locale.ROOT))
                      .getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256.", e);
    }
  }

  /**
   * Gives the condition that the session has the lock, as part of a query: a script can give up
   * what its session holds.
   *
   * @param changelog the name of the changelog, as it stands in SQL
   * @return an expression
   */
  public static String isHeld(String changelog) {
    long key = of(changelog);
    return "EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND granted AND objsubid = 1 AND classid::bigint = %s AND objid::bigint = %s)"
        // Not %d, which writes the digits of the JVM's locale.
        .formatted(Long.toString(key >>> 32), Long.toString(key & 0xFFFFFFFFL));
  }
}
