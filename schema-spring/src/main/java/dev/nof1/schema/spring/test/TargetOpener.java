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

  /** Time that work in the background has to give its connection back before that is ended. */
  private static final long GRACE_NANOS = 500_000_000L;

  // All below is guarded by this object's monitor.
  private final IdentityHashMap<Connection, Target> open = new IdentityHashMap<>();
  private final IdentityHashMap<Connection, Use> lent = new IdentityHashMap<>();
  private Target target;
  private boolean draining;
  private boolean paused;
  private int loginTimeout;

  TargetOpener(Target first) {
    this.target = first;
  }

  /** Returns the target, waiting for one while there is none. */
  synchronized Target target() throws SQLException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (paused || draining) {
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
    drain();
    synchronized (this) {
      target = next;
      paused = false;
      draining = false;
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
    drain();
    synchronized (this) {
      paused = true;
      draining = false;
    }
    return endOthers();
  }

  /**
   * Lends no more connections, and waits a little for those that other threads are at work with: a
   * scheduler that looks for its next job would report an error.
   */
  private synchronized void drain() {
    draining = true;
    long deadline = System.nanoTime() + GRACE_NANOS;
    while (lent.values().stream().anyMatch(Use::mayEnd)) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return;
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /**
   * Use of a connection by the application.
   *
   * @param pooled the pool's, which must come back to it for another one to be lent
   * @param thread that asked for it
   */
  private record Use(Connection pooled, Thread thread) {
    /** Returns whether it may end while this thread waits. */
    boolean mayEnd() {
      return thread != Thread.currentThread() && thread.isAlive();
    }
  }

  /**
   * Records that the application has a connection, unless that leads to a former target, or is
   * about to.
   *
   * @param physical opened here
   * @param pooled the pool's, which must come back to it for another one to be lent
   * @return whether the application may have it
   */
  synchronized boolean lend(Connection physical, Connection pooled, Target one) {
    if (draining || !isCurrent(one) || open.get(physical) != one) {
      return false;
    }
    lent.put(physical, new Use(pooled, Thread.currentThread()));
    return true;
  }

  /** Records that the application has a connection no more; another may have it by now. */
  synchronized void returned(Connection physical, Connection pooled) {
    Use use = lent.get(physical);
    if (use != null && use.pooled() == pooled) {
      lent.remove(physical);
      notifyAll();
    }
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
                Use theirs = lent.remove(each.getKey());
                (theirs == null ? idle : used).add(each.getKey());
                if (theirs != null) {
                  pooled.add(theirs.pooled());
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
