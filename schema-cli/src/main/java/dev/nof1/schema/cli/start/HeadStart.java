package dev.nof1.schema.cli.start;

import java.security.GeneralSecurityException;
import java.sql.DriverManager;
import java.util.Calendar;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Loads the driver and the cryptography of a password's proof on a second core, while the first
 * reads the command line: a fifth of a short command's time is spent in code that both use first.
 *
 * <p>Nothing depends on it. What it did not get done is done when it is needed.
 */
public final class HeadStart {
  /**
   * Number of iterations that PostgreSQL asks for; by then the JVM has compiled the code that they
   * run through.
   */
  private static final int ITERATIONS = 4096;

  private HeadStart() {}

  /** Begins, where there is a second core. */
  public static void begin() {
    if (Runtime.getRuntime().availableProcessors() < 2) {
      return;
    }
    Thread thread = new Thread(HeadStart::prepare, "schema-cli-head-start");
    thread.setDaemon(true);
    thread.start();
  }

  private static void prepare() {
    try {
      DriverManager.getDrivers();
      SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
          .generateSecret(new PBEKeySpec(new char[] {'x'}, new byte[16], ITERATIONS, 256));
      Calendar.getInstance();
    } catch (GeneralSecurityException | RuntimeException e) {
      // Whoever needs it finds out, and can say for what.
    }
  }
}
