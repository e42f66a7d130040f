package dev.nof1.schema;

import dev.nof1.schema.error.FailurePlace;
import dev.nof1.schema.error.MigrationFailedException;
import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.Script;
import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.sql.Excerpt;
import dev.nof1.schema.sql.SqlReader;
import dev.nof1.schema.sql.SqlStatement;
import dev.nof1.schema.sql.SqlStates;
import dev.nof1.schema.sql.StatementException;
import dev.nof1.schema.sql.StatementRunner;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/** Runs {@code bootstrap.sql}: a script like any other, but that no changelog names it. */
final class Bootstrap {
  private final Connection connection;
  private final Script script;
  private final ScriptSettings settings;
  private final StatementRunner statements;
  private final boolean outsideTransaction;
  private final KeptCustomSettings custom = new KeptCustomSettings();

  Bootstrap(
      Connection connection, Script script, ScriptSettings settings, MigrationListener listener) {
    this.connection = connection;
    this.script = script;
    this.settings = settings;
    this.statements =
        new StatementRunner(connection, text -> listener.notice(settings.masked(text)));
    this.outsideTransaction = script.directives().outsideTransaction(Direction.UP);
  }

  /** In one transaction, unless it says otherwise; the session's settings are left as they were. */
  void run() throws SQLException {
    SessionSettings session = SessionSettings.of(connection);
    connection.setAutoCommit(outsideTransaction);
    boolean done = false;
    try (SqlReader reader = script.open(Direction.UP)) {
      for (SqlStatement s = reader.next(); s != null; s = reader.next()) {
        custom.keep(connection, s);
        statements.run(s);
      }
      if (!outsideTransaction) {
        connection.commit();
      }
      done = true;
    } catch (StatementException e) {
      throw failure(e);
    } catch (IOException e) {
      throw failure(
          new FailurePlace(script.location(), 0, 0), "cannot be read: " + e.getMessage(), "", e);
    } catch (SQLException e) {
      // A deferred constraint speaks up only at the commit.
      String state = e.getSQLState() == null ? "" : e.getSQLState();
      throw failure(
          new FailurePlace(script.location(), 0, 0), SqlStates.describe(e) + "\n", state, e);
    } finally {
      leave(session, done);
    }
  }

  private void leave(SessionSettings session, boolean done) throws SQLException {
    try {
      if (!connection.isClosed()) {
        if (!connection.getAutoCommit()) {
          connection.rollback();
          connection.setAutoCommit(true);
        }
        session.restore(connection, true);
        custom.restore(connection);
      }
    } catch (SQLException e) {
      // After a failure the reason is told already, and the connection may be of no more use.
      if (done) {
        throw e;
      }
    }
  }

  private MigrationFailedException failure(StatementException e) {
    // Shown as it is in the file: where a variable was replaced, the value may be a secret.
    String line = script.sourceLine(e.line()).orElse(settings.masked(e.lineAsSent()));
    return failure(
        new FailurePlace(script.location(), e.line(), e.column()),
        e.reason() + "\n" + Excerpt.of(line) + e.explanation(),
        e.sqlState(),
        e);
  }

  private MigrationFailedException failure(
      FailurePlace place, String reason, String sqlState, Exception cause) {
    return new MigrationFailedException(
        "The bootstrap script failed at %s: %s%s"
            .formatted(
                place,
                settings.masked(reason),
                outsideTransaction
                    ? "It runs outside a transaction, so what ran before that statement stays. Take it back or out of the script, and run this again."
                    : "It was rolled back. Fix the script and run this again."),
        script.migration().id(),
        place,
        sqlState,
        cause);
  }
}
