package dev.nof1.schema.junit.lease;

import dev.nof1.schema.Migrations;
import dev.nof1.schema.junit.rollback.RollbackDataSource;
import dev.nof1.schema.testdb.Clone;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Database that belongs to a class or a test, until that is over. Safe for several threads. */
public final class Lease implements AutoCloseable {
  private static final String OLDEST_SERVER = "14";

  private final TestServer server;
  private final Optional<SharedDatabase> shared;
  private final Login login;
  private final TestDataSource dataSource;

  // All below is guarded by this object's monitor.
  private Request request;
  private Clone clone;
  private boolean failed;
  private boolean spoilt;

  /** Databases that tests have spoilt, and whether to keep each; others may still use them. */
  private final Map<Clone, Boolean> former = new LinkedHashMap<>();

  private Lease(TestServer server, Request request, Clone clone, Optional<SharedDatabase> shared) {
    this.server = server;
    this.request = request;
    this.clone = clone;
    this.shared = shared;
    this.login = shared.map(SharedDatabase::login).orElseGet(() -> server.login(clone));
    this.dataSource = new TestDataSource(clone, login, request.testClass().getName());
  }

  static Lease own(TestServer server, Request request) {
    return begun(new Lease(server, request, server.take(request), Optional.empty()));
  }

  static Lease shared(TestServer server, Request request) {
    SharedDatabase shared = server.takeShared(request);
    return begun(new Lease(server, request, shared.database(), Optional.of(shared)));
  }

  private static Lease begun(Lease lease) {
    lease.server.monitor().begin(lease, lease.request.testClass().getName());
    return lease;
  }

  /**
   * Returns whom tests connect as, and where.
   *
   * @return the same for the whole lease
   */
  public Login login() {
    return login;
  }

  /**
   * Returns the name of the database, which changes when a test has spoilt it.
   *
   * @return as in SQL
   */
  public synchronized String name() {
    return clone.name();
  }

  /**
   * Opens connections to the database. Does not pool.
   *
   * @return the same each time; what is still open in the end is closed, with a warning
   */
  public DataSource dataSource() {
    return dataSource;
  }

  /**
   * Records which test this thread opens connections for from now on.
   *
   * @param test its name
   */
  public void usedBy(String test) {
    dataSource.usedBy(test);
  }

  /** Records that what this thread opens from now on is the class's. */
  public void usedByNobody() {
    dataSource.usedByNobody();
  }

  /**
   * Returns the migrations, to go on from the version that the database is at.
   *
   * @param source what the test has; migrations may use another role than the test
   * @return connects to nothing yet
   */
  public synchronized Migrations migrations(DataSource source) {
    // Whoever may not create a table in production may not here; migrations may.
    DataSource owner =
        source == dataSource && !login.role().isEmpty() && shared.isEmpty() ? asOwner() : source;
    return new RequestedMigrations(request, server.configuration())
        .on(owner, server.monitor().listener());
  }

  private DataSource asOwner() {
    return clone.server().dataSource(clone.name());
  }

  /**
   * Returns whether somebody has opened a connection to it.
   *
   * @return false as long as it is like any other database of its request
   */
  public boolean isUsed() {
    return dataSource.isUsed();
  }

  /**
   * Exchanges the database, which nobody has used, for one of another request.
   *
   * @param other such as one for copies of a database on which an application has started
   * @throws dev.nof1.schema.error.SchemaException if there is none; the lease is as it was
   */
  public synchronized void exchange(Request other) {
    Clone fresh = server.take(other);
    server.giveBack(clone, dataSource.everybody());
    request = other;
    clone = fresh;
    dataSource.moveTo(fresh, login);
  }

  /**
   * Lets the database stay when it is over.
   *
   * @return false where it will not
   */
  public synchronized boolean keep() {
    failed = true;
    return server.configuration().keep() > 0 && shared.isEmpty();
  }

  /**
   * Opens a session whose writes are rolled back when it is closed, on a fresh database where the
   * writes of another test could not be.
   *
   * @return to be closed when the test is over
   * @throws SQLException if the database cannot be reached
   */
  public synchronized RollbackDataSource openRollback() throws SQLException {
    if (spoilt) {
      former.put(clone, failed);
      clone = server.take(request);
      failed = false;
      spoilt = false;
      dataSource.moveTo(clone, login);
    }
    Clone ours = clone;
    PGSimpleDataSource source = login.dataSource(ours.name());
    // What the driver else sets by statements would be reset with the settings of a closed view.
    source.setAssumeMinServerVersion(OLDEST_SERVER);
    Connection connection = ours.open(source::getConnection);
    try {
      return RollbackDataSource.begin(connection, () -> spoilt(ours));
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private synchronized void spoilt(Clone dirty) {
    spoilt |= dirty == clone;
  }

  /**
   * Returns where the data of a kept database will be after the tests.
   *
   * @return empty where that is not known
   */
  public Optional<Path> keptData() {
    return server.keptData();
  }

  /**
   * Returns which schema it has, where nobody said which.
   *
   * @return a sentence; empty where class or configuration name migrations
   */
  public synchronized Optional<String> schemaNote() {
    return DefaultMigrations.note(request, server.configuration());
  }

  /**
   * Returns the lines of the server's log that are about this database.
   *
   * @param since when the test began
   * @return the oldest first
   */
  public synchronized List<String> log(Instant since) {
    return clone.server().logOf(clone.name(), since);
  }

  /**
   * Gives the database back.
   *
   * @throws dev.nof1.schema.error.DatabaseException if its class changed what others use too
   */
  @Override
  public void close() {
    try {
      end();
    } finally {
      server.monitor().end(this);
    }
  }

  private synchronized void end() {
    dataSource.closeAndWarn(clone.name());
    if (shared.isPresent()) {
      server.endShared(shared.get(), request.testClass().getName(), dataSource.sessions());
      return;
    }
    former.put(clone, failed);
    // Not before: those that had to give way to newer ones are dropped.
    former.forEach(
        (each, keep) -> {
          if (!keep || !server.keep(each)) {
            server.giveBack(each, dataSource.everybody());
          }
        });
  }
}
