package dev.nof1.schema.sql.driver;

import dev.nof1.schema.sql.SqlStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends statements to a server one at a time, on a connection whose transaction is the caller's.
 * The premise of the session, which is the caller's to make true, is put back behind each statement
 * that took a setting of it away.
 */
public final class StatementRunner {
  /**
   * Message about standard_conforming_strings: the reader splits scripts as if the setting were on.
   */
  private static final String NOT_CONFORMING =
      "standard_conforming_strings is off in this session, so the server would read the strings of this statement in another way than they are written here, and it was not sent. A statement before it, or a hook, has set it: remove that, and write strings with backslash escapes as E'…'";

  private final Connection connection;
  private final @Nullable String timeZone;
  private final Consumer<String> notices;

  /**
   * Runs on this connection, which it neither commits nor closes.
   *
   * @param connection the connection
   * @param timeZone the session's, to put back behind RESET
   * @param notices receives the server's messages (NOTICE, WARNING), such as {@code NOTICE: table
   *     "t" does not exist, skipping}
   */
  public StatementRunner(Connection connection, String timeZone, Consumer<String> notices) {
    this(connection, notices, timeZone);
  }

  private StatementRunner(
      Connection connection, Consumer<String> notices, @Nullable String timeZone) {
    this.connection = connection;
    this.timeZone = timeZone;
    this.notices = notices;
  }

  /**
   * Runs as another program would, such as psql: a session that leads its settings back has what it
   * began with.
   *
   * @param connection the connection, which is neither committed nor closed
   * @return one that drops the server's notices
   */
  public static StatementRunner withoutPremise(Connection connection) {
    return new StatementRunner(connection, notice -> {}, null);
  }

  /**
   * Runs one statement and reads away what it returns.
   *
   * @param statement the statement
   * @throws StatementException if the server refuses it or the connection is lost
   */
  public void run(SqlStatement statement) throws StatementException {
    try (Statement jdbc = connection.createStatement()) {
      if (!SessionPremise.holds(connection)) {
        throw new SQLException(NOT_CONFORMING);
      }
      // Rows are fetched in portions, so that they need not fit the memory, and to the last one:
      // SELECT f(id) FROM t has done its work only then.
      jdbc.setFetchSize(1000);
      for (boolean rows = DriverStatement.execute(jdbc, statement);
          rows || jdbc.getUpdateCount() != -1;
          rows = jdbc.getMoreResults()) {
        if (rows) {
          drain(jdbc);
        }
      }
      for (SQLWarning w = jdbc.getWarnings(); w != null; w = w.getNextWarning()) {
        notices.accept(ServerNotice.text(w));
      }
      if (timeZone != null) {
        SessionPremise.again(connection, statement, timeZone);
      }
    } catch (SQLException e) {
      throw new StatementException(statement, e);
    }
  }

  private static void drain(Statement jdbc) throws SQLException {
    try (ResultSet rows = jdbc.getResultSet()) {
      while (rows.next()) {
        // The statement was run for its effect.
      }
    }
  }
}
