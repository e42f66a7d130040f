package dev.nof1.schema.session;

import dev.nof1.schema.error.DatabaseException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgConnection;

/**
 * Finds out whether a pooler between here and the server gives each transaction to another server
 * session (PgBouncer: {@code pool_mode=transaction}), where neither the migration lock nor settings
 * can hold.
 *
 * <p>The process whose number the driver received when it connected is the pooler's invention,
 * never the one that answers; without that nothing more is asked. A pooler in session mode does the
 * same, so a second connection distinguishes the two: two clients meet on one server process, or
 * one of them changes its own, only if they do not own them.
 */
public final class Pooler {
  private static final int PATIENCE_MILLIS = 3000;
  private static final int ROUNDS = 3;

  /** A prepared statement that another client has left behind, or one that it has taken away. */
  private static final Set<String> SHARED_SESSION = Set.of("42P05", "26000");

  private Pooler() {}

  /**
   * Refuses such a pooler. May open a second connection for a moment, and waits for one three
   * seconds at most.
   *
   * @param dataSource where the connection is from
   * @param connection the one that is to migrate, in autocommit mode
   * @throws DatabaseException if there is one; nothing was changed
   * @throws SQLException if the server cannot be asked
   */
  public static void refuse(DataSource dataSource, Connection connection) throws SQLException {
    int process = process(connection);
    if (BackendProcess.isKnown(connection) && BackendProcess.of(connection) == process) {
      return;
    }
    if (changes(dataSource, connection, process)) {
      throw new DatabaseException(
          "The connection goes through a pooler in transaction mode (PgBouncer or one like it), which gives each transaction to another server session. The lock that keeps other migrators out would not hold there, and settings of scripts would reach other clients. Nothing was changed. For migrations connect to the server itself, or to a pool with pool_mode=session.");
    }
  }

  private static boolean changes(DataSource dataSource, Connection first, int process)
      throws SQLException {
    for (int i = 0; i < ROUNDS; i++) {
      if (process(first) != process) {
        return true;
      }
    }
    Connection other = other(dataSource);
    if (other == null) {
      return false;
    }
    try (Connection second = other) {
      if (areOne(first, second)) {
        return false;
      }
      boolean autoCommit = second.getAutoCommit();
      int network = second.getNetworkTimeout();
      second.setNetworkTimeout(Runnable::run, PATIENCE_MILLIS);
      second.setAutoCommit(false);
      boolean met = false;
      for (int i = 0; i < ROUNDS && !met; i++) {
        // Keeps its server process until the transaction ends.
        met = process(second) == process || process(first) != process;
        second.rollback();
        // The one that was given back last is the first to be given away.
        met = met || process(first) != process;
      }
      second.setAutoCommit(autoCommit);
      second.setNetworkTimeout(Runnable::run, network);
      return met;
    } catch (SQLException e) {
      return SHARED_SESSION.contains(String.valueOf(e.getSQLState()));
    }
  }

  /** Checks whether the data source has a single connection, and lends it twice. */
  private static boolean areOne(Connection first, Connection second) throws SQLException {
    if (BackendProcess.isKnown(first) && BackendProcess.isKnown(second)) {
      return second.unwrap(PgConnection.class) == first.unwrap(PgConnection.class);
    }
    // What is set for an open transaction is seen in that transaction only.
    first.setAutoCommit(false);
    try {
      text(first, "SELECT set_config('nof1_schema.one', 'yes', true)");
      return "yes".equals(text(second, "SELECT current_setting('nof1_schema.one', true)"));
    } finally {
      first.rollback();
      first.setAutoCommit(true);
    }
  }

  private static @Nullable String text(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  /**
   * A second connection; null where it is not to be had soon: a pool of one, or a pooler in session
   * mode that has one session, lets it wait for the first.
   */
  private static @Nullable Connection other(DataSource dataSource) {
    CompletableFuture<Connection> connected = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                Connection connection = dataSource.getConnection();
                if (!connected.complete(connection)) {
                  connection.close();
                }
              } catch (SQLException | RuntimeException e) {
                connected.completeExceptionally(e);
              }
            },
            "nof1-schema-pooler");
    thread.setDaemon(true);
    thread.start();
    try {
      return connected.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // Either it came just now, or nobody will take it any more.
      return connected.cancel(false) ? null : connected.join();
    } catch (ExecutionException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      connected.cancel(false);
      return null;
    }
  }

  private static int process(Connection connection) throws SQLException {
    return BackendProcess.asked(connection);
  }
}
