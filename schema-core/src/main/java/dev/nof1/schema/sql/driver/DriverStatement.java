package dev.nof1.schema.sql.driver;

import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.sql.SqlStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.CachedQuery;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Parser;
import org.postgresql.core.Query;
import org.postgresql.core.SqlCommand;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.jdbc.PgStatement;
import org.postgresql.jdbc.PreferQueryMode;

/**
 * Executes one statement as it is written. The JDBC driver splits every text that it is given, and
 * at other places than the server: in the comment {@code /}{@code *}{@code / a; b *}{@code /} and
 * in an {@code E''} string that goes on in the next line. What its parser would not leave whole is
 * sent past it.
 *
 * <p>Either way the text is one message of the extended protocol, so that the server refuses a text
 * that holds two statements (42601); {@link #refuseQueryMode} ensures that. All else is the
 * driver's: BEGIN where auto-commit is off, time-outs and cancelling, warnings, results.
 *
 * <p>No other class touches {@code org.postgresql.core}, which is public and not promised; a test
 * holds it against the oldest and the newest release of the driver in use. Where a connection is
 * another driver's, or the driver has changed, {@link Statement#execute(String)} remains.
 */
public final class DriverStatement {
  private DriverStatement() {}

  /**
   * Executes the statement, and leaves its results to be read from JDBC's.
   *
   * @param jdbc a statement of the driver, or of a pool around it; its time-out and fetch size hold
   * @param statement what to execute; {@code {}} and {@code ?} are SQL in it
   * @return whether the first result is rows, as {@link Statement#execute(String)} returns it
   * @throws SQLException if the server refuses it or the connection is lost
   */
  public static boolean execute(Statement jdbc, SqlStatement statement) throws SQLException {
    String sql = statement.text();
    try {
      PgStatement driver = unwrapped(jdbc);
      if (driver != null && !isLeftWhole(driver, sql)) {
        return driver.executeWithFlags(whole(driver, sql), 0);
      }
    } catch (LinkageError e) {
      // A release of the driver that has moved what is used here. Nothing was sent.
    }
    // What wraps the driver's statement sees it: pools that keep account, drivers that log.
    // Braces are SQL here, not JDBC escapes.
    jdbc.setEscapeProcessing(false);
    return jdbc.execute(sql);
  }

  /**
   * Refuses a connection whose statements are sent by the simple protocol, in which the server runs
   * a text that holds two statements. Asks the driver; sends nothing.
   *
   * @param connection any; one of another driver is taken as it is
   * @throws DatabaseException if {@code preferQueryMode} of the URL is {@code simple} or {@code
   *     extendedForPrepared}
   * @throws SQLException if the connection is closed
   */
  public static void refuseQueryMode(Connection connection) throws SQLException {
    if (!connection.isWrapperFor(PgConnection.class)) {
      return;
    }
    PreferQueryMode mode = connection.unwrap(PgConnection.class).getPreferQueryMode();
    if (mode.compareTo(PreferQueryMode.EXTENDED) < 0) {
      throw new DatabaseException(
          "preferQueryMode=%s in the URL lets the server take several statements for one, so that a migration could commit in its middle. Nothing was changed. Leave preferQueryMode out for migrations; a pooler that needs it is no way to migrate (connect to the server itself)."
              .formatted(mode.value()));
    }
  }

  /**
   * Asks the driver how the transaction stands, of which the server informs it with each answer;
   * sends nothing. After the failure of a text of two statements the state shows which of them
   * failed.
   *
   * @param connection any
   * @return the state
   */
  public static TransactionState state(Connection connection) {
    try {
      if (connection.isWrapperFor(PgConnection.class)) {
        return switch (connection.unwrap(PgConnection.class).getTransactionState()) {
          case IDLE -> TransactionState.NONE;
          case OPEN -> TransactionState.OPEN;
          case FAILED -> TransactionState.FAILED;
        };
      }
    } catch (SQLException | LinkageError e) {
      // A connection that is closed, or a release of the driver that has moved what is used here.
    }
    return TransactionState.UNKNOWN;
  }

  private static @Nullable PgStatement unwrapped(Statement jdbc) {
    try {
      return jdbc instanceof PgStatement itself ? itself : jdbc.unwrap(PgStatement.class);
    } catch (SQLException e) {
      return null;
    }
  }

  private static boolean isLeftWhole(PgStatement driver, String sql) throws SQLException {
    boolean conforming = driver.getPGConnection().getStandardConformingStrings();
    List<NativeQuery> queries = Parser.parseJdbcSql(sql, conforming, false, true, false, false);
    return queries.size() == 1 && queries.get(0).nativeSql.equals(sql);
  }

  private static CachedQuery whole(PgStatement driver, String sql) throws SQLException {
    NativeQuery text = new NativeQuery(sql, new int[0], false, SqlCommand.BLANK);
    Query query = driver.getPGConnection().getQueryExecutor().wrap(List.of(text));
    return new CachedQuery(sql, query, false);
  }
}
