package dev.nof1.schema.junit.lease;

import javax.sql.DataSource;

/** Rows that are part of a template: an SQL file, a static method or code. */
sealed interface Seed permits CodeSeed, FileSeed, MethodSeed {

  /** Finds the seed that a text names. */
  static Seed named(String text, Class<?> testClass) {
    int hash = text.indexOf('#');
    return hash >= 0
        ? MethodSeed.find(text.substring(0, hash), text.substring(hash + 1), testClass)
        : FileSeed.find(text, testClass);
  }

  /** Changes whenever the rows would, for as long as {@link #lasting}. */
  String key();

  /** Returns whether the key says all: a method may call code that nobody sees. */
  boolean lasting();

  /**
   * Puts the rows in.
   *
   * @param key the seed's when the template was asked for
   */
  void plant(DataSource database, String key) throws Exception;
}
