package dev.nof1.schema.scratch;

import dev.nof1.schema.catalog.ComparisonOptions;
import dev.nof1.schema.catalog.Difference;
import dev.nof1.schema.catalog.SchemaSnapshot;
import dev.nof1.schema.catalog.SnapshotOptions;
import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.postgres.ServerSettings;
import dev.nof1.schema.repository.MigrationSource;
import dev.nof1.schema.repository.Script;
import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.sql.driver.SqlStates;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The migrations up to a version as one: its script's text, and the proof that it gives the same.
 * Immutable; changes no file. Connects to no database but those of a throw-away server.
 */
public final class Squash {
  private static final SnapshotOptions READING =
      SnapshotOptions.defaults().withOwners(true).withMemberships(true);
  private static final ComparisonOptions STRICTLY =
      ComparisonOptions.defaults().withColumnOrder(true).withNotNullNames(true);

  private final MigrationSource source;
  private final ScriptSettings settings;
  private final String changelog;
  private final List<Script> scripts;

  private Squash(
      MigrationSource source, ScriptSettings settings, String changelog, List<Script> scripts) {
    this.source = source;
    this.settings = settings;
    this.changelog = changelog;
    this.scripts = scripts;
  }

  /**
   * Squashes the migrations up to this one.
   *
   * @param source where the scripts are
   * @param settings how they are read
   * @param changelog the changelog table's name, as in SQL
   * @param upTo the id of the newest of them, which the one script gets
   * @return the squash; nothing is proved yet
   * @throws RepositoryException if there is no such migration, or nothing before it
   */
  public static Squash of(
      MigrationSource source, ScriptSettings settings, String changelog, BigDecimal upTo) {
    List<Script> all = source.scripts(settings);
    List<Script> scripts =
        all.stream().filter(s -> s.migration().id().compareTo(upTo) <= 0).toList();
    if (scripts.isEmpty() || newest(scripts).migration().id().compareTo(upTo) != 0) {
      throw new RepositoryException(
          "There is no migration with the id %s. Nothing was changed. 'status' lists the ids."
              .formatted(upTo.toPlainString()));
    }
    if (scripts.size() == 1) {
      throw new RepositoryException(
          "Migration %s is the first one, so there is nothing to squash. Nothing was changed."
              .formatted(scripts.get(0).migration()));
    }
    return new Squash(source, settings, changelog, scripts);
  }

  /**
   * The scripts that one takes the place of; it gets the name of the newest of them, too.
   *
   * @return by id, at least two
   */
  public List<Script> replaced() {
    return scripts;
  }

  /**
   * Checks whether an earlier squash was interrupted after it had written the one script: then it
   * remains only to put the older scripts away.
   *
   * @return true if the newest script replaces all others, as they are now
   * @throws RepositoryException if a script cannot be read
   */
  public boolean interrupted() {
    Map<BigDecimal, String> replaces = newest(scripts).directives().replaces();
    return scripts.subList(0, scripts.size() - 1).stream()
        .allMatch(s -> s.checksum().equals(replaces.get(s.migration().id())));
  }

  /**
   * The text of the one script.
   *
   * @return to be encoded as the others are
   * @throws RepositoryException if a script cannot be read
   */
  public String text() {
    return new SquashedScript(scripts, settings, changelog).text();
  }

  /**
   * Result of a proof.
   *
   * @param differences what is not the same, in words; nothing may be replaced where there are any
   * @param nondeterministic columns whose values are others each time the scripts are run, such as
   *     the time of a row, so that they were not compared
   */
  public record Proof(List<String> differences, List<String> nondeterministic) {

    /**
     * Copies the lists.
     *
     * @param differences what is not the same
     * @param nondeterministic what was not compared
     */
    public Proof {
      differences = List.copyOf(differences);
      nondeterministic = List.copyOf(nondeterministic);
    }
  }

  /**
   * Runs the old scripts and the one on scratch databases of an embedded server and compares the
   * schemas, the rows of every table and the places of sequences; then undoes both, and compares
   * what is left.
   *
   * @param draft a folder with the one script in it and nothing else
   * @param server how to start the server
   * @return what is not the same
   * @throws dev.nof1.schema.error.SchemaException if a script cannot be run there
   */
  public Proof prove(Path draft, ServerSettings server) {
    BigDecimal upTo = newest(scripts).migration().id();
    ScratchRecipe old =
        new ScratchRecipe(
            new AppliedSource(source, id -> id.compareTo(upTo) <= 0),
            settings,
            changelog,
            LivePlace.ANY);
    ScratchRecipe one =
        new ScratchRecipe(
            new DraftSource(MigrationSource.folder(draft), source),
            settings,
            changelog,
            LivePlace.ANY);
    try (Scratch scratch = Scratch.start(old, server)) {
      DataSource first = scratch.migrated();
      DataSource again = scratch.filled("again", old::fill);
      DataSource squashed = scratch.filled("squashed", one::fill);
      SchemaSnapshot before = snapshot(again);
      List<String> differences = new ArrayList<>(differences(before, snapshot(squashed)));
      TableRows.Comparison rows =
          TableRows.compare(first, again, squashed, TableRows.withRows(before));
      differences.addAll(rows.differences());
      if (isReversible()) {
        scratch.undo(again, old);
        scratch.undo(squashed, one);
        differences(snapshot(again), snapshot(squashed))
            .forEach(difference -> differences.add("after undoing: " + difference));
      }
      return new Proof(differences, rows.nondeterministic());
    }
  }

  /**
   * Checks whether the one script can be undone: it can if all of the old ones can.
   *
   * @return true if it gets an undo section
   * @throws RepositoryException if a script cannot be read
   */
  public boolean isReversible() {
    return scripts.stream()
        .map(Script::directives)
        .allMatch(d -> d.irreversible().isEmpty() && d.undoLine() > 0);
  }

  private SchemaSnapshot snapshot(DataSource database) {
    try (Connection connection = database.getConnection()) {
      return SchemaSnapshot.read(connection, READING.withChangelogs(changelog));
    } catch (SQLException e) {
      throw new DatabaseException(
          "The scratch database cannot be read: " + SqlStates.describe(e) + ".", e);
    }
  }

  private static List<String> differences(SchemaSnapshot before, SchemaSnapshot after) {
    return before.compare(after, STRICTLY).stream().map(Difference::toString).toList();
  }

  /** The one script, and what was there before it. */
  private record DraftSource(MigrationSource draft, MigrationSource old)
      implements MigrationSource {
    @Override
    public List<Script> scripts(ScriptSettings settings) {
      return draft.scripts(settings);
    }

    @Override
    public Optional<Script> bootstrap(ScriptSettings settings) {
      return old.bootstrap(settings);
    }
  }

  private static Script newest(List<Script> scripts) {
    return scripts.get(scripts.size() - 1);
  }
}
