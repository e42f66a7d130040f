package dev.nof1.schema.run;

import dev.nof1.schema.error.FailurePlace;
import dev.nof1.schema.error.MigrationFailedException;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.Placeholders;
import dev.nof1.schema.session.Advice;
import dev.nof1.schema.session.AtomicUnit;
import dev.nof1.schema.sql.Excerpt;
import dev.nof1.schema.sql.driver.Cause;
import dev.nof1.schema.sql.driver.SqlStates;
import dev.nof1.schema.sql.driver.StatementException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Puts into words what failed, where, what stays true and what to do next. */
final class FailureWords {
  /** Time for a server to answer that it is still there. */
  private static final int SECONDS_TO_ANSWER = 2;

  private final RunContext run;
  private final Step step;
  private final Progress progress;
  private final AtomicUnit unit;
  private final String called;

  /** Words on a migration's failure. */
  FailureWords(RunContext run, Step step, Progress progress, AtomicUnit unit) {
    this(
        run,
        step,
        progress,
        unit,
        (step.direction() == Direction.UP ? "Migration %s failed" : "Undoing migration %s failed")
            .formatted(step.migration()));
  }

  /**
   * Describes failures of one step.
   *
   * @param unit what of it is rolled back when it fails
   * @param called what failed
   */
  FailureWords(RunContext run, Step step, Progress progress, AtomicUnit unit, String called) {
    this.run = run;
    this.step = step;
    this.progress = progress;
    this.unit = unit;
    this.called = called;
  }

  Progress progress() {
    return progress;
  }

  /**
   * Describes one failure.
   *
   * @param attempt how far the try had got
   * @param noted whether the database knows how far, so that a repair goes on from there
   */
  MigrationFailedException of(Attempt attempt, StepFailure failure, boolean noted) {
    return new One(attempt, noted).of(failure);
  }

  /** The words for one failure. */
  private final class One {
    private final Attempt attempt;
    private final boolean noted;

    One(Attempt attempt, boolean noted) {
      this.attempt = attempt;
      this.noted = noted;
    }

    MigrationFailedException of(StepFailure failure) {
      if (failure instanceof StepFailure.AtStatement f) {
        return atStatement(f.cause(), f.aftermath());
      }
      if (failure instanceof StepFailure.Refused f) {
        return refused(f);
      }
      if (failure instanceof StepFailure.NotNoted f) {
        return notNoted(f);
      }
      if (failure instanceof StepFailure.AtRow f) {
        return between(rowOf(), SqlStates.describe(f.cause()), f.cause(), f.aftermath());
      }
      if (failure instanceof StepFailure.RowRefused f) {
        return between("", f.reason(), null, "");
      }
      if (failure instanceof StepFailure.AtCommit f) {
        return atCommit(f.cause());
      }
      if (failure instanceof StepFailure.AtHook f) {
        return atHook(f);
      }
      if (failure instanceof StepFailure.Unreadable f) {
        return between("", "cannot be read: " + f.cause().getMessage(), f.cause(), "");
      }
      return notBegun((StepFailure.NotBegun) failure);
    }

    private MigrationFailedException atStatement(StatementException e, String aftermath) {
      // Shown as it is in the file: where a variable was replaced, the value may be a secret.
      String source = step.script().sourceLine(e.line()).orElse(e.lineAsSent());
      boolean asSent = source.contains(e.lineAsSent());
      String excerpt = asSent ? Excerpt.of(source, offset(source, e.column())) : Excerpt.of(source);
      return exception(
          new FailurePlace(script(), e.line(), asSent ? e.column() : 0),
          "",
          e.reason() + "\n" + excerpt + e.explanation(),
          (statementsStay() ? partlyDone() : rolledBack(isLost(e.sqlState())))
              + aftermath
              + Placeholders.advice(e.reason() + e.explanation() + e.lineAsSent(), run.settings)
              + next(e, "script"),
          e.sqlState(),
          e);
    }

    private MigrationFailedException refused(StepFailure.Refused f) {
      return exception(
          new FailurePlace(script(), f.statement().line(), f.statement().column()),
          "",
          f.reason() + "\n",
          (statementsStay() ? partlyDone() : rolledBack(false))
              + (noted ? next(null, "script") : " Then run this again."),
          "",
          null);
    }

    private MigrationFailedException notNoted(StepFailure.NotNoted f) {
      return exception(
          new FailurePlace(script(), f.statement().line(), f.statement().column()),
          "",
          "that this statement begins could not be noted in the changelog, so it was not run: "
              + SqlStates.describe(f.cause())
              + "\n",
          (attempt.statementsDone() == 0
                  ? "Nothing of it has run; " + progress.stands()
                  : partlyDone())
              + f.aftermath()
              + next(f.cause(), "script"),
          SqlStates.of(f.cause()),
          f.cause());
    }

