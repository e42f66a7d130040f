package dev.nof1.schema.catalog;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Runs the queries and puts their rows together. */
final class CatalogReader {
  private final Connection connection;
  private final SnapshotOptions options;
  private final int major;

  /** What somebody may have added to the table of an extension. */
  private static final Set<ObjectKind> ADDITIONS =
      EnumSet.of(ObjectKind.TRIGGER, ObjectKind.RULE, ObjectKind.POLICY, ObjectKind.STATISTICS);

  /** Addresses of what is not to be seen, with all that belongs to it: changelogs; members. */
  private final Set<String> leftOut = new HashSet<>();

  private final Set<String> members = new HashSet<>();
  private final List<SchemaObject> objects = new ArrayList<>();
  private final Map<String, List<String>> uncovered = new TreeMap<>(CodePoints.ORDER);

  private final Map<String, String> comments = new HashMap<>();

  CatalogReader(Connection connection, SnapshotOptions options) throws SQLException {
    this.connection = connection;
    this.options = options;
    this.major = connection.getMetaData().getDatabaseMajorVersion();
  }

  /** While the connection's own search path still holds. */
  void leaveOutChangelogs() throws SQLException {
    if (options.changelogs().isEmpty()) {
      return;
    }
    each("changelogs", options.changelogs(), row -> leftOut.add(row.getString(1)));
  }

  SchemaSnapshot read() throws SQLException {
    Set<String> schemas = new HashSet<>(options.schemas());
    if (schemas.isEmpty()) {
      each("schema_names", null, row -> schemas.add(row.getString(1)));
    }
    each("members", null, row -> members.add(row.getString(1)));
    each("comments", null, row -> comments.put(row.getString(1), row.getString(2)));
    for (Catalog catalog : Catalog.values()) {
      if (reads(catalog)) {
        read(catalog, parameter(catalog, schemas));
      }
    }
    each("uncovered_in_schemas", schemas, this::name);
    if (options.schemas().isEmpty()) {
      each("uncovered_in_database", null, this::name);
    }
    Set<String> missing = new HashSet<>();
    each("missing_schemas", options.schemas(), row -> missing.add(row.getString(1)));
    uncovered.values().forEach(names -> names.sort(CodePoints.ORDER));
    return new SchemaSnapshot(
        major,
        objects,
        uncovered.entrySet().stream()
            .map(kind -> new Uncovered(kind.getKey(), kind.getValue()))
            .toList(),
        missing);
  }

  private @Nullable Set<String> parameter(Catalog catalog, Set<String> schemas) {
    if (catalog.scope() == Catalog.Scope.DATABASE) {
      return null;
    }
    if (catalog != Catalog.EXTENSIONS || !options.schemas().isEmpty()) {
      return schemas;
    }
    Set<String> all = new HashSet<>(schemas);
    all.add("pg_catalog");
    return all;
  }

  private boolean reads(Catalog catalog) {
    return (catalog.scope() == Catalog.Scope.SCHEMAS || options.schemas().isEmpty())
        && (catalog != Catalog.DEFAULT_PRIVILEGES || options.privileges());
  }

  private void name(ResultSet row) throws SQLException {
    if (!members.contains(row.getString(1))) {
      name(row.getString(2), row.getString(3));
    }
  }

  private void name(String kind, String name) {
    uncovered.computeIfAbsent(kind, first -> new ArrayList<>()).add(name);
  }

  private void read(Catalog catalog, @Nullable Set<String> schemas) throws SQLException {
    try (PreparedStatement query = prepare(catalog.sql(major), schemas);
        ResultSet row = query.executeQuery()) {
      CatalogRows rows = new CatalogRows(catalog.kind(), row, options, comments);
      while (row.next()) {
        read(rows);
      }
    }
  }

  private void read(CatalogRows rows) throws SQLException {
    if (leftOut.contains(rows.address())
        || leftOut.contains(rows.parent())
        || members.contains(rows.address())) {
      return;
    }
    SchemaObject object = rows.object();
    if (!members.contains(rows.parent())) {
      objects.add(object);
    } else if (ADDITIONS.contains(object.kind())) {
      name(object.kind().label() + " on an extension's table", object.name());
    }
  }

  private interface Row {
    void read(ResultSet row) throws SQLException;
  }

  private void each(String name, @Nullable Set<String> parameter, Row action) throws SQLException {
    try (PreparedStatement query = prepare(CatalogQuery.sql(name, major), parameter);
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        action.read(row);
      }
    }
  }

  private PreparedStatement prepare(String sql, @Nullable Set<String> parameter)
      throws SQLException {
    PreparedStatement query = connection.prepareStatement(sql);
    if (parameter != null) {
      Array array = connection.createArrayOf("text", parameter.toArray());
      for (int i = 1; i <= sql.split("\\(\\?", -1).length - 1; i++) {
        query.setArray(i, array);
      }
    }
    return query;
  }
}
