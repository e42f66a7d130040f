package dev.nof1.schema.spring.test;

import dev.nof1.schema.junit.MigratedDatabase;

/**
 * Part of {@link MigratedDatabase} that an application's start depends on.
 *
 * @param name of a data source, or its qualifier; may be empty
 * @param version how far the database is migrated
 * @param migrations where the class says they are; may be empty
 */
record DeclaredDatabase(String name, String version, String migrations) {

  static DeclaredDatabase of(MigratedDatabase annotation) {
    return new DeclaredDatabase(annotation.name(), annotation.version(), annotation.migrations());
  }

  boolean hasName() {
    return !name.isEmpty();
  }

  boolean namesMigrations() {
    return !migrations.isEmpty();
  }

  /** Returns whether the application would migrate further than the class wants. */
  boolean isOlder() {
    return version.matches("\\d+");
  }

  @Override
  public String toString() {
    return hasName() ? "@MigratedDatabase(name = \"%s\")".formatted(name) : "@MigratedDatabase";
  }
}
