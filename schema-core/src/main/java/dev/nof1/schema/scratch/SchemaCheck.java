package dev.nof1.schema.scratch;

import dev.nof1.schema.Migrations;
import dev.nof1.schema.catalog.ComparisonOptions;
import dev.nof1.schema.catalog.IgnoreList;
import dev.nof1.schema.catalog.SchemaSnapshot;
import dev.nof1.schema.catalog.SnapshotOptions;
import dev.nof1.schema.changelog.Unfinished;
import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.plan.State;
import dev.nof1.schema.plan.Status;
import dev.nof1.schema.postgres.ServerSettings;
import dev.nof1.schema.repository.Migration;
import dev.nof1.schema.repository.MigrationSource;
import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.sql.driver.SqlStates;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Says whether a schema is what a repository's migrations give. What they give is found out on a
 * scratch database of an embedded server, of the nearest major version on the class path; it is
 * kept in the cache, so that the next time it is there at once. Hooks are not run on it.
 *
 * <p>Immutable and safe for use by several threads; nothing is read or started before a method is
 * called.
 */
public final class SchemaCheck {
  private final MigrationSource source;
  private final ScriptSettings settings;
  private final String changelog;
  private final SnapshotOptions reading;
  private final ComparisonOptions comparing;
  private final IgnoreList ignoring;
  private final ServerSettings server;
  private final ClassLoader programs;

  private SchemaCheck(
      MigrationSource source,
      ScriptSettings settings,
      String changelog,
      SnapshotOptions reading,
      ComparisonOptions comparing,
      IgnoreList ignoring,
      ServerSettings server,
      ClassLoader programs) {
    this.source = source;
    this.settings = settings;
    this.changelog = changelog;
    // Memberships belong to the server; those that migrations make are compared all the same.
    this.reading = reading.withChangelogs(changelog).withMemberships(true);
    this.comparing = comparing;
    this.ignoring = ignoring;
    this.server = server;
    this.programs = programs;
  }

  /**
   * Checks by these migrations.
   *
   * @param source where the scripts are
   * @param settings how they are read
   * @param changelog the changelog table's name, as in SQL; it is left out of what is compared
   * @return a check of everything that is compared by default
   */
  public static SchemaCheck of(MigrationSource source, ScriptSettings settings, String changelog) {
    return new SchemaCheck(
        source,
        settings,
        changelog,
        SnapshotOptions.defaults(),
        ComparisonOptions.defaults(),
        IgnoreList.NONE,
        ServerSettings.defaults(),
        SchemaCheck.class.getClassLoader());
  }

  /**
   * Chooses what is compared.
   *
   * @param options what is read; the changelog is left out whatever they say
   * @param comparison what of it counts
   * @return a changed copy
   */
  public SchemaCheck comparing(SnapshotOptions options, ComparisonOptions comparison) {
    return new SchemaCheck(
        source, settings, changelog, options, comparison, ignoring, server, programs);
  }

  /**
   * Passes over objects, on both sides, and over their parts.
   *
   * @param list which; {@link Drift#ignored} names those that there were
   * @return a changed copy
   */
  public SchemaCheck ignoring(IgnoreList list) {
    return new SchemaCheck(source, settings, changelog, reading, comparing, list, server, programs);
  }

  /**
   * Sets how the scratch server is started.
   *
   * @param scratch the settings; the version is chosen by {@link #live}
   * @return a changed copy
   */
  public SchemaCheck on(ServerSettings scratch) {
    return new SchemaCheck(
        source, settings, changelog, reading, comparing, ignoring, scratch, programs);
  }

  /**
   * Sets where PostgreSQL's programs may be found beside the class path.
   *
   * @param more a class loader that may know those of another major version; they are used where it
   *     is that of the database
   * @return a changed copy
   */
  public SchemaCheck withPrograms(ClassLoader more) {
    return new SchemaCheck(source, settings, changelog, reading, comparing, ignoring, server, more);
  }

