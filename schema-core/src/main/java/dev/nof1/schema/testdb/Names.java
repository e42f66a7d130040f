package dev.nof1.schema.testdb;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Names of databases. Every database that this library makes carries the prefix, and nothing
 * without it is ever dropped.
 *
 * @param prefix lower-case letters, digits and underscores
 * @param run which run of a JVM this is, unlike any other on any machine
 * @param shared whether others use the server too
 */
record Names(String prefix, String run, boolean shared) {
  private static final int RUN_BYTES = 5;
  private static final String RUN = "[0-9a-f]{" + 2 * RUN_BYTES + "}";
  private static final String HASH = "[0-9a-f]{" + 2 * TemplateSpec.HASH_BYTES + "}";

  static Names create(String prefix, boolean shared) {
    PoolSettings.checkPrefix(prefix);
    byte[] random = new byte[RUN_BYTES];
    new SecureRandom().nextBytes(random);
    return new Names(prefix, HexFormat.of().formatHex(random), shared);
  }

  /**
   * Regular expression for all templates of this library; whoever chose the prefix may have others.
   */
  String templates() {
    return "^" + prefix + "template_" + HASH + "$";
  }

  String template(TemplateSpec spec) {
    return prefix + "template_" + spec.hash();
  }

  /** The private names of templates in the making, as a regular expression. */
  String buildings() {
    return "^" + prefix + "building_" + HASH + "_" + RUN + "$";
  }

  String building(TemplateSpec spec) {
    return prefix + "building_" + spec.hash() + "_" + run;
  }

  /** Regular expression for all clones. */
  String clones() {
    return "^" + prefix + "test_" + RUN + "_[0-9]+$";
  }

  String clone(int number) {
    return prefix + "test_" + run + "_" + number;
  }

  /** The run in the name of a clone, or of a template in the making. */
  String runOf(String name) {
    String[] parts = name.substring(prefix.length()).split("_", -1);
    return parts[0].equals("test") ? parts[1] : parts[2];
  }

  /** Names the lock that a run holds for as long as it lives. */
  String lock(String someRun) {
    return "run " + prefix + someRun;
  }
}
