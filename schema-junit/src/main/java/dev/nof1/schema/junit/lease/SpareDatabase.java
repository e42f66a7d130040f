package dev.nof1.schema.junit.lease;

import dev.nof1.schema.event.MigrationListener;
import dev.nof1.schema.postgres.PostgresServer;
import dev.nof1.schema.testdb.Clone;
import javax.sql.DataSource;

/** Database that a proof may do with as it likes. For one thread at a time. */
public final class SpareDatabase implements AutoCloseable {
  private final TestServer lender;
  private final Clone clone;
  private final String borrower;
  private final TestDataSource dataSource;

  SpareDatabase(TestServer lender, Clone clone, String borrower) {
    this.lender = lender;
    this.clone = clone;
    this.borrower = borrower;
    this.dataSource = new TestDataSource(clone, Login.of(clone.server(), ""), borrower);
  }

  /**
   * Copies it as it is by now. Closes what is connected to it.
   *
   * @return another one, to be closed by the borrower
   */
  public SpareDatabase copy() {
    dataSource.closeLeaked();
    return new SpareDatabase(lender, lender.copy(clone), borrower);
  }

  /**
   * Opens connections to it, as the server's user.
   *
   * @return the same each time; what is still open is closed with this
   */
  public DataSource dataSource() {
    return dataSource;
  }

  /**
   * Returns its server.
   *
   * @return the JVM's
   */
  public PostgresServer server() {
    return clone.server();
  }

  /**
   * Returns its name.
   *
   * @return as in SQL
   */
  public String name() {
    return clone.name();
  }

  /**
   * Listens to migrations that are run on it: what they change in the server is meant to be there.
   *
   * @return a new one
   */
  public MigrationListener listener() {
    return lender.monitor().listener();
  }

  /**
   * Runs a task of migrations that no listener hears of, such as a bootstrap script.
   *
   * @param task what may change the server
   */
  public void migrating(Runnable task) {
    lender.monitor().migrating(task::run);
  }

  /** Gives it back. */
  @Override
  public void close() {
    dataSource.closeLeaked();
    lender.giveBack(clone, borrower);
  }
}
