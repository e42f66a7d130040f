package dev.nof1.schema.testdb;

import dev.nof1.schema.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A database made from a template, and a connection to it that was opened while nobody waited. */
public final class Clone {
  private static final Duration OLD = Duration.ofSeconds(1);
  private static final int ANSWER_SECONDS = 5;
  private static final String FIRST_STATEMENT =
      "SELECT count(*) FROM pg_class WHERE relname = 'nof1'";

  private final PostgresServer server;
  private final String name;
  private @Nullable Connection first;
  private long openedAt;

  Clone(PostgresServer server, String name) {
    this.server = server;
    this.name = name;
  }

  /**
   * The server it is on.
   *
   * @return the server
   */
  public PostgresServer server() {
    return server;
  }

  /**
   * What it is called.
   *
   * @return the database's name
   */
  public String name() {
    return name;
  }

  /**
   * Hands out the connection that was opened in advance, once. Whoever gets it closes it.
   *
   * @return empty if there was none, or it has been handed out
   */
  public synchronized Optional<Connection> takeConnection() {
    Connection connection = first;
    first = null;
    // What has been idle for long may have been cut: by a test, a firewall, idle_session_timeout.
    boolean old = System.nanoTime() - openedAt > OLD.toNanos();
    return Optional.ofNullable(connection).filter(each -> !old || answers(each));
  }

  private static boolean answers(Connection connection) {
    try {
      return connection.isValid(ANSWER_SECONDS);
    } catch (SQLException e) {
      return false;
    }
  }

  /** Opens the connection; without it the clone is as good, only slower. */
  void connect() {
    try {
      Connection connection = server.dataSource(name).getConnection();
      synchronized (this) {
        first = connection;
        openedAt = System.nanoTime();
      }
      // A backend's first statement takes a millisecond longer than those after it.
      Sql.query(connection, FIRST_STATEMENT);
    } catch (SQLException e) {
      // Whoever uses the clone will meet the same problem, and be told.
    }
  }

  void closeConnection() {
    takeConnection()
        .ifPresent(
            connection -> {
              try {
                connection.close();
              } catch (SQLException e) {
                // It was never used.
              }
            });
  }
}
