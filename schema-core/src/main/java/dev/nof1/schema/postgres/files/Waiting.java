package dev.nof1.schema.postgres.files;

import dev.nof1.schema.error.ServerException;

/** Sleeping that an interrupt ends. */
public final class Waiting {
  private Waiting() {}

  public static void millis(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Sleeps, and checks whether the thread was interrupted. */
  public static boolean interruptedIn(long millis) {
    try {
      Thread.sleep(millis);
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }

  public static ServerException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new ServerException(
        "Waiting for the embedded PostgreSQL server was interrupted; nothing was left running.", e);
  }
}
