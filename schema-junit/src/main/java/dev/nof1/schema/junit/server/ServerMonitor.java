package dev.nof1.schema.junit.server;

import dev.nof1.schema.event.MigrationListener;
import dev.nof1.schema.postgres.PostgresServer;

/** Monitor of what classes change in the server that others use too. Safe for several threads. */
public interface ServerMonitor {
  /** Monitor that looks for no changes. */
  ServerMonitor NONE = new Idle();

  /**
   * Makes the monitor of a server: none on somebody else's, where others change roles.
   *
   * @param server which
   * @param configuration says what becomes of changes
   * @return has read nothing yet
   */
  static ServerMonitor of(PostgresServer server, Configuration configuration) {
    return configuration.server() == ServerKind.EXTERNAL
            || configuration.serverChanges() == ServerChanges.IGNORE
        ? NONE
        : new ServerChangeMonitor(
            server, configuration.prefix(), configuration.serverChanges() == ServerChanges.FAIL);
  }

  /** Reads how the server is, the first time. */
  void first();

  /**
   * Records that a class, or a test with a database of its own, begins.
   *
   * @param user by its identity
   * @param testClass its name
   */
  void begin(Object user, String testClass);

  /**
   * Records that it is over, and reports what it has changed.
   *
   * @param user as it began
   * @throws dev.nof1.schema.error.DatabaseException if it changed something and that is a failure
   */
  void end(Object user);

  /**
   * Makes a listener to migrations that a test runs itself: what they change is meant to be there.
   *
   * @return for one thread at a time
   */
  MigrationListener listener();

  /**
   * Runs a task of migrations that no listener hears of.
   *
   * @param task what may change the server
   * @param <E> what it may throw
   * @throws E as the task does
   */
  <E extends Exception> void migrating(Task<E> task) throws E;

  /**
   * Task of migrations.
   *
   * @param <E> what it may throw
   */
  interface Task<E extends Exception> {
    /**
     * Runs it.
     *
     * @throws E if it fails
     */
    void run() throws E;
  }

  /** Monitor that looks for no changes. */
  final class Idle implements ServerMonitor {
    private Idle() {}

    @Override
    public void first() {}

    @Override
    public void begin(Object user, String testClass) {}

    @Override
    public void end(Object user) {}

    @Override
    public MigrationListener listener() {
      return MigrationListener.SILENT;
    }

    @Override
    public <E extends Exception> void migrating(Task<E> task) throws E {
      task.run();
    }
  }
}
