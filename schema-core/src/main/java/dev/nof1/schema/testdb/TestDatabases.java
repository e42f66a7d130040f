package dev.nof1.schema.testdb;

import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.error.SchemaException;
import dev.nof1.schema.error.ServerException;
import dev.nof1.schema.postgres.PostgresServer;
import dev.nof1.schema.sql.driver.SqlStates;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gives databases to tests: each a clone of a template, made by a thread of its own before it is
 * asked for.
 *
 * <p>Safe for use by several threads. Takes a connection to the server's maintenance database for
 * as long as it lives, and from the first clone that is given back on a second one.
 *
 * <p>Over 300 lines because all that one monitor guards is read best in one place.
 */
public final class TestDatabases implements AutoCloseable {
  private static final int UNUSED_TEMPLATES_STAY_DAYS = 30;

  /**
   * Time in which a test that has just got a clone connects and asks, and needs the processor more
   * than the maker does.
   */
  private static final Duration START_OF_A_TEST = Duration.ofMillis(5);

  /** Number of used clones from which a JVM will probably want more. */
  private static final int WORTH_FILLING = 2;

  private static final int HELPERS_PATIENCE_SECONDS = 5;

  private static final long RETRY_MILLIS = 20;

  /** Others close their pools at the JVM's end too, at the same time. */
  private static final Duration USERS_PATIENCE = Duration.ofSeconds(3);

  /**
   * Most templates that are built at once: more would only fight for processors, and for the
   * server's connections.
   */
  private static final int BUILDERS = 2;

  private static final String SOMEBODY = "A test";

  private final PostgresServer server;
  private final PoolSettings settings;
  private final Names names;

  private final Slots slots = new Slots(this::closeIdle);

  /** Used by the maker's thread while that lives. */
  private final CloneMaker clones;

  /** Used by the maker's thread. */
  private boolean slotsCounted;

  private final Dropper dropper;
  private final Thread maker = new Thread(this::work, "nof1-test-databases");
  private final ExecutorService helpers = Executors.newCachedThreadPool(TestDatabases::daemon);
  private final ExecutorService builders =
      Executors.newFixedThreadPool(BUILDERS, TestDatabases::daemon);

  // All below is guarded by this object's monitor.
  private final Pools pools;
  private final Deque<Clone> inUse = new ArrayDeque<>();
  private final Deque<Clone> kept = new ArrayDeque<>();
  private boolean closed;

  private TestDatabases(PostgresServer server, PoolSettings settings, Names names)
      throws SQLException {
    this.server = server;
    this.settings = settings;
    this.names = names;
    this.pools = new Pools(settings.depth());
    this.clones = new CloneMaker(server, names, slots);
    this.dropper = new Dropper(server, settings.garbage(), slots);
  }

  /**
   * Starts to serve databases of a server.
   *
   * @param server the server, which outlives this
   * @param settings how
   * @return the databases
   * @throws DatabaseException if the server cannot be reached
   */
  public static TestDatabases on(PostgresServer server, PoolSettings settings) {
    Names names = Names.create(settings.prefix(), settings.shared());
    try {
      TestDatabases databases = new TestDatabases(server, settings, names);
      if (settings.shared()) {
        databases.tidy();
      }
      databases.maker.setDaemon(true);
      databases.maker.start();
      databases.dropper.start();
      return databases;
    } catch (SQLException e) {
      throw new DatabaseException(
          "The server %s:%d for test databases cannot be used: %s."
              .formatted(server.host(), server.port(), SqlStates.describe(e)),
          e);
    }
  }

  private void tidy() throws SQLException {
    Connection admin = clones.admin();
    try {
      Clones.sweep(server, admin, names);
      Template.collect(
          admin, names, LocalDate.now(ZoneOffset.UTC).minusDays(UNUSED_TEMPLATES_STAY_DAYS));
    } catch (SQLException e) {
      admin.close();
      throw e;
    }
  }

  /**
   * Builds a template on a server, unless it is there; for a server whose data is kept and copied.
   *
   * @param server the server
   * @param settings the prefix counts
   * @param spec what the template is made of
   * @throws Exception as the preparation, or if the server cannot be used
   */
  public static void buildTemplate(PostgresServer server, PoolSettings settings, TemplateSpec spec)
      throws Exception {
    Template.ensure(
        server, Names.create(settings.prefix(), settings.shared()), spec, new Slots(() -> {}));
  }

  /**
   * Begins to build the template and the first clones, if that has not begun. Does not wait.
   *
   * @param spec what the template is made of
   */
  public synchronized void prepare(TemplateSpec spec) {
    pool(spec);
  }

