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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rows of one query, as objects. */
final class CatalogRows {
  private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

  private final ObjectKind kind;
  private final ResultSet row;
  private final SnapshotOptions options;
  private final Map<String, String> comments;

  /** Columns by label: those for us, and those that are attributes, in their order. */
  private final Map<String, Integer> ours = new HashMap<>();

  private final Map<String, Integer> attributes = new LinkedHashMap<>();

  CatalogRows(ObjectKind kind, ResultSet row, SnapshotOptions options, Map<String, String> comments)
      throws SQLException {
    this.kind = kind;
    this.row = row;
    this.options = options;
    this.comments = comments;
    ResultSetMetaData columns = row.getMetaData();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      String label = columns.getColumnLabel(i);
      (label.startsWith("@") ? ours : attributes).put(label, i);
    }
  }

  /** Where it is in the catalogs: {@code pg_class/16384}. */
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
      values.putAll(privileges(owner == null ? our("@owner of parent") : owner));
    }
    put(values, Attributes.COMMENT, comments.get(address()));
    String said = our("@kind");
    return new SchemaObject(
        said == null ? kind : ObjectKind.valueOf(said.toUpperCase(Locale.ROOT)), name(), values);
  }

  private Map<String, String> privileges(@Nullable String owner) throws SQLException {
    String[] granted = texts("@acl");
    if (granted.length == 0) {
      return Map.of();
    }
    List<AclItem> byDefault = AclItem.parse(texts("@acl default"));
    List<AclItem> complete =
        ours.containsKey("@acl complete") ? AclItem.parse(texts("@acl complete")) : byDefault;
    return new Privileges(owner, options.owners(), complete)
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

  /** Not by the server's quote_ident, which quotes what its version has made a keyword. */
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
