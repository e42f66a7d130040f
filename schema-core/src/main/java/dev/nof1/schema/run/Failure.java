package dev.nof1.schema.run;

import dev.nof1.schema.error.FailurePlace;
import dev.nof1.schema.error.MigrationFailedException;
import dev.nof1.schema.hook.HookException;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.Placeholders;
import dev.nof1.schema.repository.Script;
import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.session.Advice;
import dev.nof1.schema.sql.Cause;
import dev.nof1.schema.sql.Excerpt;
import dev.nof1.schema.sql.SqlStatement;
import dev.nof1.schema.sql.SqlStates;
import dev.nof1.schema.sql.StatementException;
import dev.nof1.schema.sql.TransactionControl;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Puts into words what failed, where, what stays true and what to do next. */
final class Failure {
  /** How long a server has to say that it is still there. */
  private static final int SECONDS_TO_ANSWER = 2;

  private static final String FIX = " Fix the %s and run this again.";
  private final Migrator migrator;
  private final Step step;
  private final Script script;
  private final Progress progress;
  private final ScriptSettings settings;
  private final boolean outsideTransaction;
  private @Nullable String called;
  private int statementsDone;
  private boolean allDone;

  /** Whether the statement at hand may commit a part of its work before it fails. */
  private boolean mayCommitAPart;

  private boolean noted;
  private String limited = "";
  private FailurePlace at;

  Failure(
      Migrator migrator, Step step, Script script, Progress progress, boolean outsideTransaction) {
    this.migrator = migrator;
    this.step = step;
    this.script = script;
    this.progress = progress;
    this.settings = migrator.settings;
    this.outsideTransaction = outsideTransaction;
    this.at = new FailurePlace(script.location(), 0, 0);
  }

  /** From here on what fails without naming its place fails at this one. */
  void begins(SqlStatement s) {
    at = new FailurePlace(script.location(), s.line(), s.column());
    mayCommitAPart = TransactionControl.mayCommitAPart(s);
  }

  void statementDone() {
    statementsDone++;
  }

  /** There is no statement any more, only the row. */
  void allDone() {
    allDone = true;
    mayCommitAPart = false;
    at = new FailurePlace(script.location(), 0, 0);
  }

  /** How far the script got is known to the database, and 'repair' goes on from there. */
  void noted(boolean isNoted) {
    noted = isNoted;
  }

  /** A limit ended the statement, which is what there is to say instead of how to fix it. */
  void limited(String words) {
    limited = words;
  }

  int statementsDone() {
    return statementsDone;
  }

  int appliedNow() {
    return progress.appliedNow();
  }

  /** A statement was refused. */
  MigrationFailedException ofStatement(StatementException e, String givenUp) {
    boolean lost = isLost(e.sqlState());
    // Shown as it is in the file: where a variable was replaced, the value may be a secret.
    String source = script.sourceLine(e.line()).orElse(e.lineAsSent());
    boolean asSent = source.contains(e.lineAsSent());
    String excerpt = asSent ? Excerpt.of(source, offset(source, e.column())) : Excerpt.of(source);
    return exception(
        new FailurePlace(script.location(), e.line(), asSent ? e.column() : 0),
        "",
        e.reason() + "\n" + excerpt + e.explanation(),
        (outsideTransaction ? partlyDone() : rolledBack(lost))
            + givenUp
            + Placeholders.advice(e.reason() + e.explanation() + e.lineAsSent(), settings)
            + next(e),
        e.sqlState(),
        e);
  }

  private String next(@Nullable Throwable thrown, String whatToFix) {
    if (!limited.isEmpty()) {
      return limited
          + (noted
              ? " with the key statement_timeout=0 of the environment's file. How far it got is noted: then 'schema-cli repair' goes on from there or takes it back."
              : " with --statement-timeout=0 (the key statement_timeout=0), and run this again.");
    }
    Cause cause = Cause.of(thrown);
    if (cause == Cause.CONNECTION_LOST && isAlive()) {
      // Another server's connection, reached from this one, or what a script raises by itself.
      cause = Cause.OTHER;
    }
    Advice advice =
        Advice.of(
            cause,
            new Advice.Circumstances(
                migrator.connection, migrator.session, outsideTransaction, progress.isTogether()),
            FIX.formatted(whatToFix));
    if (!noted) {
      return advice.remedy() + advice.again();
    }
    return advice.remedy()
        + (cause == Cause.CONNECTION_LOST
            ? " How far it got is noted: when the server can be reached,"
            : " How far it got is noted: fix what was wrong, and")
        + " 'schema-cli repair' goes on from there or takes it back.";
  }

  private String next(@Nullable Throwable thrown) {
    return next(thrown, "script");
  }

