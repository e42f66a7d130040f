package dev.nof1.schema.testdb;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Specification of a template database.
 *
 * @param key a text that changes whenever the result would: everything the preparation reads
 * @param lasting whether another JVM could use it; if not, it is dropped with its run
 * @param original name of the database that it begins as a copy of, a {@linkplain
 *     TestDatabases#freeze frozen} clone; empty for an empty database
 * @param preparation fills the database
 */
public record TemplateSpec(
    String key, boolean lasting, Optional<String> original, Preparation preparation) {
  static final int HASH_BYTES = 10;

  /**
   * One that begins as an empty database.
   *
   * @param key a text that changes whenever the result would
   * @param lasting whether another JVM could use it; if not, it is dropped with its run
   * @param preparation fills the empty database
   */
  public TemplateSpec(String key, boolean lasting, Preparation preparation) {
    this(key, lasting, Optional.empty(), preparation);
  }

  /**
   * One that others can use as well.
   *
   * @param key a text that changes whenever the result would
   * @param preparation fills the empty database
   */
  public TemplateSpec(String key, Preparation preparation) {
    this(key, true, preparation);
  }

  /** Fills a database. */
  @FunctionalInterface
  public interface Preparation {
    /**
     * Fills the database and closes every connection it opened.
     *
     * @param database empty, or a copy of the original
     * @throws Exception if it cannot; whoever wants a clone gets it as it is
     */
    void prepare(DataSource database) throws Exception;
  }

  /**
   * Makes the specification of a role's own template: what the role makes belongs to it, and
   * another role could not use or drop it.
   */
  TemplateSpec of(String role) {
    return new TemplateSpec(key + "\nof " + role, lasting, original, preparation);
  }

  /** Short enough for a database's name, long enough never to meet another. */
  String hash() {
    return HexFormat.of().formatHex(digest(key), 0, HASH_BYTES);
  }

  static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256.", e);
    }
  }
}
