package dev.nof1.schema.records;

import dev.nof1.schema.Migrations;
import dev.nof1.schema.changelog.Bookkeeping;
import dev.nof1.schema.changelog.ChangelogProblems;
import dev.nof1.schema.changelog.Recorded;
import dev.nof1.schema.changelog.Unfinished;
import dev.nof1.schema.changelog.UnfinishedNote;
import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.plan.MigrationStatus;
import dev.nof1.schema.plan.State;
import dev.nof1.schema.plan.Status;
import dev.nof1.schema.plan.Target;
import dev.nof1.schema.plan.UnfinishedScript;
import dev.nof1.schema.repository.Migration;
import dev.nof1.schema.repository.Script;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Records of a database's migrations: reads them, compares them with the scripts, and lets a person
 * correct them. Immutable and safe for use by several threads; each call takes one connection and
 * gives it back.
 */
public final class Records {
  private final RecordsContext context;

  /**
   * Begins work on the records of one database.
   *
   * @param context what the work needs
   */
  public Records(RecordsContext context) {
    this.context = context;
  }

  /**
   * Reads what is remembered of each migration. Takes no lock.
   *
   * @return by id; migrations without a record, such as those that the stock tool has applied, are
   *     not in it
   * @throws DatabaseException if the database cannot be read
   */
  public NavigableMap<BigDecimal, Recorded> all() {
    return context.connections().with(context.changelog()::records);
  }

  /**
   * Reads whether a script outside a transaction began and did not end. Takes no lock, so it may be
   * one that runs right now.
   *
   * @return empty if there is none
   * @throws DatabaseException if the database cannot be read
   */
  public Optional<Unfinished> unfinished() {
    return context.connections().with(c -> UnfinishedNote.read(c, context.changelog()));
  }

  /**
   * Offers the ways to end an unfinished script.
   *
   * @return the ways
   */
  public Repair repair() {
    return new Repair(context);
  }

  /**
   * Compares the applied migrations with their scripts, and looks for what is out of order. Takes
   * no lock. {@link Verification#ofScripts} checks what can be checked without a database.
   *
   * @return what is wrong
   * @throws dev.nof1.schema.error.SchemaException if the scripts cannot be listed or the database
   *     not read
   */
  public Verification verify() {
    List<Script> scripts = context.source().inspect(context.settings()).scripts();
    return context
        .connections()
        .with(
            connection ->
                new Comparison(
                        scripts,
                        context.status(connection, scripts),
                        context.changelog().records(connection),
                        UnfinishedScript.in(connection, context.changelog(), scripts))
                    .verification());
  }

  /**
   * Records the checksums of all applied migrations anew, from their scripts as they are now. Locks
   * as {@link Migrations#run}.
   *
   * @return those whose recorded checksum was another, or none
   * @throws dev.nof1.schema.error.SchemaException if it cannot be recorded; then nothing is
   */
  public List<Migration> acceptScripts() {
    List<Script> scripts = context.scripts();
    return context.locked(
        connection -> {
          Set<BigDecimal> applied = ids(context.status(connection, scripts).in(State.APPLIED));
          Map<BigDecimal, Recorded> records = context.changelog().records(connection);
          List<Script> changed =
              scripts.stream()
                  .filter(script -> applied.contains(script.migration().id()))
                  .filter(script -> !isRecorded(script, records.get(script.migration().id())))
                  .toList();
          if (!changed.isEmpty()) {
            RecordsContext.atOnce(connection, c -> recordChecksums(changed, c));
          }
          return changed.stream().map(Script::migration).toList();
        });
  }

  private static boolean isRecorded(Script script, @Nullable Recorded record) {
    return record != null && record.checksum().filter(script.checksum()::equals).isPresent();
  }

  private List<Script> recordChecksums(List<Script> scripts, Connection connection)
      throws SQLException {
    String which =
        "The checksum of migration %s cannot be recorded: ".formatted(scripts.get(0).migration());
    boolean can =
        context
            .changelog()
            .canRecord(
                connection,
                why -> {
                  throw new DatabaseException(
                      which + context.settings().masked(why) + ". Nothing was recorded.");
                });
    if (!can) {
      throw new DatabaseException(
          which
              + "this user may not write there. Nothing was recorded. Let the owner of the changelog %s do it."
                  .formatted(context.changelog().name()));
    }
    for (Script script : scripts) {
      context.changelog().recordChecksum(connection, script.migration().id(), script.checksum());
    }
    return scripts;
  }

