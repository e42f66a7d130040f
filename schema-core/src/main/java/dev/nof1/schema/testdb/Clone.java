package dev.nof1.schema.testdb;

import dev.nof1.schema.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A database made from a template, and a connection to it that was opened while nobody waited. */
public final class Clone {
  private final PostgresServer server;
  private final String name;
  private final Slots slots;
  private @Nullable ReadyConnection first;

  Clone(PostgresServer server, String name, Slots slots) {
    this.server = server;
    this.name = name;
    this.slots = slots;
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
   * Names the database.
   *
   * @return the database's name
   */
  public String name() {
    return name;
  }

  /**
   * Hands out the connection that was opened in advance, once. Whoever gets it closes it.
   *
   * @return empty if there was none, it has been handed out, or one that is opened now would differ
   */
  public Optional<Connection> takeConnection() {
    ReadyConnection ready = giveUpFirst();
    return ready == null ? Optional.empty() : ready.ifLikeNew();
  }

  /**
   * Opens a connection. Where the server has none left, those that are open in advance, of all
   * clones, are closed for it, and it is tried again for two seconds.
   *
   * @param opener how it is opened
   * @return a connection, to be closed by whoever gets it
   * @throws SQLException as the opener does; with advice where the server is full (53300)
   */
  public Connection open(Opener opener) throws SQLException {
    return slots.open(opener);
  }

  /** A way to open a connection. */
  @FunctionalInterface
  public interface Opener {
    /**
     * Opens a connection.
     *
     * @return a new one
     * @throws SQLException if there is none to be had
     */
    Connection open() throws SQLException;
  }

  /** Opens the connection; without it the clone is as good, only slower. */
  void connect() {
    if (!slots.allowIdle()) {
      return;
    }
    try {
      ReadyConnection ready = ReadyConnection.open(server.dataSource(name));
      synchronized (this) {
        first = ready;
      }
      if (!slots.allowIdle()) {
        // Somebody lacked one meanwhile.
        closeConnection();
      }
    } catch (SQLException e) {
      if (Slots.isFull(e)) {
        slots.lacking();
      }
      // Else the user of the clone meets the same problem, and gets the exception.
    }
  }

  void closeConnection() {
    ReadyConnection ready = giveUpFirst();
    if (ready != null) {
      ready.close();
    }
  }

  private synchronized @Nullable ReadyConnection giveUpFirst() {
    ReadyConnection ready = first;
    first = null;
    return ready;
  }
}