  /**
   * Compares a database with what its applied migrations give: those that its changelog names, in
   * the order of their ids. Memberships of roles that the migrations make must be there; what other
   * memberships the server has is not looked at. Reads from two connections, one after the other,
   * and takes no lock but those of {@link SchemaSnapshot#read(Connection, SnapshotOptions)}.
   *
   * @param database which is only read
   * @return what differs, with what the migrations give as what was before
   * @throws dev.nof1.schema.error.SchemaException if the comparison is impossible: the database
   *     cannot be read, an applied migration has no script, the scratch database cannot be made, a
   *     chosen schema is on neither side, or somebody migrates meanwhile
   */
  public Drift live(DataSource database) {
    Migrations migrations =
        new ScratchRecipe(source, settings, changelog, LivePlace.ANY).migrations(database);
    Status status = migrations.status();
    refuseMissing(status);
    migrations.records().unfinished().ifPresent(run -> refuse(run, status));
    LivePlace place = LivePlace.of(database, changelog);
    Set<BigDecimal> applied = new TreeSet<>();
    status.in(State.APPLIED).forEach(m -> applied.add(m.id()));
    ScratchRecipe recipe =
        new ScratchRecipe(new AppliedSource(source, applied::contains), settings, changelog, place);
    try (Scratch scratch = Scratch.near(place.major(), recipe, server, programs)) {
      SchemaSnapshot expected = snapshot(scratch.migrated(), "The scratch database");
      SchemaSnapshot actual = snapshot(database, "The database");
      if (!migrations.status().equals(status)) {
        throw new DatabaseException(
            "Somebody has migrated %s while it was compared, so it is not known whether it differs. Run this again when they are done."
                .formatted(status.database()));
      }
      refuseUnknown(expected, actual);
      return Rewriting.settled(
          Drift.of(Optional.of(status), expected, actual, comparing, ignoring)
              .withoutMembershipsOfOthers(),
          scratch.migrated());
    }
  }

  /**
   * Compares what all migrations give with what a file gives, each on an empty database.
   *
   * @param file SQL in UTF-8 that declares the whole schema; run statement by statement, without
   *     variables
   * @return what differs, with what the file gives as what was before
   * @throws dev.nof1.schema.error.SchemaException if the comparison is impossible: the file or a
   *     script cannot be run on the scratch server, or a chosen schema is on neither side
   */
  public Drift target(Path file) {
    TargetFile target = TargetFile.of(file);
    ScratchRecipe recipe = new ScratchRecipe(source, settings, changelog, LivePlace.ANY);
    try (Scratch scratch = Scratch.start(recipe, server)) {
      SchemaSnapshot expected =
          snapshot(
              scratch.filled("target", empty -> target.run(empty, settings.sessionTimeZone())),
              "The scratch database");
      SchemaSnapshot actual = snapshot(scratch.migrated(), "The scratch database");
      refuseUnknown(expected, actual);
      return Drift.of(Optional.empty(), expected, actual, comparing, ignoring);
    }
  }

  private SchemaSnapshot snapshot(DataSource database, String name) {
    try (Connection connection = database.getConnection()) {
      return SchemaSnapshot.read(connection, reading);
    } catch (SQLException e) {
      throw new DatabaseException(
          "%s cannot be read: %s.".formatted(name, SqlStates.describe(e)), e);
    }
  }

  /**
   * Refuses a schema that is on neither side: sides that are empty because a name is mistyped are
   * not the same.
   */
  private static void refuseUnknown(SchemaSnapshot expected, SchemaSnapshot actual) {
    Set<String> unknown = new TreeSet<>(expected.missingSchemas());
    unknown.retainAll(actual.missingSchemas());
    if (!unknown.isEmpty()) {
      throw new DatabaseException(
          "There is no schema %s on either side, so it cannot be found out whether anything differs in it. Names of schemas are meant as the catalogs have them: without quotes, capitals where they have some."
              .formatted(String.join(", ", unknown)));
    }
  }

  private static void refuse(Unfinished run, Status status) {
    throw new DatabaseException(
        "%s has only a part of migration %s, which runs outside a transaction and failed or still runs, so it cannot be found out whether it differs. 'schema-cli repair' shows how far it got."
            .formatted(status.database(), run.id().toPlainString()));
  }

  private static void refuseMissing(Status status) {
    List<Migration> missing = status.in(State.MISSING);
    if (!missing.isEmpty()) {
      throw new RepositoryException(
          "%s has migrations whose scripts are not in the repository: %s. What they give is not known, so it cannot be found out whether the database differs from it. Bring the scripts back (an older branch has been checked out, or a file was renamed or deleted), or check with the version that the database was migrated by."
              .formatted(
                  status.database(),
                  missing.stream().map(Migration::toString).collect(Collectors.joining(", "))));
    }
  }
}