  /**
   * Says what {@link #apply} would record. Takes no lock.
   *
   * @param target where the database is said to be: {@link Target#version}, {@link Target#head} or
   *     {@link Target#base}
   * @return what would be recorded and what forgotten
   * @throws RepositoryException if there is no such migration
   * @throws DatabaseException if there is no changelog, or the database cannot be read
   */
  public Stamp stamp(Target target) {
    List<Script> scripts = context.scripts();
    return context.connections().with(c -> stamp(target, false, context.status(c, scripts), c));
  }

  /**
   * Says what {@link #apply} would record for a database that was there before this tool.
   *
   * @param id the newest migration that the database has in effect
   * @return what would be recorded
   * @throws RepositoryException if there is no such migration
   * @throws DatabaseException if migrations are recorded already, or the database cannot be read
   */
  public Stamp baseline(BigDecimal id) {
    List<Script> scripts = context.scripts();
    return context
        .connections()
        .with(c -> stamp(Target.version(id), true, context.status(c, scripts), c));
  }

  /**
   * Records it, in one transaction. Locks as {@link Migrations#run}; no script is run.
   *
   * @param stamp what was agreed to
   * @throws DatabaseException if the database is another than it was then, or cannot be written;
   *     nothing is recorded
   */
  public void apply(Stamp stamp) {
    List<Script> scripts = context.scripts();
    context.<Optional<Stamp>>locked(
        connection -> {
          UnfinishedScript.refuse(connection, context.changelog(), scripts);
          Status before = context.status(connection, scripts);
          Stamp now = stamp(stamp.target(), stamp.baseline(), before, connection);
          if (!now.equals(stamp)) {
            throw changedMeanwhile();
          }
          RecordsContext.atOnce(connection, c -> record(stamp, before, scripts, c));
          return Optional.empty();
        });
  }

  /**
   * Says what {@link #apply(Adoption, Adoption.Premise)} would record for a database that another
   * tool has migrated. Takes no lock.
   *
   * @param ids exactly the migrations that are in effect; those between them stay as they are
   * @return what would be recorded
   * @throws RepositoryException if one of them is not among the scripts
   * @throws DatabaseException if the database cannot be read
   */
  public Adoption adoption(Set<BigDecimal> ids) {
    List<Script> scripts = context.scripts();
    return context.connections().with(c -> adoption(ids, scripts, c));
  }

  /**
   * Records it, in one transaction. Locks as {@link Migrations#run}; no script is run.
   *
   * @param adoption what was agreed to
   * @param premise checked in the same transaction
   * @throws DatabaseException if the database is another than it was then, or cannot be written;
   *     nothing is recorded
   */
  public void apply(Adoption adoption, Adoption.Premise premise) {
    List<Script> scripts = context.scripts();
    Set<BigDecimal> ids = ids(adoption.recorded());
    ids.addAll(ids(adoption.known()));
    context.<Optional<Adoption>>locked(
        connection -> {
          UnfinishedScript.refuse(connection, context.changelog(), scripts);
          if (!adoption(ids, scripts, connection).equals(adoption)) {
            throw changedMeanwhile();
          }
          RecordsContext.atOnce(
              connection,
              c -> {
                premise.check(c);
                if (adoption.creates()) {
                  context.changelog().create(c);
                }
                insert(adoption.recorded(), Bookkeeping.How.IMPORT, scripts, c);
                return adoption;
              });
          return Optional.empty();
        });
  }

  private Adoption adoption(Set<BigDecimal> ids, List<Script> scripts, Connection connection)
      throws SQLException {
    Set<BigDecimal> unknown = new TreeSet<>(ids);
    scripts.forEach(script -> unknown.remove(script.migration().id()));
    if (!unknown.isEmpty()) {
      throw new RepositoryException(
          "There is no migration with the id %s. Nothing was recorded. 'status' lists the ids."
              .formatted(unknown.iterator().next().toPlainString()));
    }
    Set<BigDecimal> wanted = new TreeSet<>(ids);
    List<Migration> recorded = new ArrayList<>();
    List<Migration> known = new ArrayList<>();
    for (MigrationStatus m : context.status(connection, scripts).migrations()) {
      if (wanted.contains(m.migration().id())) {
        (m.state() == State.PENDING ? recorded : known).add(m.migration());
      }
    }
    return new Adoption(!context.changelog().exists(connection), recorded, known);
  }

