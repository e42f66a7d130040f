package dev.nof1.schema.records;

import dev.nof1.schema.changelog.Bookkeeping;
import dev.nof1.schema.changelog.Changelog;
import dev.nof1.schema.changelog.ChangelogProblems;
import dev.nof1.schema.changelog.Unfinished;
import dev.nof1.schema.changelog.UnfinishedNote;
import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.index.InvalidIndexes;
import dev.nof1.schema.plan.Plan;
import dev.nof1.schema.plan.Preflight;
import dev.nof1.schema.plan.State;
import dev.nof1.schema.plan.Status;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.plan.UnfinishedMigration;
import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.Migration;
import dev.nof1.schema.repository.Script;
import dev.nof1.schema.repository.file.HeldTexts;
import dev.nof1.schema.run.Resume;
import dev.nof1.schema.run.StatementDigest;
import dev.nof1.schema.session.SessionSettings;
import dev.nof1.schema.sql.SqlProblemException;
import dev.nof1.schema.sql.SqlReader;
import dev.nof1.schema.sql.SqlStatement;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Ends what a script outside a transaction left unfinished, in the way that somebody who has looked
 * says. Immutable and safe for use by several threads; each call takes one connection, and the
 * migration lock.
 *
 * <p>Over 300 lines for its words: what is known has to be said exactly, four ways out explained.
 */
public final class Repair {
  private final RecordsContext context;

  Repair(RecordsContext context) {
    this.context = context;
  }

  /**
   * Reads what is known. Waits for a migrator that is at work, because what it does is not
   * unfinished yet.
   *
   * @return empty if nothing is unfinished
   * @throws dev.nof1.schema.error.SchemaException if it cannot be read
   */
  public Optional<UnfinishedMigration> known() {
    List<Script> scripts = context.scripts();
    return context.locked(
        connection -> {
          Optional<Unfinished> run = UnfinishedNote.read(connection, context.changelog());
          if (run.isEmpty()) {
            return Optional.empty();
          }
          return Optional.of(
              known(run.get(), scripts, context.status(connection, scripts), connection));
        });
  }

  /**
   * Describes what is unfinished.
   *
   * @param run the record of it in the database
   * @param scripts all of the repository
   * @param status where the database stands
   * @param connection where to look for indexes that are not valid
   * @return what is known
   * @throws SQLException if the server cannot be asked
   */
  public static UnfinishedMigration known(
      Unfinished run, List<Script> scripts, Status status, Connection connection)
      throws SQLException {
    String since =
        isOvertaken(run, status)
            ? " But it is recorded as applied: something else has run it since."
            : "";
    return new UnfinishedMigration(
        run,
        migration(run, scripts),
        count(run, scripts),
        unfinished(run, scripts) + since,
        InvalidIndexes.all(connection));
  }

  private static int count(Unfinished run, List<Script> scripts) {
    try {
      return find(run, scripts)
          .map(
              script ->
                  statements(script, run.undo() ? Direction.DOWN : Direction.UP, Integer.MAX_VALUE)
                      .size())
          .orElse(0);
    } catch (RepositoryException | SqlProblemException e) {
      // The script has to be fixed first, and the refusal to continue says so.
      return 0;
    }
  }

  /** The row is written, and the note cleared, in one transaction: so another has written it. */
  private static boolean isOvertaken(Unfinished run, Status status) {
    return !run.undo()
        && status.migrations().stream()
            .anyMatch(
                m -> m.state() != State.PENDING && m.migration().id().compareTo(run.id()) == 0);
  }

