package dev.nof1.schema.junit;

import dev.nof1.schema.Migrations;
import dev.nof1.schema.testdb.Clone;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.AutoSave;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A database that belongs to a class or a test, until that is over. */
final class Lease implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MigratedDatabase.class);

  private final TestRun run;
  private final Request request;
  private final Clone clone;
  private final TestDataSource dataSource;
  private final TestDatabase database;
  private boolean kept;

  private Lease(TestRun run, Request request, Clone clone) {
    this.run = run;
    this.request = request;
    this.clone = clone;
    this.dataSource = new TestDataSource(clone);
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

  /** Says which test opens connections from now on. */
  void usedBy(String test) {
    dataSource.usedBy(test);
  }

  Migrations migrations(DataSource source) {
    return Templates.migrations(request, run.configuration(), source);
  }

  /** Lets the database stay after the test; false where it will not. */
  synchronized boolean keep() {
    if (!kept && request.isolation() != Isolation.SHARED) {
      kept = run.keep(clone);
    }
    return kept;
  }

  /** A connection that goes on after a failed statement, as one in auto-commit mode does. */
  Connection openAutosaved() throws SQLException {
    PGSimpleDataSource source = clone.server().dataSource(clone.name());
    source.setAutosave(AutoSave.ALWAYS);
    return source.getConnection();
  }

  List<String> log() {
    return clone.server().logOf(clone.name());
  }

  @Override
  public synchronized void close() {
    List<String> leakers = dataSource.closeLeaked();
    if (!leakers.isEmpty()) {
      LOG.warn(
          "{} connection(s) to {} were not closed; they are now. Opened by: {}",
          leakers.size(),
          database.name(),
          String.join(", ", new TreeSet<>(leakers)));
    }
    if (!kept && request.isolation() != Isolation.SHARED) {
      run.giveBack(clone);
    }
  }
}