    private String rowOf() {
      return attempt.isAllDone() ? "the changelog row of " : "";
    }

    /** Between two statements, or after all of them had run. */
    private MigrationFailedException between(
        String part, String reason, @Nullable Exception cause, String aftermath) {
      return exception(
          attempt.at(),
          part,
          reason + "\n",
          (statementsStay() ? stays() : rolledBack(isLost(state(cause))))
              + aftermath
              + next(cause, "script"),
          state(cause),
          cause);
    }

    private MigrationFailedException atCommit(SQLException e) {
      String state = SqlStates.of(e);
      if (!SqlStates.isConnectionLost(state)) {
        return between("the commit of ", SqlStates.describe(e), e, "");
      }
      return new MigrationFailedException(
          "The connection was lost while migration %s was being committed: %s. "
              .formatted(step.migration(), SqlStates.describe(e)),
          (statementsStay()
                  ? "Its statements have taken effect and stay; it is either recorded or unfinished"
                  : "It is either applied as a whole or not at all")
              + "; 'status' shows which.",
          step.migration().id(),
          new FailurePlace(script(), 0, 0),
          state,
          progress.completed(),
          e);
    }

    private MigrationFailedException atHook(StepFailure.AtHook f) {
      boolean someStay = statementsStay() && attempt.statementsDone() > 0;
      return new MigrationFailedException(
          "%s at %s: %s"
              .formatted(called, f.cause().where(), run.settings.masked(f.cause().reason())),
          (someStay ? stays() : rolledBack(SqlStates.isConnectionLost(f.cause().sqlState())))
              + next(f.cause(), "hook"),
          step.migration().id(),
          f.cause().place(),
          f.cause().sqlState(),
          progress.completed(),
          f.cause());
    }

    private MigrationFailedException notBegun(StepFailure.NotBegun f) {
      return exception(
          new FailurePlace(script(), 0, 0),
          "",
          f.reason() + "\n",
          "Nothing of it was run; " + progress.stands() + " Then run this again.",
          state(f.cause()),
          f.cause());
    }

    private String stays() {
      return attempt.isAllDone()
          ? progress.allDoneButNotRecorded(attempt.statementsDone()) + passOver()
          : partlyDone();
    }

    private String partlyDone() {
      return progress.partlyDone(attempt.statementsDone())
          + passOver()
          + (attempt.mayCommitAPart() && !noted
              ? " Look at what the failed statement has committed: running this again runs it once more."
              : "");
    }

    private String passOver() {
      return noted || attempt.statementsDone() == 0
          ? ""
          : " Make the script pass over what is done, or take that back by hand.";
    }

    private String rolledBack(boolean connectionLost) {
      return (connectionLost
              ? "The connection was lost, so the server rolls it back; "
              : "It was rolled back; ")
          + progress.stands();
    }

    private String next(@Nullable Throwable thrown, String whatToFix) {
      if (!attempt.limit().isEmpty()) {
        return attempt.limit()
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
              new Advice.Circumstances(run.connection, run.session.settings(), unit),
              " Fix the %s and run this again.".formatted(whatToFix));
      if (!noted) {
        return advice.remedy() + advice.again();
      }
      return advice.remedy()
          + (cause == Cause.CONNECTION_LOST
              ? " How far it got is noted: when the server can be reached,"
              : " How far it got is noted: fix what was wrong, and")
          + " 'schema-cli repair' goes on from there or takes it back.";
    }
  }

  private boolean statementsStay() {
    return unit == AtomicUnit.STATEMENT;
  }

  private boolean isLost(String sqlState) {
    return SqlStates.isConnectionLost(sqlState) && !isAlive();
  }

  private boolean isAlive() {
    try {
      return run.connection.isValid(SECONDS_TO_ANSWER);
    } catch (SQLException e) {
      return false;
    }
  }

  private MigrationFailedException exception(
      FailurePlace place,
      String part,
      String reason,
      String rest,
      String sqlState,
      @Nullable Exception cause) {
    return new MigrationFailedException(
        called + " at " + part + place + ": " + run.settings.masked(reason),
        rest,
        step.migration().id(),
        place,
        sqlState,
        progress.completed(),
        cause);
  }

  private String script() {
    return step.script().location();
  }

  private static String state(@Nullable Exception cause) {
    return cause instanceof SQLException e ? SqlStates.of(e) : "";
  }

  private static int offset(String line, int column) {
    int characters = line.codePointCount(0, line.length());
    return line.offsetByCodePoints(0, Math.min(column - 1, characters));
  }
}
