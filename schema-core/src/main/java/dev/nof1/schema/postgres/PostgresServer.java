package dev.nof1.schema.postgres;

import dev.nof1.schema.postgres.process.ServerLog;
import java.time.Instant;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A running PostgreSQL server on which databases may be created, wherever it came from.
 *
 * <p>Implementations are safe for use by several threads.
 */
public interface PostgresServer extends AutoCloseable {

  /**
   * Host that the server listens on.
   *
   * @return a name or an address; with several in an external server's URL, the first
   */
  String host();

  /**
   * Port that the server listens on.
   *
   * @return the port on {@link #host()}
   */
  int port();

  /**
   * User to connect as, who may create databases.
   *
   * @return a role
   */
  String user();

  /**
   * The user's password.
   *
   * @return a secret; empty when none was given and the driver finds out by itself
   */
  String password();

  /**
   * PostgreSQL's version.
   *
   * @return such as 18.6
   */
  String version();

  /**
   * A database that is always there, to be connected to when others are created or dropped.
   *
   * @return its name
   */
  String maintenanceDatabase();

  /**
   * The address of a database, without user and password.
   *
   * @param database its name; it need not exist
   * @return a URL for {@link java.sql.DriverManager}
   */
  String jdbcUrl(String database);

  /**
   * Opens connections to a database as {@link #user()}. Does not connect, and does not pool.
   *
   * @param database its name; it need not exist yet
   * @return a data source of its own, to be changed as one likes
   */
  PGSimpleDataSource dataSource(String database);

  /**
   * Reads the server's log lines about sessions in a database.
   *
   * @param database its name
   * @return up to {@value #LOG_LINES} lines, newest last, continuation lines included; empty where
   *     there is no log at hand, or where a {@code log_line_prefix} of one's own hides the database
   */
  List<String> logOf(String database);

  /**
   * Reads the server's log lines about sessions in a database since a moment. Older lines are left
   * out where the log's time zone is UTC, as it is on the servers that this library starts.
   *
   * @param database its name
   * @param since the moment, by the server's clock
   * @return as {@link #logOf(String)}
   */
  default List<String> logOf(String database, Instant since) {
    return ServerLog.since(logOf(database), since);
  }

  /** Most lines that {@link #logOf(String)} returns. */
  int LOG_LINES = ServerLog.MAX_LINES;

  /** Gives the server up: stops what was started for this, and nothing else. */
  @Override
  void close();
}
