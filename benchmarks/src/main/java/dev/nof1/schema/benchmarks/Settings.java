package dev.nof1.schema.benchmarks;

/** Settings of a forked JVM, as system properties. */
enum Settings {
  /** The folder with the scripts. */
  MIGRATIONS,

  /** How many rows the changelog has when all are applied. */
  APPLIED,

  /** How many milliseconds a test goes on after its first answer. */
  PAUSE,

  /** The image of containers. */
  IMAGE;

  String key() {
    return "benchmark." + name();
  }

  String get() {
    return System.getProperty(key(), "");
  }

  String option(Object value) {
    return "-D" + key() + "=" + value;
  }
}
