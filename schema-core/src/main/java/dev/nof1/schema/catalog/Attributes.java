package dev.nof1.schema.catalog;

/** Attributes that the code knows by name; all others are known to their queries only. */
final class Attributes {
  /** Position of a column among those that are there. */
  static final String POSITION = "position";

  /** Name of a column's NOT NULL constraint, from PostgreSQL 18. */
  static final String NOT_NULL_NAME = "not null name";

  /** Name of a column's NOT NULL constraint that the server chose. */
  static final String GENERATED_NOT_NULL_NAME = "generated not null name";

  static final String OWNER = "owner";
  static final String COMMENT = "comment";

  /** And the role, {@code PUBLIC}, or {@code the owner}. */
  static final String GRANTED_TO = "granted to ";

  /** Name of the extension whose end drops the object too. */
  static final String DEPENDS_ON_EXTENSION = "depends on extension";

  /** Connection of a subscription to its publisher, without secrets. */
  static final String CONNECTION = "connection";

  /** Stands for a value that this user may not see. */
  static final String UNREAD = "(not readable by this user)";

  /** Stands for a value that may be a secret. */
  static final String HIDDEN = "(hidden)";

  private Attributes() {}
}
