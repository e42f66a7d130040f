package dev.nof1.schema.catalog;

import java.util.Locale;

/** The queries that give objects; each is the file of its name in small letters. */
enum Catalog {
  SCHEMAS(Scope.SCHEMAS, ObjectKind.SCHEMA),
  EXTENSIONS(Scope.SCHEMAS, ObjectKind.EXTENSION),
  TABLES(Scope.SCHEMAS, ObjectKind.TABLE),
  COLUMNS(Scope.SCHEMAS, ObjectKind.COLUMN),
  CONSTRAINTS(Scope.SCHEMAS, ObjectKind.CONSTRAINT),
  INDEXES(Scope.SCHEMAS, ObjectKind.INDEX),
  TRIGGERS(Scope.SCHEMAS, ObjectKind.TRIGGER),
  RULES(Scope.SCHEMAS, ObjectKind.RULE),
  POLICIES(Scope.SCHEMAS, ObjectKind.POLICY),
  STATISTICS(Scope.SCHEMAS, ObjectKind.STATISTICS),
  SEQUENCES(Scope.SCHEMAS, ObjectKind.SEQUENCE),
  ENUM_TYPES(Scope.SCHEMAS, ObjectKind.ENUM_TYPE),
  DOMAINS(Scope.SCHEMAS, ObjectKind.DOMAIN),
  COMPOSITE_TYPES(Scope.SCHEMAS, ObjectKind.COMPOSITE_TYPE),
  RANGE_TYPES(Scope.SCHEMAS, ObjectKind.RANGE_TYPE),
  BASE_TYPES(Scope.SCHEMAS, ObjectKind.BASE_TYPE),
  FUNCTIONS(Scope.SCHEMAS, ObjectKind.FUNCTION),
  AGGREGATES(Scope.SCHEMAS, ObjectKind.AGGREGATE),
  COLLATIONS(Scope.SCHEMAS, ObjectKind.COLLATION),
  OPERATORS(Scope.SCHEMAS, ObjectKind.OPERATOR),
  OPERATOR_CLASSES(Scope.SCHEMAS, ObjectKind.OPERATOR_CLASS),
  OPERATOR_FAMILIES(Scope.SCHEMAS, ObjectKind.OPERATOR_FAMILY),
  CONVERSIONS(Scope.SCHEMAS, ObjectKind.CONVERSION),
  TEXT_SEARCH_PARSERS(Scope.SCHEMAS, ObjectKind.TEXT_SEARCH_PARSER),
  TEXT_SEARCH_TEMPLATES(Scope.SCHEMAS, ObjectKind.TEXT_SEARCH_TEMPLATE),
  TEXT_SEARCH_DICTIONARIES(Scope.SCHEMAS, ObjectKind.TEXT_SEARCH_DICTIONARY),
  TEXT_SEARCH_CONFIGURATIONS(Scope.SCHEMAS, ObjectKind.TEXT_SEARCH_CONFIGURATION),
  DEFAULT_PRIVILEGES(Scope.SCHEMAS, ObjectKind.DEFAULT_PRIVILEGES),
  CASTS(Scope.DATABASE, ObjectKind.CAST),
  TRANSFORMS(Scope.DATABASE, ObjectKind.TRANSFORM),
  LANGUAGES(Scope.DATABASE, ObjectKind.LANGUAGE),
  ACCESS_METHODS(Scope.DATABASE, ObjectKind.ACCESS_METHOD),
  EVENT_TRIGGERS(Scope.DATABASE, ObjectKind.EVENT_TRIGGER),
  FOREIGN_DATA_WRAPPERS(Scope.DATABASE, ObjectKind.FOREIGN_DATA_WRAPPER),
  FOREIGN_SERVERS(Scope.DATABASE, ObjectKind.FOREIGN_SERVER),
  USER_MAPPINGS(Scope.DATABASE, ObjectKind.USER_MAPPING),
  PUBLICATIONS(Scope.DATABASE, ObjectKind.PUBLICATION),
  SUBSCRIPTIONS(Scope.DATABASE, ObjectKind.SUBSCRIPTION),
  ROLE_MEMBERSHIPS(Scope.DATABASE, ObjectKind.ROLE_MEMBERSHIP);

  /** Scope of a query, which decides whether the query takes the schemas as its parameter. */
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

  /** The kind of the query's rows, unless a row names its own. */
  ObjectKind kind() {
    return kind;
  }

  /** The name of the query's file. */
  String file() {
    return name().toLowerCase(Locale.ROOT);
  }

  String sql(int major) {
    return CatalogQuery.sql(file(), major);
  }
}
