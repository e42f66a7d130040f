package dev.nof1.schema.changelog;

import dev.nof1.schema.error.DatabaseException;
import java.sql.Connection;
import java.sql.SQLException;
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
 * <p>The process that the driver was told of when it connected is the pooler's invention, never the
 * one that answers; without that nothing more is asked. A pooler in session mode does the same, so
 * a second connection tells the two apart: two clients meet on one server process, or one of them
 * changes its own, only if they do not own them.
 */
public final class Pooler {
  private static final int PATIENCE_MILLIS = 3000;
  private static final int ROUNDS = 3;

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
    boolean known = ServerProcess.isKnown(connection);
    if (known && ServerProcess.of(connection) == process) {
      return;
    }
    // Two connections that do not say whose they are may be one and the same.
    if (known ? changes(dataSource, connection, process) : changes(connection, process)) {
      throw new DatabaseException(
          "The connection goes through a pooler in transaction mode (PgBouncer or one like it), which gives each transaction to another server session. The lock that keeps other migrators out would not hold there, and settings of scripts would reach other clients. Nothing was changed. For migrations connect to the server itself, or to a pool with pool_mode=session.");
    }
  }

  private static boolean changes(Connection connection, int process) throws SQLException {
    for (int i = 0; i < ROUNDS; i++) {
      if (process(connection) != process) {
        return true;
      }
    }
    return false;
  }

  private static boolean changes(DataSource dataSource, Connection first, int process)
      throws SQLException {
    if (changes(first, process)) {
      return true;
    }
    Connection other = other(dataSource);
    if (other == null) {
      return false;
    }
    try (Connection second = other) {
      if (second.unwrap(PgConnection.class) == first.unwrap(PgConnection.class)) {
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
      return false;
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
    return ServerProcess.asked(connection);
  }
}
