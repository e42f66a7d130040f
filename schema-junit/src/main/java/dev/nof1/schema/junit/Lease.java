package dev.nof1.schema.junit;

import dev.nof1.schema.Migrations;
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

/** A database that belongs to a class or a test, until that is over. */
final class Lease implements AutoCloseable {
  private static final String OLDEST_SERVER = "14";

  private final TestRun run;
  private final Request request;
  private final Optional<SharedDatabase> shared;
  private final Login login;
  private final TestDataSource dataSource;
  private final TestDatabase database;

  // All below is guarded by this object's monitor.
  private Clone clone;
  private boolean failed;
  private boolean spoilt;

  /** Those that tests have spoilt; others may still be at work on them. Whether to keep each. */
  private final Map<Clone, Boolean> former = new LinkedHashMap<>();

  private Lease(TestRun run, Request request, Clone clone, Optional<SharedDatabase> shared) {
    this.run = run;
    this.request = request;
    this.clone = clone;
    this.shared = shared;
    this.login = shared.map(SharedDatabase::login).orElseGet(() -> run.login(clone));
    this.dataSource = new TestDataSource(clone, login, request.testClass().getName());
    this.database = new TestDatabase(login, clone.name(), dataSource);
  }

  static Lease of(TestRun run, Request request) {
    if (request.isolation() == Isolation.SHARED) {
      SharedDatabase shared = run.takeShared(request);
      return begun(new Lease(run, request, shared.database(), Optional.of(shared)));
    }
    return begun(new Lease(run, request, run.take(request), Optional.empty()));
  }

  private static Lease begun(Lease lease) {
    lease.run.begin(lease, lease.request.testClass().getName());
    return lease;
  }

  TestDatabase database() {
    return database;
  }

  Isolation isolation() {
    return request.isolation();
  }

  /** Says which test this thread opens connections for from now on. */
  void usedBy(String test) {
    dataSource.usedBy(test);
  }

  /** Says that what this thread opens from now on is the class's. */
  void usedByNobody() {
    dataSource.usedByNobody();
  }

  Migrations migrations(DataSource source) {
    // Whoever may not create a table in production may not here; migrations may.
    DataSource owner =
        source == dataSource && !login.role().isEmpty() && shared.isEmpty() ? asOwner() : source;
    return Templates.migrations(request, run.configuration(), owner, run.listener());
  }

  private synchronized DataSource asOwner() {
    return clone.server().dataSource(clone.name());
  }

  /** Lets the database stay when it is over; false where it will not. */
  synchronized boolean keep() {
    failed = true;
    return run.configuration().keep() > 0 && request.isolation() != Isolation.SHARED;
  }

  /**
   * A session whose writes are rolled back when it is closed, on a fresh database where another
   * test's could not be.
   */
  synchronized RollbackSession openRollback() throws SQLException {
    if (spoilt) {
      former.put(clone, failed);
      clone = run.take(request);
      failed = false;
      spoilt = false;
      dataSource.moveTo(clone, login);
      database.moveTo(clone.name());
    }
    Clone ours = clone;
    PGSimpleDataSource source = login.dataSource(ours.name());
    // What the driver else sets by statements would be reset with the settings of a closed view.
    source.setAssumeMinServerVersion(OLDEST_SERVER);
    Connection connection = ours.open(source::getConnection);
    try {
      return RollbackSession.begin(connection, () -> spoilt(ours));
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private synchronized void spoilt(Clone dirty) {
    spoilt |= dirty == clone;
  }

  /** Where the data of a kept database will be after the tests, if that is known. */
  Optional<Path> keptData() {
    return run.keptData();
  }

  /** Which schema it has, where nobody said which. */
  Optional<String> schemaNote() {
    return DefaultMigrations.note(request, run.configuration());
  }

  /** What the server said about this database since then. */
  synchronized List<String> log(Instant since) {
    return clone.server().logOf(clone.name(), since);
  }

  @Override
  public void close() {
    try {
      end();
    } finally {
      run.end(this);
    }
  }

  private synchronized void end() {
    dataSource.closeAndWarn(database.name());
    if (shared.isPresent()) {
      run.endShared(shared.get(), request.testClass().getName(), dataSource.sessions());
      return;
    }
    former.put(clone, failed);
    // Not before: those that had to give way to newer ones are dropped.
    former.forEach(
        (each, keep) -> {
          if (!keep || !run.keep(each)) {
            run.giveBack(each, dataSource.everybody());
          }
        });
  }
}
