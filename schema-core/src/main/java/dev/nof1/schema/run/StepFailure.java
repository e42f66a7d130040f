package dev.nof1.schema.run;

import dev.nof1.schema.hook.HookException;
import dev.nof1.schema.sql.SqlStatement;
import dev.nof1.schema.sql.driver.StatementException;
import java.io.IOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Failure of a step: where it stopped, and why. An {@code aftermath} is one or more sentences, each
 * with a space before it, on what was tried since: retries, the index that was dropped.
 */
sealed interface StepFailure {

  /** The server refused a statement. */
  record AtStatement(StatementException cause, String aftermath) implements StepFailure {}

  /** A statement is not sent, or must not be followed, because of what is in the database. */
  record Refused(SqlStatement statement, String reason) implements StepFailure {}

  /** A statement is not sent, because it could not be noted that it begins. */
  record NotNoted(SqlStatement statement, SQLException cause, String aftermath)
      implements StepFailure {}

  /** The server could not be asked between statements, or did not take the row after the last. */
  record AtRow(SQLException cause, String aftermath) implements StepFailure {}

  /** The row must not be written. */
  record RowRefused(String reason) implements StepFailure {}

  /** All is done but the commit; whether that took place is unknown where the connection broke. */
  record AtCommit(SQLException cause) implements StepFailure {}

  /** A hook of the migration failed: before its first statement, or after its row. */
  record AtHook(HookException cause) implements StepFailure {}

  /** The script cannot be read on. */
  record Unreadable(IOException cause) implements StepFailure {}

  /** The script is not begun: what it does could not be recorded. */
  record NotBegun(String reason, @Nullable SQLException cause) implements StepFailure {}
}
