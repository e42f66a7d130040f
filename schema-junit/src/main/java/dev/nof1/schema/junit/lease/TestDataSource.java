package dev.nof1.schema.junit.lease;

import dev.nof1.schema.junit.server.TestLog;
import dev.nof1.schema.testdb.Clone;
import dev.nof1.schema.testdb.TemplateSpec;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgConnection;

/**
 * Data source of a clone, whose first connection is open already. It knows which test has left a
 * connection open.
 */
final class TestDataSource implements DataSource {
  private volatile Supplier<Optional<Connection>> ready;
  private volatile DataSource opener;
  private volatile Slots slots;
  private final List<Integer> sessions = new ArrayList<>();
  private final Map<Connection, String> open = new LinkedHashMap<>();
  private final Map<Thread, String> users = new ConcurrentHashMap<>();
  private final Set<String> everybody = new TreeSet<>();
  private final String owner;

  TestDataSource(Clone clone, Login login, String owner) {
    this(login.dataSource(clone.name()), ready(clone, login), clone::open, owner);
  }

  /** Opens them by another data source, for a seed. */
  private TestDataSource(DataSource opener, String owner) {
    this(opener, Optional::empty, Clone.Opener::open, owner);
  }

  /** Lends a database to somebody's code; what the code leaves open is closed, with a warning. */
  static void lend(DataSource database, String borrower, TemplateSpec.Preparation code)
      throws Exception {
    TestDataSource lent = new TestDataSource(database, borrower);
    try {
      code.prepare(lent);
    } finally {
      lent.closeAndWarn("a template");
    }
  }

  private TestDataSource(
      DataSource opener, Supplier<Optional<Connection>> ready, Slots slots, String owner) {
    this.opener = opener;
    this.slots = slots;
    this.ready = ready;
    this.owner = owner;
  }

  /** Way to a connection, also where the server has none left. */
  private interface Slots {
    Connection open(Clone.Opener opener) throws SQLException;
  }

  /** Returns the connection that is open already, unless the login is not the server's user. */
  private static Supplier<Optional<Connection>> ready(Clone clone, Login login) {
    return login.isServersUser() ? clone::takeConnection : Optional::empty;
  }

  /** Opens connections to this one from now on. */
  void moveTo(Clone other, Login login) {
    ready = ready(other, login);
    slots = other::open;
    opener = login.dataSource(other.name());
  }

  /** Records which test this thread opens connections for; tests may run in parallel. */
  void usedBy(String test) {
    users.put(Thread.currentThread(), test);
  }

  /** Records that this thread works for no test any more. */
  void usedByNobody() {
    users.remove(Thread.currentThread());
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection first = ready.get().orElse(null);
    return remember(first == null ? slots.open(opener::getConnection) : first);
  }

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    return remember(slots.open(() -> opener.getConnection(username, password)));
  }

  private synchronized Connection remember(Connection connection) throws SQLException {
    // Forgetting the closed ones each time keeps this as small as what is open.
    List<Connection> closed = new ArrayList<>();
    for (Connection each : open.keySet()) {
      if (each.isClosed()) {
        closed.add(each);
      }
    }
    closed.forEach(open::remove);
    String user = user();
    open.put(connection, user);
    everybody.add(user);
    sessions.add(connection.unwrap(PgConnection.class).getBackendPID());
    return connection;
  }

  /**
   * Names the test of this thread; a thread that code under test has made works for whichever runs.
   */
  private String user() {
    String test = users.get(Thread.currentThread());
    if (test != null) {
      return test;
    }
    Set<String> running = new TreeSet<>(users.values());
    return running.isEmpty() ? owner : String.join(" or ", running);
  }

  /** Names the tests that opened a connection; the class where none did. */
  synchronized String everybody() {
    return everybody.isEmpty() ? owner : String.join(" or ", everybody);
  }

  /** Closes what is still open, and warns of those who opened it. */
  void closeAndWarn(String database) {
    List<String> leakers = closeLeaked();
    if (!leakers.isEmpty()) {
      TestLog.write(
          System.Logger.Level.WARNING,
          "%d connection(s) to %s were not closed; they are now. Opened by: %s"
              .formatted(leakers.size(), database, String.join(", ", new TreeSet<>(leakers))));
    }
  }

  /** Returns whether somebody has opened a connection. */
  synchronized boolean isUsed() {
    return !sessions.isEmpty();
  }

  /** Returns the server's numbers of all sessions that were opened. */
  synchronized List<Integer> sessions() {
    return List.copyOf(sessions);
  }

  /** Closes what is still open, and names the tests that opened it. */
  synchronized List<String> closeLeaked() {
    List<String> leakers = new ArrayList<>();
    for (Map.Entry<Connection, String> each : open.entrySet()) {
      try {
        if (!each.getKey().isClosed()) {
          leakers.add(each.getValue());
          each.getKey().close();
        }
      } catch (SQLException e) {
        // It is of no more use to anybody.
      }
    }
    open.clear();
    return leakers;
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    throw new SQLFeatureNotSupportedException("A test's data source has no log.");
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    opener.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return opener.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return opener.getParentLogger();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(opener)) {
      return type.cast(opener);
    }
    throw new SQLException("A test's data source is no " + type.getName() + ".");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(opener);
  }
}
