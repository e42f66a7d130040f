package dev.nof1.schema.spring.test;

import dev.nof1.schema.junit.ApplicationDatabase;
import dev.nof1.schema.junit.Isolation;
import dev.nof1.schema.junit.lease.ApplicationStart;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * Data source of an application under test. It leads to the database that the application starts
 * on, and then to that of each class or test that has the application; in between, and at the
 * application's end, to one of the application's own. Safe for use by several threads.
 */
final class SwitchedDataSource extends AbstractDataSource implements DisposableBean {
  private final String database;
  private final Optional<ApplicationStart> start;
  private final TargetOpener opener;
  private final ConnectionPool pool;
  private final ApplicationMemory memory;
  private boolean started;
  private volatile boolean closed;

  private SwitchedDataSource(
      String database,
      Optional<ApplicationStart> start,
      Target first,
      Environment environment,
      ConfigurableListableBeanFactory beans) {
    this.database = database;
    this.start = start;
    this.opener = new TargetOpener(first);
    this.pool = ConnectionPool.of(opener, environment);
    this.memory = new ApplicationMemory(beans);
  }

  /**
   * Makes the data source of an application that starts for the class that is running.
   *
   * @param environment with the application's settings, where they are about this data source
   * @param declared whose databases it leads to
   */
  static SwitchedDataSource start(
      Environment environment, ConfigurableListableBeanFactory beans, DeclaredDatabase declared) {
    RunningClass running =
        RunningClasses.current()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "The application starts for a test class that dev.nof1.schema.spring.test.DatabaseTestListener knows nothing of. Does the class have @TestExecutionListeners without mergeMode = MERGE_WITH_DEFAULTS?"));
    ApplicationDatabase database = running.database(declared.name());
    Optional<DataSource> used = database.usedBeforeStart();
    if (used.isPresent()) {
      return new SwitchedDataSource(
          declared.name(),
          Optional.empty(),
          new Target(running.name(), used.get(), true),
          environment,
          beans);
    }
    ApplicationStart start =
        ApplicationSettings.of(environment, beans, declared.namesMigrations()).lease(database);
    return new SwitchedDataSource(
        declared.name(),
        Optional.of(start),
        new Target("the application's start", start.dataSource(), true),
        environment,
        beans);
  }

  /** Returns the name of the database among those of a class; may be empty. */
  String database() {
    return database;
  }

  /** Returns whether no other class can have the application, because one's rows are in it. */
  boolean isOfOneClass() {
    return start.isEmpty();
  }

  boolean isClosed() {
    return closed;
  }

  /** Ends the start, once: what the application has written is in the databases of all classes. */
  synchronized void endStart() {
    if (!started) {
      started = true;
      start.ifPresent(
          database -> {
            letGo(opener.pause());
            database.freeze();
          });
    }
  }

  /** Leads to the database of a class that has the application, and of the classes in it. */
  void use(RunningClass running) {
    if (isOfOneClass() || closed) {
      return;
    }
    ApplicationDatabase its = running.database(database);
    start.ifPresent(each -> running.startedOn(each, its));
    if (its.isolation() == Isolation.METHOD) {
      rest();
    } else {
      switchTo(new Target(running.name(), its.dataSource(), true));
    }
  }

  /** Leads to the database or session of one test. */
  void use(String test, ApplicationDatabase its) {
    boolean session = its.isolation() == Isolation.ROLLBACK;
    switchTo(new Target(test, its.dataSource(), !session));
  }

  /** Leads to the application's own. */
  void rest() {
    if (closed) {
      return;
    }
    start.ifPresent(database -> switchTo(new Target("no test class", database.rest(), true)));
  }

  private void switchTo(Target next) {
    if (closed) {
      return;
    }
    if (!opener.last().isLike(next) || !opener.isCurrent(opener.last())) {
      letGo(opener.switchTo(next));
      memory.forget();
    }
  }

  /** Empties the pool; whoever has forgotten to close a connection must not use it up. */
  private void letGo(List<Connection> forgotten) {
    for (Connection each : forgotten) {
      try {
        pool.evict(each);
      } catch (SQLException e) {
        // It is of no more use to anybody.
      }
    }
    pool.evictAll();
  }

  @Override
  public Connection getConnection() throws SQLException {
    while (true) {
      Target target = opener.target();
      if (!target.pooled()) {
        return guarded(target.dataSource().getConnection(), target, null);
      }
      Connection connection = pool.connection();
      Connection physical = (Connection) connection.unwrap(PGConnection.class);
      if (opener.lend(physical, connection, target)) {
        return guarded(connection, target, physical);
      }
      pool.evict(connection);
      connection.close();
    }
  }

  private Connection guarded(Connection connection, Target target, @Nullable Connection physical) {
    String thread = Thread.currentThread().getName();
    return GuardedConnection.of(
        connection,
        () -> opener.isCurrent(target),
        () -> over(thread, target),
        () -> {
          if (physical != null) {
            opener.returned(physical, connection);
          }
        });
  }

  private String over(String thread, Target former) {
    return "This connection, opened by thread '%s', is to the database of %s; the tests have switched the application to that of %s. Let background work end with its test, or open a connection for each piece of work."
        .formatted(thread, former.name(), opener.last().name());
  }

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    return getConnection();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    DataSource inner = pool.dataSource();
    return type.isInstance(inner) ? type.cast(inner) : super.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(pool.dataSource()) || super.isWrapperFor(type);
  }

  @Override
  public void destroy() {
    closed = true;
    pool.close();
    if (!EndOfJvm.hasBegun()) {
      start.ifPresent(ApplicationStart::giveBack);
    }
  }
}
