package dev.nof1.schema.sql.driver;

import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/**
 * Finds what the server said in an exception, which a driver around the usual one may have wrapped.
 */
final class ServerErrors {
  private static final int DEPTH = 10;

  private ServerErrors() {}

  static @Nullable PSQLException in(Throwable thrown) {
    Throwable cause = thrown;
    for (int i = 0; cause != null && i < DEPTH; i++, cause = cause.getCause()) {
      if (cause instanceof PSQLException e) {
        return e;
      }
    }
    return null;
  }
}
