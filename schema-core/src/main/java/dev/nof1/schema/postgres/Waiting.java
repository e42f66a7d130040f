package dev.nof1.schema.postgres;

import dev.nof1.schema.error.ServerException;

/** Sleeping that an interrupt ends. */
final class Waiting {
  private Waiting() {}

  static void millis(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Sleeps, and tells whether the thread was interrupted. */
  static boolean interruptedIn(long millis) {
    try {
      Thread.sleep(millis);
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }

  static ServerException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new ServerException(
        "Waiting for the embedded PostgreSQL server was interrupted; nothing was left running.", e);
  }
}
