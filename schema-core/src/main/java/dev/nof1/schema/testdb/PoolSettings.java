package dev.nof1.schema.testdb;

import dev.nof1.schema.error.ConfigurationException;

/**
 * Settings by which databases for tests are kept ready.
 *
 * @param prefix what every name begins with; 3 to 20 lower-case letters, digits and underscores
 * @param shared whether others use the server too, so that what is over must be dropped, and what
 *     others have left swept
 * @param depth how many clones of a template are kept ready at most, from 0
 * @param garbage how many clones that are over may wait to be dropped, from 0; this and the depth
 *     bound the disk that is used
 */
public record PoolSettings(String prefix, boolean shared, int depth, int garbage) {

  private static final int LONGEST_PREFIX = 20;

  /** Settings for a server of our own. */
  public static final PoolSettings OWN_SERVER = new PoolSettings("nof1_", false, 4, 32);

  /**
   * Checks the numbers.
   *
   * @param prefix what every name begins with
   * @param shared whether others use the server too
   * @param depth from 0
   * @param garbage from 0
   */
  public PoolSettings {
    if (depth < 0 || garbage < 0) {
      throw new IllegalArgumentException("depth and garbage must not be negative.");
    }
  }

  /**
   * Checks a prefix, which becomes part of statements.
   *
   * @param prefix what every name is to begin with
   * @throws ConfigurationException if it cannot be one
   */
  public static void checkPrefix(String prefix) {
    if (!prefix.matches("[a-z][a-z0-9_]{2," + (LONGEST_PREFIX - 1) + "}")) {
      throw new ConfigurationException(
          "'%s' cannot be the prefix of test databases: use 3 to %d lower-case letters, digits and underscores, a letter first."
              .formatted(prefix, LONGEST_PREFIX));
    }
  }
}
