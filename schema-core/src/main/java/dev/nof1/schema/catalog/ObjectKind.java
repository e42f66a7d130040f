package dev.nof1.schema.catalog;

import java.util.Locale;

/** Kinds of objects that a snapshot distinguishes. */
public enum ObjectKind {
  /** A schema. */
  SCHEMA,
  /** An extension; of its members only what may have been changed since is shown. */
  EXTENSION,
  /** A table, partitioned or not, or a partition. */
  TABLE,
  /** A foreign table. */
  FOREIGN_TABLE,
  /** A view. */
  VIEW,
  /** A materialised view. */
  MATERIALIZED_VIEW,
  /** A column of a table, view or composite type. */
  COLUMN,
  /** A constraint of a table or domain; NOT NULL is an attribute of the column. */
  CONSTRAINT,
  /** An index that no constraint made. */
  INDEX,
  /** A trigger that no constraint made. */
  TRIGGER,
  /** A rule; that of a view is its definition. */
  RULE,
  /** A row-level security policy. */
  POLICY,
  /** A statistics object. */
  STATISTICS,
  /** A sequence, that of an identity column too. */
  SEQUENCE,
  /** An enum type. */
  ENUM_TYPE,
  /** A domain. */
  DOMAIN,
  /** A composite type; its attributes are columns. */
  COMPOSITE_TYPE,
  /** A range type, with its multirange. */
  RANGE_TYPE,
  /** A base type, or the shell of one. */
  BASE_TYPE,
  /** A function, window functions included. */
  FUNCTION,
  /** A procedure. */
  PROCEDURE,
  /** An aggregate. */
  AGGREGATE,
  /** A collation. */
  COLLATION,
  /** An operator. */
  OPERATOR,
  /** An operator class. */
  OPERATOR_CLASS,
  /** An operator family. */
  OPERATOR_FAMILY,
  /** A conversion between encodings. */
  CONVERSION,
  /** A text-search parser. */
  TEXT_SEARCH_PARSER,
  /** A text-search template. */
  TEXT_SEARCH_TEMPLATE,
  /** A text-search dictionary. */
  TEXT_SEARCH_DICTIONARY,
  /** A text-search configuration. */
  TEXT_SEARCH_CONFIGURATION,
  /** A cast. */
  CAST,
  /** A transform. */
  TRANSFORM,
  /** A procedural language. */
  LANGUAGE,
  /** A table or index access method. */
  ACCESS_METHOD,
  /** An event trigger. */
  EVENT_TRIGGER,
  /** A foreign-data wrapper. */
  FOREIGN_DATA_WRAPPER,
  /** A foreign server. */
  FOREIGN_SERVER,
  /** A user mapping of a foreign server; values of its options are not shown. */
  USER_MAPPING,
  /** A publication. */
  PUBLICATION,
  /** A subscription; secrets in its connection are not shown. */
  SUBSCRIPTION,
  /** A role's membership in another, which belongs to the server; read on request. */
  ROLE_MEMBERSHIP,
  /** Privileges that objects get when they are created. */
  DEFAULT_PRIVILEGES,
  /** Privileges on a member of an extension, beside those that the extension grants itself. */
  MEMBER_PRIVILEGES,
  /** An object that a snapshot names without describing it. */
  NOT_COVERED;

  private final String label = name().toLowerCase(Locale.ROOT).replace('_', ' ');

  /**
   * The kind in words.
   *
   * @return such as {@code foreign table}; stable, for people and for machines
   */
  public String label() {
    return label;
  }
}
