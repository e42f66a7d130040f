package dev.nof1.schema.run;

import dev.nof1.schema.changelog.Unfinished;
import dev.nof1.schema.changelog.UnfinishedNote;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.session.Retry;
import dev.nof1.schema.sql.SqlStatement;
import dev.nof1.schema.sql.TransactionControl;
import dev.nof1.schema.sql.driver.SqlStates;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/**
 * Notes in the database, before each statement of a script outside a transaction, that it begins:
 * so that it is known how far the script got, whatever ends this process.
 */
final class Checkpoints {
  /** Table or index, object, column, schema, function, database: each is there already. */
  private static final Set<String> THERE =
      Set.of("42P07", "42710", "42701", "42P06", "42723", "42P04");

  /** Table, object, schema, function, database: none is there. */
  private static final Set<String> GONE = Set.of("42P01", "42704", "3F000", "42883", "3D000");

  private final RunContext run;
  private final Connection connection;
  private final Step step;
  private final Retry retry;
  private final Optional<Resume> resume;
  private final Place place;
  private final StatementDigest before = new StatementDigest();
  private Optional<UnfinishedNote> note = Optional.empty();
  private Optional<Unfinished> last = Optional.empty();

  /** Unfinished run that a repair is to end; kept until this run has a newer checkpoint. */
  private Optional<Unfinished> earlier = Optional.empty();

  private int statement;
  private boolean mayStayInPart;
  private boolean drops;

  /** Place of the note: empty where nothing can be noted. */
  private interface Place {
    Optional<UnfinishedNote> open() throws SQLException;
  }

  Checkpoints(RunContext run, Step step, Retry retry, Optional<Resume> resume) {
    this(run, step, retry, resume, new NotePlace(run, step)::open);
  }

  private Checkpoints(
      RunContext run, Step step, Retry retry, Optional<Resume> resume, Place place) {
    this.run = run;
    this.connection = run.connection;
    this.step = step;
    this.retry = retry;
    this.resume = resume;
    this.place = place;
  }

  /** Checkpoints of a script of which nothing is recorded. */
  static Checkpoints none(RunContext run, Step step, Retry retry) {
    return new Checkpoints(run, step, retry, Optional.empty(), Optional::empty);
  }

  /**
   * A statement is the next.
   *
   * @return false if it is done already, by an earlier run that is being continued
   */
  boolean begins(SqlStatement s) throws SQLException {
    statement++;
    mayStayInPart = TransactionControl.mayCommitAPart(s);
    drops = s.startsWith("DROP");
    boolean runs = statement >= from();
    if (runs) {
      write(s.line(), "");
    }
    before.add(s, run.settings);
    return runs;
  }

  private int from() {
    return resume.map(Resume::from).orElse(1);
  }

  /**
   * Checks whether the earlier run, which is being continued, may have begun the current statement.
   */
  boolean mayHaveLeftSomething() {
    return earlier.filter(e -> e.undo() == (step.direction() == Direction.DOWN)).isPresent()
        && (statement == from() || statement == earlier.get().statement());
  }

  /**
   * Advice where an earlier run seems to have done the current statement: the statement's object is
   * there already, or is gone already.
   */
  String seemsDone(String sqlState) {
    boolean seems = drops ? GONE.contains(sqlState) : THERE.contains(sqlState);
    return seems && mayHaveLeftSomething()
        ? " If the earlier run has done this statement, as it seems, 'schema-cli repair --continue --from=%d' goes on after it."
            .formatted(statement + 1)
        : "";
  }

  /** All statements are done, and the row is not written yet. */
  void allDone() throws SQLException {
    statement++;
    write(0, "");
  }

  /** Checks whether a later run will find the note: it goes away with the changelog. */
  boolean isNoted() {
    if (last.isEmpty() || note.isEmpty()) {
      return false;
    }
    try {
      return connection.isClosed() || note.get().isPossible(connection);
    } catch (SQLException e) {
      // A connection that is lost took nothing with it.
      return true;
    }
  }

  /** The row is written, in the transaction that this is part of. */
  void finished() throws SQLException {
    // What continues or takes back an earlier run ends that one, too.
    if (note.isEmpty() && resume.isPresent()) {
      note = place.open();
    }
    if (note.isPresent()) {
      note.get().clear(connection);
    }
  }

  /**
   * The statement begun last was refused. If it was the first one and has left nothing, nothing is
   * unfinished: running it again is all that is left to do; unless a repair was to end what an
   * earlier run left.
   */
  void failed(String reason) {
    ended(reason, mayStayInPart ? "what it may have committed before that stays" : "");
  }

  /** The statement begun last has run, and the script must not go on after it. */
  void refusedWhenDone(String reason) {
    ended(reason, "the statement has taken effect and stays");
  }

  private void ended(String reason, String stays) {
    try {
      if (note.isEmpty() || last.isEmpty() || connection.isClosed()) {
        return;
      }
      if (isDoneAnew()) {
        return;
      }
      Unfinished begun = last.get();
      if (begun.statement() > 1
          || !stays.isEmpty()
          || earlier.filter(e -> e.undo() == begun.undo()).isPresent()) {
        String known = run.settings.masked(reason) + (stays.isEmpty() ? "" : "; " + stays);
        note.get().write(connection, with(begun, known));
      } else if (earlier.isPresent()) {
        note.get().write(connection, earlier.get());
        last = earlier;
      } else {
        note.get().clear(connection);
        last = Optional.empty();
      }
    } catch (SQLException e) {
      // What was noted before the statement stays: it has begun, and its end is not known.
    }
  }

  /**
   * Writes the note, and retries where the changelog is locked, since nothing else is under way.
   */
  private void write(int line, String reason) throws SQLException {
    run.monitor.busy(step, Math.max(1, line));
    try {
      while (true) {
        try {
          once(line, reason);
          return;
        } catch (SQLException e) {
          if (!retry.again(SqlStates.of(e))) {
            throw e;
          }
        }
      }
    } finally {
      run.monitor.idle();
    }
  }

  private void once(int line, String reason) throws SQLException {
    if (note.isEmpty()) {
      note = place.open();
      if (note.isPresent() && resume.isPresent()) {
        earlier = UnfinishedNote.read(connection, run.changelog);
        last = earlier;
      }
    }
    if (note.isPresent() && !isDoneAnew()) {
      Unfinished begun =
          new Unfinished(
              step.migration().id(),
              step.direction() == Direction.DOWN,
              statement,
              line,
              before.soFar(),
              reason);
      note.get().write(connection, begun);
      last = Optional.of(begun);
    }
  }

  /** A repair that begins further ahead than the earlier run got does not make less of that. */
  private boolean isDoneAnew() {
    return earlier
        .filter(e -> e.undo() == (step.direction() == Direction.DOWN) && e.statement() > statement)
        .isPresent();
  }

  private static Unfinished with(Unfinished begun, String reason) {
    return new Unfinished(
        begun.id(), begun.undo(), begun.statement(), begun.line(), begun.before(), reason);
  }
}
