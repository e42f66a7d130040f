package dev.nof1.schema.catalog;

/** Attributes that the code knows by name; all others are known to their queries only. */
final class Attributes {
  /** Of a column: where it stands among those that are there. */
  static final String POSITION = "position";

  /** Of a column, from PostgreSQL 18: what its NOT NULL constraint is called. */
  static final String NOT_NULL_NAME = "not null name";

  /** The same, where the server made it. */
  static final String GENERATED_NOT_NULL_NAME = "generated not null name";

  static final String OWNER = "owner";
  static final String COMMENT = "comment";

  /** And the role, {@code PUBLIC}, or {@code the owner}. */
  static final String GRANTED_TO = "granted to ";

  /** Of what goes when an extension goes: which. */
  static final String DEPENDS_ON_EXTENSION = "depends on extension";

  /** Of a subscription: how it reaches its publisher, without secrets. */
  static final String CONNECTION = "connection";

  /** In place of a value that this user may not see. */
  static final String UNREAD = "(not readable by this user)";

  /** In place of a value that may be a secret. */
  static final String HIDDEN = "(hidden)";

  private Attributes() {}
}
