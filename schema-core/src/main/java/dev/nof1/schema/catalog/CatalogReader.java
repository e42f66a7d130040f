package dev.nof1.schema.catalog;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Runs the queries and puts their rows together. */
final class CatalogReader {
  private final Connection connection;
  private final SnapshotOptions options;
  private final int major;

  /** Members of extensions that are changed as one changes one's own. */
  private static final Set<ObjectKind> CHANGEABLE =
      EnumSet.of(ObjectKind.TABLE, ObjectKind.FOREIGN_TABLE, ObjectKind.SEQUENCE);

  /** Addresses of what is not to be seen, with all that is a part of it: changelogs. */
  private final Set<String> leftOut = new HashSet<>();

  /** Queries that would give no row. */
  private final Set<String> empty = new HashSet<>();

  /** Addresses of what belongs to extensions. */
  private final Set<String> members = new HashSet<>();

  private final List<SchemaObject> objects = new ArrayList<>();

  /** Names of objects by their addresses, and the addresses of what each object is a part of. */
  private final Map<String, String> names = new HashMap<>();

  private final IdentityHashMap<SchemaObject, String> parents = new IdentityHashMap<>();
  private final Map<String, List<String>> uncovered = new TreeMap<>(CodePoints.ORDER);

  private final CatalogNotes notes = new CatalogNotes();

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
    each("empty_catalogs", schemas, row -> empty.add(row.getString(1)));
    each("companions", null, row -> leftOut.add(row.getString(1)));
    each("members", null, row -> members.add(row.getString(1)));
    readNotes();
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
        objects.stream().map(this::placed).toList(),
        uncovered.entrySet().stream()
            .map(kind -> new Uncovered(kind.getKey(), kind.getValue()))
            .toList(),
        missing);
  }

  private void readNotes() throws SQLException {
    each(
        "initial_privileges",
        null,
        row -> notes.addInitialPrivileges(row.getString(1), (String[]) row.getArray(2).getArray()));
    if (reads(Catalog.SUBSCRIPTIONS)) {
      readConnections();
    }
    note("extension_dependencies", Attributes.DEPENDS_ON_EXTENSION);
    note("comments", Attributes.COMMENT);
  }

  private void note(String query, String attribute) throws SQLException {
    each(query, null, row -> notes.add(row.getString(1), attribute, row.getString(2)));
  }

  /** The server refuses the whole query to whoever may not see one of its columns. */
  private void readConnections() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT has_column_privilege('pg_subscription', 'subconninfo', 'SELECT')")) {
      row.next();
      if (row.getBoolean(1)) {
        each(
            "subscription_connections",
            null,
            each ->
                notes.add(
                    each.getString(1),
                    Attributes.CONNECTION,
                    SubscriptionConnection.masked(each.getString(2))));
      } else {
        each(
            "subscription_connections_unread",
            null,
            each -> notes.add(each.getString(1), Attributes.CONNECTION, Attributes.UNREAD));
      }
    }
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
    return !empty.contains(catalog.file())
        && (catalog.scope() == Catalog.Scope.SCHEMAS || options.schemas().isEmpty())
        && (catalog != Catalog.DEFAULT_PRIVILEGES || options.privileges())
        && (catalog != Catalog.ROLE_MEMBERSHIPS || options.memberships());
  }

  private void name(ResultSet row) throws SQLException {
    if (!members.contains(row.getString(1))) {
      uncovered.computeIfAbsent(row.getString(2), first -> new ArrayList<>()).add(row.getString(3));
    }
  }

  private void read(Catalog catalog, @Nullable Set<String> schemas) throws SQLException {
    try (PreparedStatement query = prepare(catalog.sql(major), schemas);
        ResultSet row = query.executeQuery()) {
      CatalogRows rows = new CatalogRows(catalog.kind(), row, options, notes);
      while (row.next()) {
        read(rows);
      }
    }
  }

  /**
   * A member of an extension is what the extension's version makes it, but for what was granted on
   * it since. What is a part of one is shown like any other: the catalogs do not record whether the
   * extension made it or somebody added it.
   */
  private void read(CatalogRows rows) throws SQLException {
    if (leftOut.contains(rows.address()) || leftOut.contains(rows.parent())) {
      return;
    }
    if (members.contains(rows.address()) && !CHANGEABLE.contains(rows.kind())) {
      rows.privilegesOfMember().ifPresent(objects::add);
    } else {
      SchemaObject object = rows.object();
      objects.add(object);
      names.put(rows.address(), object.name());
      parents.put(object, rows.parent());
    }
  }

  /**
   * Parts are read before and after what they are parts of, so their places are known at the end.
   */
  private SchemaObject placed(SchemaObject object) {
    return object.within(Optional.ofNullable(names.get(parents.getOrDefault(object, ""))));
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
