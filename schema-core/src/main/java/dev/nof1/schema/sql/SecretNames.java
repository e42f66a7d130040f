package dev.nof1.schema.sql;

import java.util.regex.Pattern;

/**
 * Names that say that what they name may be a secret: those of variables and of options in a
 * catalog. Rather one value too many is hidden than one too few; the parameters of a JDBC URL are
 * the driver's, and known, so that a narrower list does for them.
 */
public final class SecretNames {
  /** Parts of such names, in any case; means the same to Java and to PostgreSQL's {@code ~*}. */
  public static final String PARTS =
      "pass|pwd|secret|token|key|cred|auth|private|salt|pem|cert|dsn|url|uri|conn|geheim|kennwort";

  private static final Pattern PATTERN = Pattern.compile(PARTS, Pattern.CASE_INSENSITIVE);

  private SecretNames() {}

  /**
   * Checks whether a name is that of a secret.
   *
   * @param text a name, or a text that may have one in it
   * @return whether one of the parts is in it
   */
  public static boolean isIn(String text) {
    return PATTERN.matcher(text).find();
  }
}
