package dev.nof1.schema.run;

import dev.nof1.schema.changelog.Unfinished;
import dev.nof1.schema.changelog.UnfinishedNote;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.session.Retry;
import dev.nof1.schema.sql.SqlStatement;
import dev.nof1.schema.sql.TransactionControl;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * Notes in the database, before each statement of a script outside a transaction, that it begins:
 * so that it is known how far the script got, whatever ends this process. In a transaction there is
 * nothing to note.
 */
public final class StatementLog {
  /** Table or index, object, column, schema, function, database: each is there already. */
  private static final Set<String> THERE =
      Set.of("42P07", "42710", "42701", "42P06", "42723", "42P04");

  /** Table, object, schema, function, database: none is there. */
  private static final Set<String> GONE = Set.of("42P01", "42704", "3F000", "42883", "3D000");

  private final Migrator migrator;
  private final Step step;
  private final boolean outsideTransaction;
  private final Retry retry;
  private final MessageDigest before = sha256();
  private Optional<UnfinishedNote> note = Optional.empty();
  private Optional<Unfinished> last = Optional.empty();

  /** What a repair is to end; it stays known until there is something newer to know. */
  private Optional<Unfinished> earlier = Optional.empty();

  private boolean toldThatItCannot;
  private Optional<String> cannot = Optional.empty();
  private int statement;
  private boolean mayStayInPart;
  private boolean drops;

  StatementLog(Migrator migrator, Step step, boolean outsideTransaction, Retry retry) {
    this.retry = retry;
    this.migrator = migrator;
    this.step = step;
    this.outsideTransaction = outsideTransaction;
  }

  /**
   * A statement is the next.
   *
   * @return false if it is done already, by an earlier run that is being continued
   */
  boolean starts(Connection connection, SqlStatement s) throws SQLException {
    statement++;
    mayStayInPart = TransactionControl.mayCommitAPart(s);
    drops = s.startsWith("DROP");
    boolean runs = statement >= migrator.resumeAt;
    if (outsideTransaction && runs) {
      write(connection, s.line(), "");
    }
    if (outsideTransaction) {
      add(before, s, migrator.settings);
    }
    return runs;
  }

  /** Whether an earlier run, which is being continued, may have begun the present statement. */
  boolean mayHaveLeftSomething() {
    return earlier.filter(e -> e.undo() == (step.direction() == Direction.DOWN)).isPresent()
        && (statement == migrator.resumeAt || statement == earlier.get().statement());
  }

  /**
   * What to do where an earlier run seems to have done the present statement: its object is there,
   * or no more.
   */
  String seemsDone(String sqlState) {
    boolean seems = drops ? GONE.contains(sqlState) : THERE.contains(sqlState);
    return seems && mayHaveLeftSomething()
        ? " If the earlier run has done this statement, as it seems, 'schema-cli repair --continue --from=%d' goes on after it."
            .formatted(statement + 1)
        : "";
  }

  /** All statements are done, and the row is not written yet. */
  void allDone(Connection connection) throws SQLException {
    statement++;
    write(connection, 0, "");
  }

  /** Whether a later run will find what is noted: it goes away with the changelog. */
  boolean isNoted(Connection connection) {
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
  void finished(Connection connection) throws SQLException {
    // What continues or takes back an earlier run ends that one, too.
    if (note.isEmpty() && migrator.repairs) {
      note = open(connection);
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
  void failed(Connection connection, String reason) {
    ended(connection, reason, mayStayInPart ? "what it may have committed before that stays" : "");
  }

  /** The statement begun last has run, and the script must not go on after it. */
  void refusedWhenDone(Connection connection, String reason) {
    ended(connection, reason, "the statement has taken effect and stays");
  }

  private void ended(Connection connection, String reason, String stays) {
    try {
      if (note.isEmpty() || last.isEmpty() || connection.isClosed()) {
        return;
      }
      if (isDoneAnew()) {
        return;
      }
      Unfinished run = last.get();
      if (run.statement() > 1
          || !stays.isEmpty()
          || earlier.filter(e -> e.undo() == run.undo()).isPresent()) {
        String known = migrator.settings.masked(reason) + (stays.isEmpty() ? "" : "; " + stays);
        note.get().write(connection, with(run, known));
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

  /** A digest of the statements before one, as it was noted when that one began. */
  public static String digest(Iterable<SqlStatement> statements, ScriptSettings settings) {
    MessageDigest digest = sha256();
    statements.forEach(s -> add(digest, s, settings));
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Nothing else is under way, so that it is tried again where the changelog is locked. */
  private void write(Connection connection, int line, String reason) throws SQLException {
    migrator.watch.busy(step, Math.max(1, line));
    try {
      while (true) {
        try {
          once(connection, line, reason);
          return;
        } catch (SQLException e) {
          if (!retry.again(e.getSQLState() == null ? "" : e.getSQLState())) {
            throw e;
          }
        }
      }
    } finally {
      migrator.watch.idle();
    }
  }

  private void once(Connection connection, int line, String reason) throws SQLException {
    if (note.isEmpty()) {
      note = open(connection);
      if (note.isPresent() && migrator.repairs) {
        earlier = UnfinishedNote.read(connection, migrator.changelog);
        last = earlier;
      }
    }
    if (note.isPresent() && !isDoneAnew()) {
      Unfinished run =
          new Unfinished(
              step.migration().id(),
              step.direction() == Direction.DOWN,
              statement,
              line,
              digestSoFar(),
              reason);
      note.get().write(connection, run);
      last = Optional.of(run);
    }
  }

  /** A repair that begins further ahead than the earlier run got does not make less of that. */
  private boolean isDoneAnew() {
    return earlier
        .filter(e -> e.undo() == (step.direction() == Direction.DOWN) && e.statement() > statement)
        .isPresent();
  }

  private Optional<UnfinishedNote> open(Connection connection) throws SQLException {
    Optional<UnfinishedNote> opened =
        UnfinishedNote.open(
            connection,
            migrator.changelog,
            migrator.session.user(),
            migrator.session.role(),
            why -> cannot = Optional.of(migrator.settings.masked(why)));
    if (opened.isEmpty() && !toldThatItCannot && migrator.changelog.exists(connection)) {
      toldThatItCannot = true;
      migrator.listener.notice(
          "NOTICE: how far migration %s gets is not noted in the database: %s."
              .formatted(
                  step.migration(),
                  cannot.orElse(
                      "the changelog " + migrator.changelog.name() + " belongs to another user")));
    }
    return opened;
  }

  private static Unfinished with(Unfinished run, String reason) {
    return new Unfinished(run.id(), run.undo(), run.statement(), run.line(), run.before(), reason);
  }

  private String digestSoFar() {
    try {
      return HexFormat.of().formatHex(((MessageDigest) before.clone()).digest());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("Every JVM's SHA-256 can be copied.", e);
    }
  }

  /** With variables in the place of their values: the database's users can read the digest. */
  private static void add(MessageDigest digest, SqlStatement s, ScriptSettings settings) {
    digest.update(settings.unfilled(s.text()).getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256.", e);
    }
  }
}
