package dev.nof1.schema.junit.lease;

import dev.nof1.schema.testdb.Clone;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Database on which an application starts, and, once it has started, the original of the databases
 * of all classes that share the application: they have what it wrote. Safe for use by several
 * threads.
 *
 * <p>No {@link AutoCloseable}: JUnit would close it with the first class that knows it.
 */
public final class ApplicationStart {
  private static final AtomicInteger LAST = new AtomicInteger();

  private final int number = LAST.incrementAndGet();
  private final TestServer server;
  private final Clone clone;
  private final Request request;
  private final String application;
  private final TestDataSource dataSource;

  /** Guarded by this object's monitor. */
  private @Nullable Rest rest;

  ApplicationStart(TestServer server, Request request) {
    this.server = server;
    this.request = request;
    this.application = "the application of " + request.testClass().getName();
    this.clone = server.take(request);
    this.dataSource = new TestDataSource(clone, server.login(clone), application);
  }

  /**
   * Opens connections to it, until it is frozen. Does not pool.
   *
   * @return the same each time
   */
  public DataSource dataSource() {
    return dataSource;
  }

  /**
   * Returns the name of the database.
   *
   * @return as in SQL
   */
  public String name() {
    return clone.name();
  }

  /**
   * Ends its sessions, and lets nobody change it any more: from now on there are copies of it.
   *
   * @throws dev.nof1.schema.error.DatabaseException if the server refuses
   */
  public void freeze() {
    dataSource.closeLeaked();
    server.freeze(clone);
  }

  /**
   * Opens connections to a copy that belongs to the application itself: for what it does while no
   * class has it, and at its end.
   *
   * @return the same each time
   * @throws dev.nof1.schema.error.SchemaException if there is none
   */
  public synchronized DataSource rest() {
    if (rest == null) {
      Clone copy = server.take(request.on(started()));
      rest = new Rest(copy, new TestDataSource(copy, server.login(copy), application));
    }
    return rest.dataSource();
  }

  private record Rest(Clone copy, TestDataSource dataSource) {}

  /** Gives it back, and the templates that began as copies of it. */
  public synchronized void giveBack() {
    dataSource.closeLeaked();
    if (rest != null) {
      rest.dataSource().closeLeaked();
      server.giveBack(rest.copy(), application);
      rest = null;
    }
    server.forget(started());
    server.giveBack(clone, application);
  }

  /**
   * Returns the value that requests for copies of it have.
   *
   * @return equal each time
   */
  public StartedDatabase started() {
    return new StartedDatabase(number, clone.name());
  }
}
