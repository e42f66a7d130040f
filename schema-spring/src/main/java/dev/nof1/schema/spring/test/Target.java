package dev.nof1.schema.spring.test;

import javax.sql.DataSource;

/**
 * Database that a switched data source leads to, for as long as this is its target. No two are
 * equal: each test's session on one database is a target of its own.
 */
final class Target {
  private final String name;
  private final DataSource dataSource;
  private final boolean pooled;

  /**
   * Describes a target.
   *
   * @param name of database and user, for messages
   * @param dataSource opens connections
   * @param pooled whether a connection may be used again
   */
  Target(String name, DataSource dataSource, boolean pooled) {
    this.name = name;
    this.dataSource = dataSource;
    this.pooled = pooled;
  }

  String name() {
    return name;
  }

  DataSource dataSource() {
    return dataSource;
  }

  boolean pooled() {
    return pooled;
  }

  /** Returns whether a switch between the two would change nothing. */
  boolean isLike(Target other) {
    return dataSource == other.dataSource;
  }
}
