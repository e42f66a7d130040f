package dev.nof1.schema.catalog;

import java.util.Locale;

/** The queries that give objects; each is the file of its name in small letters. */
enum Catalog {
  SCHEMAS(Scope.SCHEMAS, ObjectKind.SCHEMA),
  TABLES(Scope.SCHEMAS, ObjectKind.TABLE),
  COLUMNS(Scope.SCHEMAS, ObjectKind.COLUMN),
  CONSTRAINTS(Scope.SCHEMAS, ObjectKind.CONSTRAINT),
  INDEXES(Scope.SCHEMAS, ObjectKind.INDEX),
  SEQUENCES(Scope.SCHEMAS, ObjectKind.SEQUENCE),
  ENUM_TYPES(Scope.SCHEMAS, ObjectKind.ENUM_TYPE);

  /** What the query is about, and with that whether it takes the schemas as its parameter. */
  enum Scope {
    /** Objects in schemas. */
    SCHEMAS,
    /** Objects outside any schema. */
    DATABASE
  }

  private final Scope scope;
  private final ObjectKind kind;

  Catalog(Scope scope, ObjectKind kind) {
    this.scope = scope;
    this.kind = kind;
  }

  Scope scope() {
    return scope;
  }

  /** What its rows are, unless they say it themselves. */
  ObjectKind kind() {
    return kind;
  }

  String sql(int major) {
    return CatalogQuery.sql(name().toLowerCase(Locale.ROOT), major);
  }
}
