package dev.nof1.schema.testdb;

import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.postgres.EmbeddedServer;
import dev.nof1.schema.postgres.PostgresServer;
import dev.nof1.schema.sql.driver.SqlStates;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes clones on a connection of its own, which on a server that others use too holds the lock
 * that says that this run is alive. For one thread at a time.
 */
final class CloneMaker {
  /** Number of lines of the server's log in a message. */
  private static final int LINES = 10;

  private final PostgresServer server;
  private final Names names;
  private final Slots slots;
  private Connection admin;
  private final AtomicInteger made = new AtomicInteger();

  CloneMaker(PostgresServer server, Names names, Slots slots) throws SQLException {
    this.server = server;
    this.slots = slots;
    this.names = names;
    this.admin = connect();
  }

  private Connection connect() throws SQLException {
    Connection connection = slots.open(server.dataSource(server.maintenanceDatabase()));
    if (names.shared()) {
      // The lock must not go because nobody wants a clone for a while.
      Sql.query(
          connection,
          "SELECT set_config(name, '0', false) FROM pg_settings WHERE name = 'idle_session_timeout'");
      Sql.tryLock(connection, names.lock(names.run()));
    }
    return connection;
  }

  Connection admin() {
    return admin;
  }

  /**
   * Gives a clone that is not made yet, with a name that no other has. Safe for use by several
   * threads.
   */
  Clone unmade() {
    return new Clone(server, names.clone(made.incrementAndGet()), slots);
  }

  /**
   * Makes one.
   *
   * @throws DatabaseException if it cannot be made, with the reason and what to do
   */
  Clone make(Template template) {
    Clone clone = unmade();
    try {
      create(template, clone);
      return clone;
    } catch (SQLException e) {
      throw new DatabaseException(
          "A test database could not be made from %s: %s.%s"
              .formatted(template.name(), SqlStates.describe(e), advice(e)),
          e);
    }
  }

  /**
   * Creates the clone, and retries where the connection was lost: on a server that others run, idle
   * connections may be cut.
   */
  private void create(Template template, Clone clone) throws SQLException {
    try {
      Clones.create(admin, server, template.name(), clone.name());
    } catch (SQLException e) {
      if (!SqlStates.isConnectionLost(state(e))) {
        throw e;
      }
      admin = connect();
      Clones.create(admin, server, template.name(), clone.name());
    }
  }

  private String advice(SQLException e) {
    if (SqlStates.isConnectionLost(state(e)) || SqlStates.isConnectFailure(e)) {
      return " The server has ended or cannot be reached any more."
          + (server instanceof EmbeddedServer embedded
              ? " It said last:\n" + embedded.logTail(LINES)
              : "");
    }
    return switch (state(e)) {
      case "53100" -> " Make room on the server's disk.";
      case "53300" -> " Run fewer tests at once, or raise max_connections.";
      case "3D000", "55006" -> " Somebody has dropped the template, or is connected to it.";
      default -> "";
    };
  }

  private static String state(SQLException e) {
    return String.valueOf(e.getSQLState());
  }
}
