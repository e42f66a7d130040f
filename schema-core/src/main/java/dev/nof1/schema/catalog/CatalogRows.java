package dev.nof1.schema.catalog;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rows of one query, as objects. */
final class CatalogRows {
  private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

  private final ObjectKind kind;
  private final ResultSet row;
  private final SnapshotOptions options;
  private final CatalogNotes notes;

  /** Columns by label: those for us, and those that are attributes, in their order. */
  private final Map<String, Integer> ours = new HashMap<>();

  private final Map<String, Integer> attributes = new LinkedHashMap<>();

  CatalogRows(ObjectKind kind, ResultSet row, SnapshotOptions options, CatalogNotes notes)
      throws SQLException {
    this.kind = kind;
    this.row = row;
    this.options = options;
    this.notes = notes;
    ResultSetMetaData columns = row.getMetaData();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      String label = columns.getColumnLabel(i);
      (label.startsWith("@") ? ours : attributes).put(label, i);
    }
  }

  /** Address of the object in the catalogs: {@code pg_class/16384}. */
  String address() throws SQLException {
    String address = our("@address");
    return address == null ? "" : address;
  }

  /** The address of what it is a part of. */
  String parent() throws SQLException {
    String parent = our("@parent");
    return parent == null ? "" : parent;
  }

  SchemaObject object() throws SQLException {
    Map<String, String> values = new LinkedHashMap<>();
    for (Map.Entry<String, Integer> attribute : attributes.entrySet()) {
      put(values, attribute.getKey(), row.getString(attribute.getValue()));
    }
    String owner = our("@owner");
    if (options.owners()) {
      put(values, Attributes.OWNER, owner);
    }
    if (options.privileges()) {
      values.putAll(privileges(owner));
    }
    values.putAll(notes.attributes(address()));
    return new SchemaObject(kind(), name(), values);
  }

  /**
   * The privileges that were granted on a member of an extension after its creation; empty if there
   * are none.
   */
  Optional<SchemaObject> privilegesOfMember() throws SQLException {
    Map<String, String> privileges = options.privileges() ? privileges(our("@owner")) : Map.of();
    return privileges.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new SchemaObject(
                ObjectKind.MEMBER_PRIVILEGES, "on " + kind().label() + " " + name(), privileges));
  }

  ObjectKind kind() throws SQLException {
    String said = our("@kind");
    return said == null ? kind : ObjectKind.valueOf(said.toUpperCase(Locale.ROOT));
  }

  private Map<String, String> privileges(@Nullable String owner) throws SQLException {
    String[] granted = texts("@acl");
    if (granted.length == 0) {
      return Map.of();
    }
    String @Nullable [] initial = notes.initialPrivileges(address());
    List<AclItem> byDefault = AclItem.parse(initial == null ? texts("@acl default") : initial);
    List<AclItem> complete =
        AclItem.parse(texts(ours.containsKey("@acl complete") ? "@acl complete" : "@acl default"));
    return new Privileges(
            owner == null ? our("@owner of parent") : owner, options.owners(), complete)
        .attributes(AclItem.parse(granted), byDefault);
  }

  private static void put(Map<String, String> values, String name, @Nullable String value) {
    if (value != null) {
      values.put(name, value);
    }
  }

  private String name() throws SQLException {
    StringBuilder name = new StringBuilder();
    for (String part : texts("@name")) {
      name.append(name.isEmpty() ? "" : ".").append(quoted(part));
    }
    String rest = options.owners() ? null : our("@rest without owners");
    if (rest == null) {
      rest = our("@rest");
    }
    return name.append(rest == null ? "" : rest).toString();
  }

  /**
   * Quotes a name. The server's quote_ident would not do: it quotes what its version has made a
   * keyword.
   */
  static String quoted(String name) {
    return PLAIN.matcher(name).matches() ? name : '"' + name.replace("\"", "\"\"") + '"';
  }

  private @Nullable String our(String label) throws SQLException {
    Integer column = ours.get(label);
    return column == null ? null : row.getString(column);
  }

  private String[] texts(String label) throws SQLException {
    Integer column = ours.get(label);
    Array array = column == null ? null : row.getArray(column);
    return array == null ? new String[0] : (String[]) array.getArray();
  }
}
