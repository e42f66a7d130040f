package dev.nof1.schema.records;

import dev.nof1.schema.changelog.Bookkeeping;
import dev.nof1.schema.changelog.ChangelogProblems;
import dev.nof1.schema.changelog.Unfinished;
import dev.nof1.schema.changelog.UnfinishedNote;
import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.plan.Plan;
import dev.nof1.schema.plan.Preflight;
import dev.nof1.schema.plan.Status;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.plan.UnfinishedMigration;
import dev.nof1.schema.plan.UnfinishedScript;
import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.Migration;
import dev.nof1.schema.repository.Script;
import dev.nof1.schema.repository.file.HeldTexts;
import dev.nof1.schema.run.Resume;
import dev.nof1.schema.run.StatementDigest;
import dev.nof1.schema.session.SessionSettings;
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
          Optional<UnfinishedScript> unfinished =
              UnfinishedScript.in(connection, context.changelog(), scripts);
          return unfinished.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  unfinished.get().known(context.status(connection, scripts), connection));
        });
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
          UnfinishedScript unfinished = required(connection, scripts);
          Unfinished run = unfinished.run();
          Direction direction = unfinished.direction();
          try (HeldTexts texts = new HeldTexts()) {
            Step step =
                Preflight.checked(new Step(direction, script(unfinished).held(texts)), false);
            noted(connection);
            Status status = context.status(connection, scripts);
            refuseOvertaken(unfinished, status);
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
          UnfinishedScript unfinished = required(connection, scripts);
          Unfinished run = unfinished.run();
          Script script = script(unfinished);
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
          UnfinishedScript unfinished = required(connection, scripts);
          Unfinished run = unfinished.run();
          Script script = script(unfinished);
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
          Optional<Unfinished> run = Optional.of(required(connection, List.of()).run());
          clear(connection);
          return run;
        });
  }

  private UnfinishedScript required(Connection connection, List<Script> scripts)
      throws SQLException {
    return UnfinishedScript.in(connection, context.changelog(), scripts)
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

  private static void refuseOvertaken(UnfinishedScript unfinished, Status status) {
    if (unfinished.isOvertaken(status)) {
      throw new DatabaseException(
          "Migration %s is recorded as applied already: something else has run it since it was interrupted. Nothing was run. If the database is right, 'repair --mark-done' leaves it recorded; 'repair --roll-back' runs its undo section."
              .formatted(unfinished.migration()));
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

  private static Script script(UnfinishedScript unfinished) {
    return unfinished
        .script()
        .orElseThrow(
            () ->
                new RepositoryException(
                    "The unfinished migration %s has no script in the repository. Nothing was run. Bring it back, or use --forget once you have put the database right by hand."
                        .formatted(unfinished.run().id().toPlainString())));
  }
}
