package dev.nof1.schema.hook;

import dev.nof1.schema.error.FailurePlace;
import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.sql.SqlProblemException;
import dev.nof1.schema.sql.SqlReader;
import dev.nof1.schema.sql.SqlStatement;
import dev.nof1.schema.sql.TransactionControl;
import dev.nof1.schema.sql.driver.StatementException;
import dev.nof1.schema.sql.driver.StatementRunner;
import java.io.IOException;
import java.io.Reader;
import java.sql.Connection;
import java.util.function.Consumer;
import org.apache.ibatis.migration.operations.ScriptRunner;

/**
 * MyBatis's script runner as hooks know it, on the connection that migrates: it neither commits nor
 * rolls back, it splits as psql does (bodies between dollar quotes stay whole), and a failure has a
 * place.
 */
final class HookScriptRunner extends ScriptRunner {
  private final ScriptSettings settings;
  private final StatementRunner statements;

  HookScriptRunner(Connection connection, ScriptSettings settings, Consumer<String> notices) {
    super(connection);
    this.settings = settings;
    this.statements = new StatementRunner(connection, settings.sessionTimeZone(), notices);
  }

  /** Runs each statement in the transaction that is open. */
  @Override
  public void runScript(Reader reader) {
    try (SqlReader script = new SqlReader(reader, settings.delimiter(), 1)) {
      for (SqlStatement s = script.next(); s != null; s = script.next()) {
        refuseTransactionControl(s);
        statements.run(s);
      }
    } catch (StatementException e) {
      throw new HookProblem(
          new FailurePlace("", e.line(), e.column()),
          e.reason() + "\n" + e.excerpt() + e.explanation(),
          e.sqlState(),
          e);
    } catch (SqlProblemException e) {
      throw new HookProblem(
          new FailurePlace("", e.line(), e.column()), String.valueOf(e.getMessage()), "", e);
    } catch (IOException e) {
      throw new HookProblem(
          new FailurePlace("", 0, 0), "its SQL cannot be read: " + e.getMessage(), "", e);
    }
  }

  private static void refuseTransactionControl(SqlStatement s) {
    if (TransactionControl.isIn(s) || TransactionControl.endsSessionLocks(s)) {
      throw new HookProblem(
          new FailurePlace("", s.line(), s.column()),
          "%s is not for a hook: its transaction is begun and ended for it"
              .formatted(String.join(" ", s.words())),
          "",
          null);
    }
  }
}
