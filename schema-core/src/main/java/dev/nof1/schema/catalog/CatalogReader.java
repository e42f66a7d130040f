package dev.nof1.schema.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
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

  /** Addresses of what is not to be seen, with all that belongs to it. */
  private final Set<String> leftOut = new HashSet<>();

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
    each("extension_members", null, row -> leftOut.add(row.getString(1)));
    each("comments", null, row -> comments.put(row.getString(1), row.getString(2)));
    List<SchemaObject> objects = new ArrayList<>();
    for (Catalog catalog : Catalog.values()) {
      boolean inSchemas = catalog.scope() == Catalog.Scope.SCHEMAS;
      if (inSchemas || options.schemas().isEmpty()) {
        objects(catalog, inSchemas ? schemas : null, objects);
      }
    }
    Map<String, List<String>> uncovered = new TreeMap<>(CodePoints.ORDER);
    return new SchemaSnapshot(
        major,
        objects,
        uncovered.entrySet().stream()
            .map(kind -> new Uncovered(kind.getKey(), kind.getValue()))
            .toList());
  }

  private void objects(Catalog catalog, @Nullable Set<String> schemas, List<SchemaObject> objects)
      throws SQLException {
    try (PreparedStatement query = prepare(catalog.sql(major), schemas);
        ResultSet row = query.executeQuery()) {
      CatalogRows rows = new CatalogRows(catalog.kind(), row, options, comments);
      while (row.next()) {
        if (!leftOut.contains(rows.address()) && !leftOut.contains(rows.parent())) {
          objects.add(rows.object());
        }
      }
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
      query.setArray(1, connection.createArrayOf("text", parameter.toArray()));
    }
    return query;
  }
}
