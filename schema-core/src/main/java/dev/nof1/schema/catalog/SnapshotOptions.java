package dev.nof1.schema.catalog;

import java.util.Set;

/**
 * Options of a snapshot: the schemas and the attributes that it reads. Immutable; every {@code
 * with} method gives a changed copy.
 *
 * @param schemas the schemas to read, by their plain names; none for all but PostgreSQL's own. One
 *     that does not exist is no error: nothing is in it, and {@link
 *     SchemaSnapshot#missingSchemas()} names it. Objects outside any schema (casts, event triggers,
 *     publications, ...) are read only when no schemas are chosen
 * @param privileges whether privileges and default privileges are read
 * @param owners whether owners are read; without them a grant to the owner is one to {@code the
 *     owner}, so that databases of different owners compare
 * @param memberships whether the memberships of roles are read; they belong to the server, not to a
 *     schema
 * @param changelogs changelog tables to leave out, as in SQL: {@code name} or {@code schema.name},
 *     looked up along the connection's search path; what is none is passed over
 */
public record SnapshotOptions(
    Set<String> schemas,
    boolean privileges,
    boolean owners,
    boolean memberships,
    Set<String> changelogs) {
  private static final SnapshotOptions DEFAULTS =
      new SnapshotOptions(Set.of(), true, false, false, Set.of("changelog"));

  /**
   * Copies the sets.
   *
   * @param schemas the schemas to read, none for all
   * @param privileges whether privileges are read
   * @param owners whether owners are read
   * @param memberships whether memberships of roles are read
   * @param changelogs tables to leave out
   */
  public SnapshotOptions {
    schemas = Set.copyOf(schemas);
    changelogs = Set.copyOf(changelogs);
  }

  /**
   * All schemas, with privileges, without owners, without the table {@code changelog}.
   *
   * @return the options to start from
   */
  public static SnapshotOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Chooses schemas.
   *
   * @param names their plain names; none for all but PostgreSQL's own
   * @return a changed copy
   */
  public SnapshotOptions withSchemas(String... names) {
    return new SnapshotOptions(Set.of(names), privileges, owners, memberships, changelogs);
  }

  /**
   * Says whether privileges are read.
   *
   * @param read true if they are
   * @return a changed copy
   */
  public SnapshotOptions withPrivileges(boolean read) {
    return new SnapshotOptions(schemas, read, owners, memberships, changelogs);
  }

  /**
   * Says whether owners are read.
   *
   * @param read true if they are
   * @return a changed copy
   */
  public SnapshotOptions withOwners(boolean read) {
    return new SnapshotOptions(schemas, privileges, read, memberships, changelogs);
  }

  /**
   * Says whether memberships of roles are read.
   *
   * @param read true if they are
   * @return a changed copy
   */
  public SnapshotOptions withMemberships(boolean read) {
    return new SnapshotOptions(schemas, privileges, owners, read, changelogs);
  }

  /**
   * Names the changelog tables to leave out.
   *
   * @param names as in SQL, with a schema or without
   * @return a changed copy
   */
  public SnapshotOptions withChangelogs(String... names) {
    return new SnapshotOptions(schemas, privileges, owners, memberships, Set.of(names));
  }
}
