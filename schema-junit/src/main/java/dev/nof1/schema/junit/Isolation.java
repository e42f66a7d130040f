package dev.nof1.schema.junit;

/** Sharing of databases among tests. */
public enum Isolation {
  /** Database of each annotated class; its tests and its nested classes share it. */
  CLASS,

  /** Database of each test, fresh, also when methods run in parallel. */
  METHOD,

  /**
   * Database of each annotated class, and one connection for each test, whose changes are rolled
   * back after it; what a test commits is rolled back too. Its {@code DataSource}, {@code
   * Connection} and {@code Migrations} are that session; a {@link TestDatabase} and a {@link
   * JdbcUrl} lead to the database itself, where what is written stays for the class. All is one
   * session: while one connection has a transaction open, the others are refused.
   */
  ROLLBACK,

  /**
   * Database of all that ask for the same, to read it: its tests connect as a role that cannot
   * write, and a class that has written all the same fails.
   */
  SHARED
}
