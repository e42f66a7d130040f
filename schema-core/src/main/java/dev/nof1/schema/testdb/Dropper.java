package dev.nof1.schema.testdb;

import dev.nof1.schema.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Drops what tests are through with, on a thread and a connection of its own: a drop takes half as
 * long as making a copy does, which somebody may be waiting for.
 */
final class Dropper {
  /** A backend lingers for moments, a pool for as long as its owner lives. */
  private static final long RETRY_MILLIS = 500;

  private final PostgresServer server;
  private final int limit;
  private final Slots slots;
  private final Thread thread = new Thread(this::work, "nof1-test-databases-dropper");

  /** Used by the thread alone, and opened when there is something to drop. */
  private @Nullable Connection connection;

  // All below is guarded by this object's monitor.
  private final Deque<Over> garbage = new ArrayDeque<>();
  private final Deque<Over> stuck = new ArrayDeque<>();
  private boolean leisure;
  private boolean closed;

  /**
   * Does nothing before it is started.
   *
   * @param server whose databases they are
   * @param limit how many may wait for leisure
   * @param slots where its connection comes from
   */
  Dropper(PostgresServer server, int limit, Slots slots) {
    this.server = server;
    this.slots = slots;
    this.limit = limit;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /**
   * A clone that is to be dropped, to which we hold no connection.
   *
   * @param user who used it, for the log
   */
  record Over(String database, String user) {}

  void add(Clone clone, String user) {
    // It may be long until it is dropped, and a server has only so many connections.
    clone.closeConnection();
    enqueue(new Over(clone.name(), user));
  }

  private synchronized void enqueue(Over over) {
    garbage.add(over);
    // Its user may have gone meanwhile; two, so that they grow fewer even if this one gets stuck.
    for (int i = 0; i < 2 && !stuck.isEmpty(); i++) {
      garbage.add(stuck.remove());
    }
    notifyAll();
  }

  /** Says whether there is nothing else to do on the server. */
  synchronized void leisure(boolean nothingElse) {
    leisure = nothingElse;
    notifyAll();
  }

  /** Ends the work, after the drop that is under way. Returns what has not been dropped. */
  List<Over> close() throws InterruptedException {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    thread.join();
    synchronized (this) {
      List<Over> left = new ArrayList<>(garbage);
      left.addAll(stuck);
      return left;
    }
  }

  private void work() {
    try {
      for (Over over = next(); over != null; over = next()) {
        drop(over);
      }
      if (connection != null) {
        connection.close();
      }
    } catch (InterruptedException | SQLException e) {
      // Nobody interrupts it but the end of the JVM; and a connection may go with its server.
    }
  }

  private synchronized @Nullable Over next() throws InterruptedException {
    while (!closed) {
      if (!garbage.isEmpty() && (leisure || garbage.size() > limit)) {
        return garbage.remove();
      }
      if (leisure && !stuck.isEmpty()) {
        wait(RETRY_MILLIS);
        garbage.addAll(stuck);
        stuck.clear();
      } else {
        wait();
      }
    }
    return null;
  }

  private void drop(Over over) {
    boolean dropped = false;
    try {
      dropped = Clones.tryDrop(server, connection(), over.database(), over.user());
    } catch (SQLException e) {
      // Dropping is tidiness; if the server is gone, the next request fails and says so.
    }
    if (!dropped) {
      // A connection pool that outlives the test, such as that of a cached Spring context, still
      // has it, or its backend lingers. It is tried again, and goes with the server or the run.
      synchronized (this) {
        stuck.add(over);
      }
    }
  }

  private Connection connection() throws SQLException {
    if (connection == null || connection.isClosed()) {
      connection = slots.open(server.dataSource(server.maintenanceDatabase()));
    }
    return connection;
  }
}
