package dev.nof1.schema.catalog;

import dev.nof1.schema.error.DatabaseException;
import java.sql.Connection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Snapshot of a database's schemas, as values. Immutable and safe for use by several threads.
 *
 * <p>An object's identity is its kind and qualified name; there are no OIDs in it. Of what belongs
 * to an extension there is what was granted on it, and its tables and sequences; the changelog
 * tables that the options name are left out.
 */
public final class SchemaSnapshot {
  private final int major;
  private final List<SchemaObject> objects;
  private final List<Uncovered> uncovered;
  private final Set<String> missingSchemas;

  SchemaSnapshot(int major, List<SchemaObject> objects, List<Uncovered> uncovered) {
    this(major, objects, uncovered, Set.of());
  }

  SchemaSnapshot(
      int major,
      List<SchemaObject> objects,
      List<Uncovered> uncovered,
      Set<String> missingSchemas) {
    this.major = major;
    this.objects = objects.stream().sorted(SchemaObject.ORDER).toList();
    this.uncovered = List.copyOf(uncovered);
    this.missingSchemas = Set.copyOf(missingSchemas);
  }

  /**
   * Reads all schemas with the default options.
   *
   * @param connection as for {@link #read(Connection, SnapshotOptions)}
   * @return what is there
   * @throws DatabaseException as for {@link #read(Connection, SnapshotOptions)}
   */
  public static SchemaSnapshot read(Connection connection) {
    return read(connection, SnapshotOptions.defaults());
  }

  /**
   * Reads in one read-only REPEATABLE READ transaction with an empty search path, and leaves the
   * connection as it was. Takes ACCESS SHARE locks on views, rules and what their definitions use,
   * for as long as it reads; waits for a lock five seconds at most. Definitions that the server
   * writes (of views, indexes, constraints) are those of the moment they are asked for, so DDL that
   * others run meanwhile may show in part, or fail the reading.
   *
   * @param connection outside a transaction; any user's, but what only a superuser may see is
   *     named, not read
   * @param options what to read
   * @return what is there
   * @throws DatabaseException if the connection is in a transaction, or the catalogs cannot be read
   */
  public static SchemaSnapshot read(Connection connection, SnapshotOptions options) {
    return SnapshotTransaction.read(connection, options);
  }

  /**
   * PostgreSQL's major version that it was read from.
   *
   * @return such as 18
   */
  public int major() {
    return major;
  }

  /**
   * Lists the objects of the snapshot.
   *
   * @return sorted by name, in the order of code points, then by kind
   */
  public List<SchemaObject> objects() {
    return objects;
  }

  /**
   * The objects that {@link #objects()} does not describe, counted and named.
   *
   * @return sorted by kind
   */
  public List<Uncovered> uncovered() {
    return uncovered;
  }

  /**
   * The schemas that were chosen, by {@link SnapshotOptions#schemas()}, and do not exist: nothing
   * is in them, which is not to say that nothing was expected there.
   *
   * @return their plain names; empty if all exist or none was chosen
   */
  public Set<String> missingSchemas() {
    return missingSchemas;
  }

  /** Lists the objects that are not described, by name alone. */
  List<SchemaObject> named() {
    return uncovered.stream()
        .flatMap(kind -> kind.names().stream().map(name -> kind.kind() + " " + name))
        .map(name -> new SchemaObject(ObjectKind.NOT_COVERED, name, Map.of()))
        .sorted(SchemaObject.ORDER)
        .toList();
  }

  /**
   * Leaves objects out.
   *
   * @param list which; with each object go all of its parts
   * @return a changed copy
   */
  public SchemaSnapshot without(IgnoreList list) {
    Set<String> named = new HashSet<>();
    list.without(named()).forEach(object -> named.add(object.name()));
    return new SchemaSnapshot(
        major,
        list.without(objects),
        uncovered.stream()
            .map(
                kind ->
                    new Uncovered(
                        kind.kind(),
                        kind.names().stream()
                            .filter(name -> named.contains(kind.kind() + " " + name))
                            .toList()))
            .filter(kind -> kind.count() > 0)
            .toList(),
        missingSchemas);
  }

  /**
   * Names the objects that {@link #without} leaves out, but not their parts.
   *
   * @param list which
   * @return kind and name of each, such as {@code table public.t}
   */
  public List<String> matching(IgnoreList list) {
    return Stream.of(objects, named()).flatMap(some -> list.named(some).stream()).toList();
  }

  /**
   * Renders everything that is compared by default.
   *
   * @return a paragraph an object, sorted, lines ended by a line feed; equal for snapshots that
   *     compare equal
   */
  public String text() {
    return text(ComparisonOptions.defaults());
  }

  /**
   * Renders everything that is compared.
   *
   * @param options what that is
   * @return as for {@link #text()}
   */
  public String text(ComparisonOptions options) {
    return SnapshotText.of(objects, uncovered, options);
  }

  /**
   * Finds what differs, with this one as what was before.
   *
   * @param other what there is after
   * @param options what to look at
   * @return in the order of the objects; empty if they are the same
   */
  public List<Difference> compare(SchemaSnapshot other, ComparisonOptions options) {
    return new SnapshotComparison(this, other, options).differences();
  }

  /**
   * Finds what cannot be compared: connections of subscriptions that could not be read or not be
   * masked; and definitions of views, materialised views and rules that differ as text, where the
   * snapshots are from different majors of PostgreSQL, which write the same query differently.
   * {@link #compare(SchemaSnapshot, ComparisonOptions)} passes over these.
   *
   * @param other what there is after
   * @return in the order of the objects
   */
  public List<Difference> inconclusive(SchemaSnapshot other) {
    return new SnapshotComparison(this, other, ComparisonOptions.defaults()).inconclusive();
  }

  /**
   * Finds what differs with the default options.
   *
   * @param other what there is after
   * @return in the order of the objects; empty if they are the same
   */
  public List<Difference> compare(SchemaSnapshot other) {
    return compare(other, ComparisonOptions.defaults());
  }
}
