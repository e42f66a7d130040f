package dev.nof1.schema.plan;

import dev.nof1.schema.changelog.Changelog;
import dev.nof1.schema.changelog.Unfinished;
import dev.nof1.schema.changelog.UnfinishedNote;
import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.index.InvalidIndexes;
import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.Migration;
import dev.nof1.schema.repository.Script;
import dev.nof1.schema.sql.SqlProblemException;
import dev.nof1.schema.sql.SqlReader;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Record of a script outside a transaction that began and did not end, with the script as the
 * repository has it now.
 *
 * @param run the record in the database
 * @param script empty where the repository has it no more
 */
public record UnfinishedScript(Unfinished run, Optional<Script> script) {

  /**
   * Looks for it.
   *
   * @param connection where to read
   * @param changelog the table
   * @param scripts all of the repository
   * @return empty if nothing is unfinished
   * @throws SQLException if the server cannot be asked
   */
  public static Optional<UnfinishedScript> in(
      Connection connection, Changelog changelog, List<Script> scripts) throws SQLException {
    return UnfinishedNote.read(connection, changelog)
        .map(
            run ->
                new UnfinishedScript(
                    run,
                    scripts.stream()
                        .filter(s -> s.migration().id().compareTo(run.id()) == 0)
                        .findFirst()));
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
  public static void refuse(Connection connection, Changelog changelog, List<Script> scripts)
      throws SQLException {
    Optional<UnfinishedScript> unfinished = in(connection, changelog, scripts);
    if (unfinished.isPresent()) {
      throw new DatabaseException(
          unfinished.get().words()
              + " Nothing was changed. 'schema-cli repair' shows what is known, and continues,"
              + " marks it done or rolls it back as you say.");
    }
  }

  /**
   * Names the section that was run.
   *
   * @return up or down
   */
  public Direction direction() {
    return run.undo() ? Direction.DOWN : Direction.UP;
  }

  /**
   * Names the migration.
   *
   * @return without its description where it has no script any more
   */
  public Migration migration() {
    return script
        .map(Script::migration)
        .orElseGet(() -> new Migration(run.id(), "its script is missing", ""));
  }

  /**
   * Checks whether something else has run it since. The row is written, and the note cleared, in
   * one transaction: so another has written it.
   *
   * @param status where the database stands
   * @return true if it is recorded as applied
   */
  public boolean isOvertaken(Status status) {
    return !run.undo()
        && status.migrations().stream()
            .anyMatch(
                m -> m.state() != State.PENDING && m.migration().id().compareTo(run.id()) == 0);
  }

  /**
   * Collects what is known of it.
   *
   * @param status where the database stands
   * @param connection where to look for indexes that are not valid
   * @return what is known
   * @throws SQLException if the server cannot be asked
   */
  public UnfinishedMigration known(Status status, Connection connection) throws SQLException {
    String since =
        isOvertaken(status)
            ? " But it is recorded as applied: something else has run it since."
            : "";
    return new UnfinishedMigration(
        run, migration(), count(), words() + since, InvalidIndexes.all(connection));
  }

  private int count() {
    if (script.isEmpty()) {
      return 0;
    }
    int statements = 0;
    try (SqlReader reader = script.get().open(direction())) {
      while (reader.next() != null) {
        statements++;
      }
      return statements;
    } catch (IOException | RepositoryException | SqlProblemException e) {
      // The script has to be fixed first, and the refusal to continue says so.
      return 0;
    }
  }

  /**
   * Describes which of its statements are done and which are not.
   *
   * @return sentences
   */
  public String words() {
    int done = run.statement() - 1;
    String what = (run.undo() ? "Undoing migration " : "Migration ") + migration();
    if (run.line() == 0) {
      return "%s is unfinished: all its %d statements are done, but that is not recorded."
          .formatted(what, done);
    }
    String before =
        switch (done) {
          case 0 -> "No statement before it is done.";
          case 1 -> "The statement before it is done and stays.";
          default -> "The " + done + " statements before it are done and stay.";
        };
    return "%s is unfinished: its statement %d%s %s. %s"
        .formatted(
            what,
            run.statement(),
            script.map(s -> " at " + s.location() + ":" + run.line()).orElse(""),
            run.reason().isEmpty()
                ? "was begun and may have taken effect or not"
                : "failed: " + run.reason(),
            before);
  }
}
