package dev.nof1.schema.junit;

import dev.nof1.schema.Migrations;
import dev.nof1.schema.testdb.Clone;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A database that belongs to a class or a test, until that is over. */
final class Lease implements AutoCloseable {
  private final TestRun run;
  private final Request request;
  private final Clone clone;
  private final TestDataSource dataSource;
  private final TestDatabase database;
  private boolean failed;

  private Lease(TestRun run, Request request, Clone clone) {
    this.run = run;
    this.request = request;
    this.clone = clone;
    this.dataSource = new TestDataSource(clone, request.testClass().getName());
    this.database = new TestDatabase(clone.server(), clone.name(), dataSource);
  }

  static Lease of(TestRun run, Request request) {
    return new Lease(
        run,
        request,
        request.isolation() == Isolation.SHARED ? run.takeShared(request) : run.take(request));
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
    return Templates.migrations(request, run.configuration(), source);
  }

  /** Lets the database stay when it is over; false where it will not. */
  synchronized boolean keep() {
    failed = true;
    return run.configuration().keep() > 0 && request.isolation() != Isolation.SHARED;
  }

  /** A session whose writes are rolled back when it is closed. */
  RollbackSession openRollback() throws SQLException {
    PGSimpleDataSource source = clone.server().dataSource(clone.name());
    // Else each statement would add a savepoint, and with it a lock, until the server has no more.
    source.setCleanupSavePoints(true);
    Connection connection = clone.open(source::getConnection);
    try {
      return RollbackSession.begin(connection);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
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
  List<String> log(Instant since) {
    return clone.server().logOf(clone.name(), since);
  }

  @Override
  public synchronized void close() {
    dataSource.closeAndWarn(database.name());
    if (request.isolation() == Isolation.SHARED) {
      return;
    }
    // Not before: those that had to give way to newer ones are dropped.
    if (!failed || !run.keep(clone)) {
      run.giveBack(clone, dataSource.everybody());
    }
  }
}