  /**
   * Runs the rest of the script and records it. An invalid index that the statement begun last has
   * left is dropped before it is built anew; as any statement, that waits for no lock longer than
   * {@code lock_timeout}.
   *
   * @param from the first statement to run, from 1; where nothing is said, the one that was begun
   *     last
   * @throws dev.nof1.schema.error.MigrationFailedException if it fails again; that is noted, too
   * @throws dev.nof1.schema.error.SchemaException if nothing is unfinished, or the statements
   *     before have changed; nothing was run
   */
  public void resume(OptionalInt from) {
    List<Script> scripts = context.scripts();
    context.<Optional<Unfinished>>locked(
        connection -> {
          Unfinished run = required(connection);
          Direction direction = run.undo() ? Direction.DOWN : Direction.UP;
          try (HeldTexts texts = new HeldTexts()) {
            Step step =
                Preflight.checked(new Step(direction, script(run, scripts).held(texts)), false);
            noted(connection);
            Status status = context.status(connection, scripts);
            refuseOvertaken(run, step.migration(), status);
            int resumeAt = from.orElse(run.statement());
            List<SqlStatement> statements = statements(step.script(), direction, run.statement());
            refuseIfChanged(run, step.script(), statements);
            if (resumeAt > statements.size() + 1) {
              throw new RepositoryException(
                  "Migration %s was interrupted at its statement %d, so it cannot go on at %d. Nothing was run."
                      .formatted(step.migration(), run.statement(), resumeAt));
            }
            run(connection, status, step, new Resume(resumeAt, true));
          }
          return Optional.empty();
        });
  }

  /**
   * Records that it is done, because somebody has done the rest by hand.
   *
   * @return which
   * @throws dev.nof1.schema.error.SchemaException if nothing is unfinished
   */
  public Migration markDone() {
    List<Script> scripts = context.scripts();
    return context.locked(
        connection -> {
          Unfinished run = required(connection);
          Script script = script(run, scripts);
          RecordsContext.atOnce(
              connection,
              c -> {
                if (run.undo()) {
                  context.changelog().delete(c, run.id());
                } else if (!isRecorded(c, run.id())) {
                  Migration m = script.migration();
                  BigDecimal kept =
                      context
                          .changelog()
                          .insert(
                              c,
                              m.id(),
                              m.description(),
                              Bookkeeping.unrun(Bookkeeping.How.REPAIR, script.checksum()),
                              context.canRecord(c));
                  ChangelogProblems.refuseRounded(context.changelog().name(), m, kept);
                }
                return clear(c);
              });
          return script.migration();
        });
  }

  /**
   * Runs the undo section and forgets the migration.
   *
   * @throws dev.nof1.schema.error.MigrationFailedException if the undo section fails
   * @throws dev.nof1.schema.error.SchemaException if nothing is unfinished, or it was being undone
   *     anyway
   */
  public void rollBack() {
    List<Script> scripts = context.scripts();
    context.<Optional<Unfinished>>locked(
        connection -> {
          Unfinished run = required(connection);
          Script script = script(run, scripts);
          if (run.undo()) {
            throw new DatabaseException(
                "Migration %s was being undone when it was interrupted, so there is nothing to roll back. Nothing was run. 'repair --continue' goes on undoing it."
                    .formatted(script.migration()));
          }
          noted(connection);
          try (HeldTexts texts = new HeldTexts()) {
            Step step = Preflight.checked(new Step(Direction.DOWN, script.held(texts)), false);
            run(connection, context.status(connection, scripts), step, new Resume(1, false));
          }
          return Optional.empty();
        });
  }

  /**
   * Forgets that something is unfinished and leaves everything as it is.
   *
   * @throws DatabaseException if nothing is unfinished
   */
  public void forget() {
    context.<Optional<Unfinished>>locked(
        connection -> {
          Optional<Unfinished> run = Optional.of(required(connection));
          clear(connection);
          return run;
        });
  }

  /**
   * Refuses to go on where something is unfinished: nothing else may be run before somebody has
   * looked.
   *
   * @param connection where to read
   * @param changelog the table
   * @param scripts all of the repository
   * @throws DatabaseException if a script is unfinished, with what is known of it
   * @throws SQLException if the server cannot be asked
   */
  public static void refuseUnfinished(
      Connection connection, Changelog changelog, List<Script> scripts) throws SQLException {
    Optional<Unfinished> run = UnfinishedNote.read(connection, changelog);
    if (run.isPresent()) {
      throw new DatabaseException(
          unfinished(run.get(), scripts)
              + " Nothing was changed. 'schema-cli repair' shows what is known, and continues,"
              + " marks it done or rolls it back as you say.");
    }
  }