  private boolean isLost(String sqlState) {
    return SqlStates.isConnectionLost(sqlState) && !isAlive();
  }

  private boolean isAlive() {
    try {
      return migrator.connection.isValid(SECONDS_TO_ANSWER);
    } catch (SQLException e) {
      return false;
    }
  }

  /** Something else was wrong: between two statements, or after all of them had run. */
  MigrationFailedException of(String what, String reason, @Nullable Exception cause) {
    return of(what, reason, cause, "");
  }

  private MigrationFailedException of(
      String what, String reason, @Nullable Exception cause, String givenUp) {
    return exception(
        at,
        what,
        reason + "\n",
        (outsideTransaction ? stays() : rolledBack(isLost(state(cause)))) + givenUp + next(cause),
        state(cause),
        cause);
  }

  /** What is remembered of it could not be written; or the server not asked before a statement. */
  MigrationFailedException ofRow(SQLException e, String givenUp) {
    return of(allDone ? "the changelog row of " : "", SqlStates.describe(e), e, givenUp);
  }

  /** Its script is not begun: what it does could not be recorded. */
  MigrationFailedException notBegun(String reason, @Nullable Exception cause) {
    return exception(
        new FailurePlace(script.location(), 0, 0),
        "",
        reason + "\n",
        "Nothing of it was run; " + progress.stands() + " Then run this again.",
        state(cause),
        cause);
  }

  /**
   * A statement is not sent, because the changelog is locked, which is to remember that it begins.
   */
  MigrationFailedException notNoted(SqlStatement s, SQLException e, String givenUp) {
    return exception(
        new FailurePlace(script.location(), s.line(), s.column()),
        "",
        "that this statement begins could not be noted in the changelog, so it was not run: "
            + SqlStates.describe(e)
            + "\n",
        (statementsDone == 0 ? "Nothing of it has run; " + progress.stands() : partlyDone())
            + givenUp
            + next(e),
        state(e),
        e);
  }

  /** A statement is not sent, because of what is in the database. */
  MigrationFailedException refused(SqlStatement s, String reason) {
    return exception(
        new FailurePlace(script.location(), s.line(), s.column()),
        "",
        reason + "\n",
        (outsideTransaction ? partlyDone() : rolledBack(false))
            + (noted ? next(null) : " Then run this again."),
        "",
        null);
  }

  private static String state(@Nullable Exception cause) {
    return cause instanceof SQLException e && e.getSQLState() != null ? e.getSQLState() : "";
  }

  private String partlyDone() {
    return progress.partlyDone(statementsDone)
        + passOver(statementsDone > 0)
        + (mayCommitAPart && !noted
            ? " Look at what the failed statement has committed: running this again runs it once more."
            : "");
  }

  private String stays() {
    return allDone
        ? progress.allDoneButNotRecorded(statementsDone) + passOver(statementsDone > 0)
        : partlyDone();
  }

  private String passOver(boolean needed) {
    return noted || !needed
        ? ""
        : " Make the script pass over what is done, or take that back by hand.";
  }

  /** A hook of this migration failed: before its first statement, or after its changelog row. */
  MigrationFailedException ofHook(HookException e) {
    boolean statementsStay = outsideTransaction && statementsDone > 0;
    return new MigrationFailedException(
        "%s at %s: %s%s%s"
            .formatted(
                what(),
                e.where(),
                settings.masked(e.reason()),
                statementsStay ? stays() : rolledBack(SqlStates.isConnectionLost(e.sqlState())),
                next(e, "hook")),
        step.migration().id(),
        e.place(),
        e.sqlState(),
        e);
  }

  private String rolledBack(boolean connectionLost) {
    return (connectionLost
            ? "The connection was lost, so the server rolls it back; "
            : "It was rolled back; ")
        + progress.stands();
  }

  private MigrationFailedException exception(
      FailurePlace place,
      String part,
      String reason,
      String rest,
      String sqlState,
      @Nullable Exception cause) {
    return new MigrationFailedException(
        what() + " at " + part + place + ": " + settings.masked(reason) + rest,
        step.migration().id(),
        place,
        sqlState,
        cause);
  }

  /** What failed, where it is no migration. */
  void called(String whatFailed) {
    called = whatFailed;
  }

  private String what() {
    if (called != null) {
      return called;
    }
    return (step.direction() == Direction.UP
            ? "Migration %s failed"
            : "Undoing migration %s failed")
        .formatted(step.migration());
  }

  private static int offset(String line, int column) {
    int characters = line.codePointCount(0, line.length());
    return line.offsetByCodePoints(0, Math.min(column - 1, characters));
  }
}
