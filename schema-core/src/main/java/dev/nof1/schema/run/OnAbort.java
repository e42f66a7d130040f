package dev.nof1.schema.run;

import dev.nof1.schema.error.FileTrouble;
import dev.nof1.schema.error.HookFailedException;
import dev.nof1.schema.error.MigrationFailedException;
import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.error.SchemaException;
import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.Script;
import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.sql.SqlProblemException;
import dev.nof1.schema.sql.SqlReader;
import dev.nof1.schema.sql.SqlStatement;
import dev.nof1.schema.sql.TransactionControl;
import dev.nof1.schema.sql.driver.SqlStates;
import dev.nof1.schema.sql.driver.StatementException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * MyBatis's {@code onabort.sql}: run once, in a transaction of its own, when {@code up} or what is
 * made of it has failed; not after {@code down} and {@code pending}.
 */
final class OnAbort {
  private final RunContext run;
  private Optional<Script> script = Optional.empty();
  private Optional<String> unreadable = Optional.empty();

  /**
   * Reads the script, long before it is needed.
   *
   * @param held gives the text as it is now
   */
  OnAbort(RunContext run, Supplier<Optional<Script>> held) {
    this.run = run;
    try {
      script = held.get();
    } catch (RepositoryException e) {
      // No reason to refuse migrations that may not fail.
      unreadable = Optional.of("onabort.sql was not run: " + e.getMessage());
    }
  }

  /** Runs the script and returns the failure with what came of it. */
  SchemaException after(SchemaException failure) {
    return script
        .map(this::ran)
        .or(() -> unreadable)
        .map(sentence -> with(failure, sentence))
        .orElse(failure);
  }

  private String ran(Script onAbort) {
    Connection connection = run.connection;
    try {
      if (connection.isClosed()) {
        return onAbort.location() + " was not run: the connection is lost.";
      }
      connection.setAutoCommit(false);
      try (SqlReader reader = onAbort.open(Direction.UP)) {
        for (SqlStatement s = reader.next(); s != null; s = reader.next()) {
          if (TransactionControl.isIn(s) || TransactionControl.endsSessionLocks(s)) {
            return "%s:%d: %s is not for this script; what it did before that was rolled back."
                .formatted(onAbort.location(), s.line(), String.join(" ", s.words()));
          }
          run.session.keepCustom(s);
          run.statements.run(s);
        }
      }
      connection.commit();
      return onAbort.location() + " was run after it.";
    } catch (StatementException e) {
      return failed("%s:%d:%d".formatted(onAbort.location(), e.line(), e.column()), e.reason());
    } catch (SqlProblemException e) {
      return failed(
          "%s:%d:%d".formatted(onAbort.location(), e.line(), e.column()),
          String.valueOf(e.getMessage()));
    } catch (SQLException e) {
      return failed(onAbort.location(), SqlStates.describe(e));
    } catch (IOException e) {
      return failed(onAbort.location(), "it cannot be read: " + FileTrouble.reason(e));
    } finally {
      run.leave();
    }
  }

  private String failed(String where, String reason) {
    ScriptSettings settings = run.settings;
    return "%s failed, too: %s; what it did was rolled back."
        .formatted(where, settings.masked(reason));
  }

  private static SchemaException with(SchemaException failure, String sentence) {
    if (failure instanceof MigrationFailedException m) {
      return new MigrationFailedException(
          m.failure(),
          m.standing() + "\n" + sentence,
          m.migration(),
          m.place(),
          m.sqlState(),
          m.completed(),
          m.getCause());
    }
    return failure instanceof HookFailedException h
        ? new HookFailedException(
            h.getMessage() + "\n" + sentence, h.place(), h.sqlState(), h.completed(), h.getCause())
        : failure;
  }
}
