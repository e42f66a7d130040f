package dev.nof1.schema.junit.contract;

import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.sql.Delimiter;
import dev.nof1.schema.sql.SqlProblemException;
import dev.nof1.schema.sql.SqlReader;
import dev.nof1.schema.sql.SqlStatement;
import dev.nof1.schema.sql.driver.SqlStates;
import dev.nof1.schema.sql.driver.StatementException;
import dev.nof1.schema.sql.driver.StatementRunner;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * SQL on a connection that nothing of ours has touched: in auto-commit mode, statement by
 * statement.
 */
final class PlainSql {
  private PlainSql() {}

  /** Runs it; returns what is wrong with it, if something is. */
  static Optional<String> run(DataSource database, String sql) {
    try (Connection connection = database.getConnection();
        SqlReader reader = new SqlReader(new StringReader(sql), Delimiter.SEMICOLON, 1)) {
      StatementRunner runner = StatementRunner.withoutPremise(connection);
      for (SqlStatement s = reader.next(); s != null; s = reader.next()) {
        runner.run(s);
      }
      return Optional.empty();
    } catch (StatementException e) {
      return Optional.of(
          "Line %d, column %d: %s\n%s%s"
              .formatted(e.line(), e.column(), e.reason(), e.excerpt(), e.explanation()));
    } catch (SqlProblemException e) {
      return Optional.of("Line %d, column %d: %s.".formatted(e.line(), e.column(), e.getMessage()));
    } catch (IOException e) {
      return Optional.of(e.getMessage() + ".");
    } catch (SQLException e) {
      throw new DatabaseException(
          "The database of a proof cannot be used: " + SqlStates.describe(e) + ".", e);
    }
  }
}
