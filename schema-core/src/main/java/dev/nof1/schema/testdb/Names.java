package dev.nof1.schema.testdb;

import dev.nof1.schema.error.ConfigurationException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * What databases are called. Everything we make carries the prefix, and nothing without it is ever
 * dropped.
 *
 * @param prefix lower-case letters, digits and underscores
 * @param run which run of a JVM this is, unlike any other on any machine
 * @param shared whether others use the server too
 */
record Names(String prefix, String run, boolean shared) {
  private static final int LONGEST_PREFIX = 20;

  static Names create(String prefix, boolean shared) {
    if (!prefix.matches("[a-z][a-z0-9_]{2," + LONGEST_PREFIX + "}")) {
      throw new ConfigurationException(
          "'%s' cannot be the prefix of test databases: use 3 to %d lower-case letters, digits and underscores, a letter first."
              .formatted(prefix, LONGEST_PREFIX));
    }
    byte[] random = new byte[5];
    new SecureRandom().nextBytes(random);
    return new Names(prefix, HexFormat.of().formatHex(random), shared);
  }

  String templates() {
    return prefix + "template_";
  }

  String template(TemplateSpec spec) {
    return templates() + spec.hash();
  }

  /** What the private names of a template's builders start with. */
  String building(TemplateSpec spec) {
    return prefix + "building_" + spec.hash() + "_";
  }

  String clones() {
    return prefix + "test_";
  }

  String clone(int number) {
    return clones() + run + "_" + number;
  }

  /** The run that a clone's name tells of. */
  String runOf(String clone) {
    return clone.substring(clones().length(), clone.lastIndexOf('_'));
  }

  /** What a run holds a lock on for as long as it lives. */
  String lock(String someRun) {
    return "run " + prefix + someRun;
  }
}
