package dev.nof1.schema.run;

import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.sql.SqlStatement;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A digest of the statements of a section that are done, so that a repair goes on only where they
 * are still the same. Not safe for use by several threads.
 */
public final class StatementDigest {
  private final MessageDigest digest = sha256();

  StatementDigest() {}

  /**
   * Digests statements, as {@link Checkpoints} notes them with the next one.
   *
   * @param statements in the order of their section
   * @param settings how the section is read
   * @return SHA-256, in 64 hexadecimal digits
   */
  public static String of(Iterable<SqlStatement> statements, ScriptSettings settings) {
    StatementDigest digest = new StatementDigest();
    statements.forEach(s -> digest.add(s, settings));
    return digest.soFar();
  }

  /**
   * Adds a statement with variables in the place of their values: the database's users can read the
   * digest.
   */
  void add(SqlStatement s, ScriptSettings settings) {
    digest.update(settings.unfilled(s.text()).getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  String soFar() {
    try {
      return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("Every JVM's SHA-256 can be copied.", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256.", e);
    }
  }
}