  /** Describes which statements of an unfinished script are done and which are not. */
  static String unfinished(Unfinished run, List<Script> scripts) {
    Optional<Script> script = find(run, scripts);
    String place =
        script.map(s -> s.location() + (run.line() == 0 ? "" : ":" + run.line())).orElse("");
    int done = run.statement() - 1;
    String before =
        switch (done) {
          case 0 -> "No statement before it is done.";
          case 1 -> "The statement before it is done and stays.";
          default -> "The " + done + " statements before it are done and stay.";
        };
    String what = run.undo() ? "Undoing migration " : "Migration ";
    if (run.line() == 0) {
      return "%s%s is unfinished: all its %d statements are done, but that is not recorded."
          .formatted(what, migration(run, scripts), done);
    }
    return "%s%s is unfinished: its statement %d%s %s. %s"
        .formatted(
            what,
            migration(run, scripts),
            run.statement(),
            place.isEmpty() ? "" : " at " + place,
            run.reason().isEmpty()
                ? "was begun and may have taken effect or not"
                : "failed: " + run.reason(),
            before);
  }

  private Unfinished required(Connection connection) throws SQLException {
    return UnfinishedNote.read(connection, context.changelog())
        .orElseThrow(
            () -> new DatabaseException("Nothing is unfinished. There is nothing to repair."));
  }

  private Optional<UnfinishedNote> clear(Connection connection) throws SQLException {
    UnfinishedNote note = noted(connection);
    note.clear(connection);
    return Optional.of(note);
  }

  /** Opens the note, and refuses before anything is run where the user may not clear it. */
  private UnfinishedNote noted(Connection connection) throws SQLException {
    SessionSettings now = SessionSettings.of(connection);
    Optional<UnfinishedNote> note =
        UnfinishedNote.open(
            connection, context.changelog(), now.user(), now.role(), context::cannotRecord);
    if (note.isEmpty()) {
      throw new DatabaseException(
          "That migration is unfinished can only be noted and cleared by the owner of the changelog %s. Nothing was changed. Run this as that user."
              .formatted(context.changelog().name()));
    }
    return note.get();
  }

  private static void refuseOvertaken(Unfinished run, Migration migration, Status status) {
    if (isOvertaken(run, status)) {
      throw new DatabaseException(
          "Migration %s is recorded as applied already: something else has run it since it was interrupted. Nothing was run. If the database is right, 'repair --mark-done' leaves it recorded; 'repair --roll-back' runs its undo section."
              .formatted(migration));
    }
  }

  private boolean isRecorded(Connection connection, BigDecimal id) throws SQLException {
    return context.changelog().read(connection).stream().anyMatch(e -> e.id().compareTo(id) == 0);
  }

  private void refuseIfChanged(Unfinished run, Script script, List<SqlStatement> statements) {
    int done = run.statement() - 1;
    if (statements.size() < done
        || !StatementDigest.of(statements.subList(0, done), context.settings())
            .equals(run.before())) {
      throw new RepositoryException(
          "%s: the statements of migration %s that are done already, the first %d, have changed since, so where to go on is not known. Nothing was run. Bring them back as they were (a fix goes into the statements after them), or use --mark-done or --roll-back."
              .formatted(script.location(), script.migration(), done));
    }
  }

  private static List<SqlStatement> statements(Script script, Direction direction, int count) {
    List<SqlStatement> statements = new ArrayList<>();
    try (SqlReader reader = script.open(direction)) {
      for (SqlStatement s = reader.next();
          s != null && statements.size() < count;
          s = reader.next()) {
        statements.add(s);
      }
    } catch (IOException e) {
      throw new RepositoryException(
          "The script %s cannot be read: %s. Nothing was run."
              .formatted(script.location(), e.getMessage()),
          e);
    }
    return statements;
  }

  private void run(Connection connection, Status before, Step step, Resume resume)
      throws SQLException {
    context.engine().repair(connection, new Plan(before, List.of(step), List.of()), resume);
  }

  private static Script script(Unfinished run, List<Script> scripts) {
    return find(run, scripts)
        .orElseThrow(
            () ->
                new RepositoryException(
                    "The unfinished migration %s has no script in the repository. Nothing was run. Bring it back, or use --forget once you have put the database right by hand."
                        .formatted(run.id().toPlainString())));
  }

  private static Optional<Script> find(Unfinished run, List<Script> scripts) {
    return scripts.stream().filter(s -> s.migration().id().compareTo(run.id()) == 0).findFirst();
  }

  private static Migration migration(Unfinished run, List<Script> scripts) {
    return find(run, scripts)
        .map(Script::migration)
        .orElseGet(() -> new Migration(run.id(), "its script is missing", ""));
  }
}