  private DatabaseException changedMeanwhile() {
    return new DatabaseException(
        "Somebody has changed the changelog %s in the meantime. Nothing was recorded. Run this again."
            .formatted(context.changelog().name()));
  }

  private Stamp record(Stamp stamp, Status before, List<Script> scripts, Connection connection)
      throws SQLException {
    if (stamp.creates()) {
      context.changelog().create(connection);
    }
    var how = stamp.baseline() ? Bookkeeping.How.BASELINE : Bookkeeping.How.STAMP;
    insert(stamp.recorded(), how, scripts, connection);
    Set<BigDecimal> forgotten = ids(stamp.forgotten());
    forgotten.addAll(before.squashed().rowsOf(forgotten));
    for (BigDecimal id : forgotten) {
      context.changelog().delete(connection, id);
    }
    return stamp;
  }

  private void insert(
      List<Migration> migrations, Bookkeeping.How how, List<Script> scripts, Connection connection)
      throws SQLException {
    Set<BigDecimal> recorded = ids(migrations);
    boolean remembers = context.canRecord(connection);
    for (Script script : scripts) {
      Migration m = script.migration();
      if (recorded.contains(m.id())) {
        Bookkeeping record = Bookkeeping.unrun(how, script.checksum());
        BigDecimal kept =
            context.changelog().insert(connection, m.id(), m.description(), record, remembers);
        ChangelogProblems.refuseRounded(context.changelog().name(), m, kept);
      }
    }
  }

  private Stamp stamp(Target target, boolean baseline, Status status, Connection connection)
      throws SQLException {
    boolean exists = context.changelog().exists(connection);
    if (baseline && status.current().isPresent()) {
      throw new DatabaseException(
          "The changelog %s has migrations already, %s the newest, so there is nothing to begin with. Nothing was recorded. To say that the database is elsewhere, use 'stamp'."
              .formatted(context.changelog().name(), status.current().get()));
    }
    if (!baseline && !exists) {
      throw new DatabaseException(
          "There is no changelog %s, so nothing can be recorded in it. Nothing was changed. For an empty database run 'up'; for one that has its tables already, 'baseline ID' creates the changelog."
              .formatted(context.changelog().name()));
    }
    Optional<BigDecimal> upTo = newest(target, status);
    List<Migration> recorded = new ArrayList<>();
    List<Migration> forgotten = new ArrayList<>();
    for (MigrationStatus m : status.migrations()) {
      boolean in = upTo.isPresent() && m.migration().id().compareTo(upTo.get()) <= 0;
      if (in && m.state() == State.PENDING) {
        recorded.add(m.migration());
      } else if (!in && m.state() != State.PENDING) {
        forgotten.add(m.migration());
      }
    }
    Collections.reverse(forgotten);
    return new Stamp(target, baseline, baseline && !exists, recorded, forgotten);
  }

  private static Optional<BigDecimal> newest(Target target, Status status) {
    List<BigDecimal> ids =
        status.migrations().stream()
            .filter(m -> m.state() != State.MISSING)
            .map(m -> m.migration().id())
            .toList();
    if (target instanceof Target.Version to) {
      if (ids.stream().noneMatch(id -> id.compareTo(to.id()) == 0)) {
        throw new RepositoryException(
            "There is no migration with the id %s. Nothing was recorded. 'status' lists the ids."
                .formatted(to.id().toPlainString()));
      }
      return Optional.of(to.id());
    }
    return target instanceof Target.Up && !ids.isEmpty()
        ? Optional.of(ids.get(ids.size() - 1))
        : Optional.empty();
  }

  private static Set<BigDecimal> ids(List<Migration> migrations) {
    // As sets compare them: 1 and 1.00 are one migration, and a changelog with decimals has both.
    Set<BigDecimal> ids = new TreeSet<>();
    migrations.forEach(m -> ids.add(m.id()));
    return ids;
  }
}