  /**
   * Takes a clone, waiting for one if none is ready.
   *
   * @param spec what it is a clone of
   * @return a clone that nobody else gets
   * @throws SchemaException if the template cannot be built; always the same one for one template
   */
  public Clone take(TemplateSpec spec) {
    synchronized (this) {
      ClonePool pool = pool(spec);
      pool.beginWaiting(pools.nextRank());
      notifyAll();
      try {
        while (true) {
          Clone clone = closed ? null : pool.poll();
          if (clone != null) {
            inUse.add(clone);
            return clone;
          }
          Throwable failure = pool.failure();
          if (failure != null) {
            throw failure instanceof SchemaException e
                ? e
                : new ServerException(
                    "The template of the test databases could not be prepared: " + failure,
                    failure);
          }
          if (closed) {
            throw new ServerException("The test databases are closed; no test may run any more.");
          }
          wait();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ServerException("Interrupted while waiting for a test database.", e);
      } finally {
        pool.endWaiting();
        // The next one ahead may be made now.
        notifyAll();
      }
    }
  }

  /**
   * Makes a copy of a clone as it is by now. Waits until nobody is connected to it any more.
   *
   * @param original one that was taken; every connection to it is closed
   * @return a clone that nobody else gets, to be given back like any other
   * @throws DatabaseException if it cannot be made, such as when somebody stays connected
   */
  public Clone copy(Clone original) {
    Clone copy = clones.unmade();
    CloneCopy.make(server, original, copy);
    synchronized (this) {
      inUse.add(copy);
    }
    return copy;
  }

  /**
   * Ends all sessions on a clone and refuses new ones, so that templates can begin as copies of it.
   *
   * @param clone one that was taken
   * @throws DatabaseException if the server refuses
   */
  public void freeze(Clone clone) {
    clone.closeConnection();
    CloneCopy.freeze(server, clone);
  }

  /**
   * Drops a template that nobody will ask for again, and the clones of it that are ready; those
   * that were taken stay.
   *
   * @param asked what it was made of
   */
  public void forget(TemplateSpec asked) {
    Template template;
    synchronized (this) {
      ClonePool pool = pools.get(keyed(asked));
      if (pool == null || pool.isNew()) {
        return;
      }
      pools.remove(pool);
      for (Clone clone = pool.poll(); clone != null; clone = pool.poll()) {
        dropper.add(clone, SOMEBODY);
      }
      template = pool.template();
    }
    if (template != null) {
      try (Connection admin = slots.open(server.dataSource(server.maintenanceDatabase()))) {
        dropper.add(template.retire(admin, slots), SOMEBODY);
      } catch (SQLException e) {
        notDropped(template.name(), e);
      }
    }
  }

  /**
   * Gives a clone back, to be dropped when there is time. Whoever is still connected to it keeps
   * it; transactions that are prepared in it are rolled back, with a warning.
   *
   * @param clone one that was taken
   * @param user who used it, as the beginning of a sentence
   */
  public void giveBack(Clone clone, String user) {
    synchronized (this) {
      if (inUse.remove(clone) || kept.remove(clone)) {
        dropper.add(clone, user);
      }
    }
  }

  /**
   * Gives a clone back for somebody without a name.
   *
   * @param clone one that was taken
   */
  public void giveBack(Clone clone) {
    giveBack(clone, SOMEBODY);
  }

  private synchronized void closeIdle() {
    pools.all().forEach(ClonePool::closeConnections);
  }

  /**
   * Lets a clone stay after its test, and on a server that others use too also after this is
   * closed.
   *
   * @param clone one that was taken
   * @param newest how many such clones stay on a shared server
   */
  public void keep(Clone clone, int newest) {
    synchronized (this) {
      if (inUse.remove(clone)) {
        kept.add(clone);
      }
    }
    if (settings.shared()) {
      try (Connection connection =
          server.dataSource(server.maintenanceDatabase()).getConnection()) {
        Clones.keep(server, connection, names, clone.name(), newest);
      } catch (SQLException e) {
        // It stays for as long as this run lives, at least.
      }
    }
  }

  /** Drops what is over, on a server that others use too; a server of our own goes as a whole. */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      notifyAll();
    }
    try {
      maker.join();
      List<Dropper.Over> over = dropper.close();
      builders.shutdownNow();
      helpers.shutdownNow();
      // Else a clone that a helper connects to is in nobody's hands, and stays.
      boolean unused = helpers.awaitTermination(HELPERS_PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (settings.shared()) {
        dropAll(over);
      }
      clones.admin().close();
    } catch (SQLException e) {
      // Swept by whoever comes next: our lock is free when our session is.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void dropAll(List<Dropper.Over> over) throws InterruptedException {
    // Nobody runs any more who could use them, but a connection pool may still be there.
    List<Clone> left = new ArrayList<>(inUse);
    for (ClonePool pool : pools.all()) {
      for (Clone clone = pool.poll(); clone != null; clone = pool.poll()) {
        left.add(clone);
      }
    }
    List<Dropper.Over> all = new ArrayList<>(over);
    for (Clone clone : left) {
      clone.closeConnection();
      all.add(new Dropper.Over(clone.name(), SOMEBODY));
    }
    long deadline = System.nanoTime() + USERS_PATIENCE.toNanos();
    for (Dropper.Over each : all) {
      dropWithin(deadline, each);
    }
    for (ClonePool pool : pools.all()) {
      Template template = pool.template();
      if (template != null && !pool.spec().lasting()) {
        try {
          template.discard(clones.admin());
        } catch (SQLException e) {
          notDropped(template.name(), e);
        }
      }
    }
  }

  /**
   * Drops a database until a deadline; a failure does not keep the next ones from being dropped.
   */
  private void dropWithin(long deadline, Dropper.Over over) throws InterruptedException {
    String name = over.database();
    try {
      while (!Clones.tryDrop(server, clones.admin(), name, over.user())
          && System.nanoTime() < deadline) {
        Thread.sleep(RETRY_MILLIS);
      }
      Sql.run(clones.admin(), "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
      Clones.dropRoles(clones.admin(), name);
    } catch (SQLException e) {
      notDropped(name, e);
    }
  }

  private static void notDropped(String database, SQLException e) {
    Log.warn(
        "The test database %s could not be dropped: %s. The next run on this server tries again."
            .formatted(database, SqlStates.describe(e)));
  }

  private ClonePool pool(TemplateSpec asked) {
    TemplateSpec spec = keyed(asked);
    ClonePool known = pools.get(spec);
    if (known != null) {
      return known;
    }
    ClonePool pool = pools.add(spec);
    builders.execute(this::build);
    return pool;
  }

  private TemplateSpec keyed(TemplateSpec asked) {
    return settings.shared() ? asked.of(server.user()) : asked;
  }

  private void build() {
    ClonePool pool;
    synchronized (this) {
      pool = pools.beginBuilding();
    }
    try {
      Template template = ensure(pool.spec());
      synchronized (this) {
        pool.built(template);
        notifyAll();
      }
    } catch (Throwable e) {
      // Any failure ends the wait of whoever wants the template.
      synchronized (this) {
        pool.failed(e);
        notifyAll();
      }
    }
  }

  /**
   * Builds the template, and retries where it failed because of a cache that is repaired by now.
   */
  private Template ensure(TemplateSpec spec) throws Exception {
    try {
      return Template.ensure(server, names, spec, slots);
    } catch (Exception e) {
      if (e instanceof InterruptedException || !CacheDamage.repaired(server)) {
        throw e;
      }
    }
    return Template.ensure(server, names, spec, slots);
  }

  /** Runs on the maker's thread: makes the database that is wanted most. */
  private void work() {
    try {
      for (ClonePool wanted = next(); wanted != null; wanted = next()) {
        make(wanted);
      }
    } catch (InterruptedException e) {
      // Nobody interrupts it but the end of the JVM.
    }
  }

  private synchronized @Nullable ClonePool next() throws InterruptedException {
    while (!closed) {
      ClonePool wanted = pools.mostWanted();
      dropper.leisure(wanted == null);
      long pause = wanted == null ? 0 : wanted.restMillis(START_OF_A_TEST);
      if (wanted != null && pause == 0) {
        wanted.beginMaking();
        return wanted;
      }
      // Zero is for as long as nothing changes.
      wait(pause);
    }
    return null;
  }

  private void make(ClonePool pool) {
    Template template = Objects.requireNonNull(pool.template());
    Clone clone;
    try {
      if (!settings.shared() && pool.used() >= WORTH_FILLING) {
        template.fillRelationCache(clones.admin());
      }
      clone = make(pool, template);
    } catch (RuntimeException | Error e) {
      synchronized (this) {
        pool.notMade();
        pool.failed(e);
        notifyAll();
      }
      return;
    }
    boolean awaited;
    synchronized (this) {
      awaited = pool.isAwaited();
    }
    if (awaited) {
      // Whoever waits connects as fast as we could.
      hand(pool, clone);
    } else {
      countSlots();
      helpers.execute(
          () -> {
            clone.connect();
            hand(pool, clone);
          });
    }
  }

  /** Once, and not before somebody could open a connection in advance. */
  private void countSlots() {
    if (!slotsCounted) {
      slotsCounted = true;
      try {
        slots.count(clones.admin());
      } catch (SQLException e) {
        // Whoever lacks one says so.
      }
    }
  }

  /** From a template built anew where the files of the first one turn out to be damaged. */
  private Clone make(ClonePool pool, Template template) {
    try {
      return clones.make(template);
    } catch (DatabaseException e) {
      if (settings.shared() || !CacheDamage.repaired(server)) {
        throw e;
      }
      try {
        template.discard(clones.admin());
        Template anew = Template.ensure(server, names, pool.spec(), slots);
        synchronized (this) {
          pool.built(anew);
        }
        return clones.make(anew);
      } catch (Exception again) {
        e.addSuppressed(again);
        throw e;
      }
    }
  }

  private synchronized void hand(ClonePool pool, Clone clone) {
    if (pools.get(pool.spec()) != pool) {
      // Forgotten while the clone was made.
      dropper.add(clone, SOMEBODY);
      return;
    }
    pools.giveUpOne().ifPresent(tooMany -> dropper.add(tooMany, SOMEBODY));
    pool.made(clone);
    notifyAll();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "nof1-test-databases-helper");
    thread.setDaemon(true);
    return thread;
  }
}
