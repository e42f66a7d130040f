package dev.nof1.schema.spring.test;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * Opener of the pool's connections, which leads to one target after the other. It knows which
 * target each connection is of, so that none of a former one is used. Safe for use by several
 * threads.
 */
final class TargetOpener extends AbstractDataSource {
  /** Time for which whoever asks while the tests go on to another database waits for it. */
  private static final long PATIENCE_NANOS = 30_000_000_000L;

  // All below is guarded by this object's monitor.
  private final IdentityHashMap<Connection, Target> open = new IdentityHashMap<>();
  private final IdentityHashMap<Connection, Connection> lent = new IdentityHashMap<>();
  private Target target;
  private boolean paused;
  private int loginTimeout;

  TargetOpener(Target first) {
    this.target = first;
  }

  /** Returns the target, waiting for one while there is none. */
  synchronized Target target() throws SQLException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (paused) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new SQLException(
            "The application's database is being copied for the tests, and that takes too long.");
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new SQLException("Interrupted while waiting for the database of a test.", e);
      }
    }
    return target;
  }

  /** Returns the target, whether or not it may be used by now. */
  synchronized Target last() {
    return target;
  }

  synchronized boolean isCurrent(Target one) {
    return one == target && !paused;
  }

  /**
   * Opens connections to another target from now on, and ends those that there are.
   *
   * @return the pool's connections that somebody still had
   */
  List<Connection> switchTo(Target next) {
    synchronized (this) {
      target = next;
      paused = false;
      notifyAll();
    }
    return endOthers();
  }

  /**
   * Opens no connections until the next switch, and ends those that there are.
   *
   * @return the pool's connections that somebody still had
   */
  List<Connection> pause() {
    synchronized (this) {
      paused = true;
    }
    return endOthers();
  }

  /**
   * Records that the application has a connection.
   *
   * @param physical opened here
   * @param pooled the pool's, which must come back to it for another one to be lent
   */
  synchronized void lent(Connection physical, Connection pooled) {
    lent.put(physical, pooled);
  }

  /** Records that the application has a connection no more. */
  synchronized void returned(Connection physical) {
    lent.remove(physical);
  }

  /** Returns whether a connection leads to a target, and that is the current one. */
  synchronized boolean isOf(Connection physical, Target one) {
    return isCurrent(one) && open.get(physical) == one;
  }

  private List<Connection> endOthers() {
    List<Connection> idle = new ArrayList<>();
    List<Connection> used = new ArrayList<>();
    List<Connection> pooled = new ArrayList<>();
    synchronized (this) {
      open.entrySet()
          .removeIf(
              each -> {
                if (each.getValue() == target && !paused) {
                  return false;
                }
                Connection theirs = lent.remove(each.getKey());
                (theirs == null ? idle : used).add(each.getKey());
                if (theirs != null) {
                  pooled.add(theirs);
                }
                return true;
              });
    }
    for (Connection each : idle) {
      end(each::close);
    }
    for (Connection each : used) {
      // Another thread may be in the middle of a statement, which close() would wait for.
      end(() -> each.abort(Runnable::run));
    }
    return pooled;
  }

  private interface End {
    void run() throws SQLException;
  }

  private static void end(End end) {
    try {
      end.run();
    } catch (SQLException e) {
      // It is of no more use to anybody.
    }
  }

  @Override
  public Connection getConnection() throws SQLException {
    while (true) {
      Target now = target();
      Connection connection = now.dataSource().getConnection();
      synchronized (this) {
        if (isCurrent(now)) {
          open.keySet().removeIf(TargetOpener::isClosed);
          open.put(connection, now);
          return connection;
        }
      }
      connection.close();
    }
  }

  private static boolean isClosed(Connection connection) {
    try {
      return connection.isClosed();
    } catch (SQLException e) {
      return true;
    }
  }

  /** Keeps what the pool sets: at its end it waits that long for connections in the making. */
  @Override
  public synchronized void setLoginTimeout(int seconds) {
    loginTimeout = seconds;
  }

  @Override
  public synchronized int getLoginTimeout() {
    return loginTimeout;
  }

  /** Ignores user and password, which are those of another server. */
  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    return getConnection();
  }
}
