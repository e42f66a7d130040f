package dev.nof1.schema.scratch;

import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.sql.Delimiter;
import dev.nof1.schema.sql.SqlProblemException;
import dev.nof1.schema.sql.SqlReader;
import dev.nof1.schema.sql.SqlStatement;
import dev.nof1.schema.sql.driver.ChangedSettings;
import dev.nof1.schema.sql.driver.SessionPremise;
import dev.nof1.schema.sql.driver.SqlStates;
import dev.nof1.schema.sql.driver.StatementException;
import dev.nof1.schema.sql.driver.StatementRunner;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A file that declares a whole schema. */
record TargetFile(Path file, String text) {

  /** Reads it, before anything is started for it. */
  static TargetFile of(Path file) {
    try {
      return new TargetFile(file, Files.readString(file));
    } catch (IOException e) {
      throw new RepositoryException(
          "The file %s cannot be read: %s. Nothing was compared.".formatted(file, reason(e)), e);
    }
  }

  /** Runs it on an empty database, each statement for itself. */
  void run(DataSource database, String timeZone) {
    try (SqlReader statements = new SqlReader(new StringReader(text), Delimiter.SEMICOLON, 1);
        Connection connection = database.getConnection();
        ChangedSettings session = SessionPremise.begin(connection, timeZone)) {
      StatementRunner runner = new StatementRunner(connection, timeZone, notice -> {});
      for (SqlStatement s = statements.next(); s != null; s = statements.next()) {
        runner.run(s);
      }
    } catch (StatementException e) {
      throw new DatabaseException(
          "%s:%d:%d: %s\n%s%s"
              .formatted(file, e.line(), e.column(), e.reason(), e.excerpt(), e.explanation())
              .stripTrailing(),
          e);
    } catch (SqlProblemException e) {
      throw new RepositoryException(
          "%s:%d:%d: %s.".formatted(file, e.line(), e.column(), e.getMessage()), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new DatabaseException(
          "The scratch database cannot be used: " + SqlStates.describe(e) + ".", e);
    }
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file";
    }
    return e instanceof CharacterCodingException
        ? "it is not UTF-8 text"
        : String.valueOf(e.getMessage());
  }
}
