package dev.nof1.schema.testdb;

import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.error.SchemaException;
import dev.nof1.schema.error.ServerException;
import dev.nof1.schema.postgres.PostgresServer;
import dev.nof1.schema.sql.SqlStates;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /** Whoever has just got a clone connects and asks, and needs the processor more than we do. */
  private static final Duration START_OF_A_TEST = Duration.ofMillis(5);

  /** Of a JVM that has used as many clones, more will be wanted. */
  private static final int WORTH_FILLING = 2;

  private static final int HELPERS_PATIENCE_SECONDS = 5;

  private final PostgresServer server;
  private final PoolSettings settings;
  private final Names names;
  private final Connection admin;
  private final Dropper dropper;
  private final Thread maker = new Thread(this::work, "nof1-test-databases");
  private final ExecutorService helpers = Executors.newCachedThreadPool(TestDatabases::daemon);

  // All below is guarded by this object's monitor.
  private final Map<String, ClonePool> pools = new LinkedHashMap<>();
  private final Deque<Clone> inUse = new ArrayDeque<>();
  private final Deque<Clone> kept = new ArrayDeque<>();
  private int made;
  private boolean closed;

  private TestDatabases(
      PostgresServer server, PoolSettings settings, Names names, Connection admin) {
    this.server = server;
    this.settings = settings;
    this.names = names;
    this.admin = admin;
    this.dropper = new Dropper(server, settings.garbage());
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
      Connection admin = server.dataSource(server.maintenanceDatabase()).getConnection();
      TestDatabases databases = new TestDatabases(server, settings, names, admin);
      if (settings.shared()) {
        Sql.tryLock(admin, names.lock(names.run()));
        Clones.sweep(admin, names);
        Template.collect(
            admin, names, LocalDate.now(ZoneOffset.UTC).minusDays(UNUSED_TEMPLATES_STAY_DAYS));
      }
      databases.maker.setDaemon(true);
      databases.maker.start();
      return databases;
    } catch (SQLException e) {
      throw new DatabaseException(
          "The server %s:%d for test databases cannot be used: %s."
              .formatted(server.host(), server.port(), SqlStates.describe(e)),
          e);
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
    Template.ensure(server, Names.create(settings.prefix(), settings.shared()), spec);
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
      pool.beginWaiting();
      notifyAll();
      try {
        while (true) {
          Exception failure = pool.failure();
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
          Clone clone = pool.poll();
          if (clone != null) {
            inUse.add(clone);
            return clone;
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
   * Gives a clone back, to be dropped when there is time. Whoever is still connected to it keeps
   * it.
   *
   * @param clone one that was taken
   */
  public synchronized void giveBack(Clone clone) {
    if (inUse.remove(clone) || kept.remove(clone)) {
      dropper.add(clone);
    }
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
        Clones.keep(connection, names, clone.name(), newest);
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
      List<Clone> over = dropper.close();
      helpers.shutdownNow();
      // Else a clone that a helper connects to is in nobody's hands, and stays.
      boolean unused = helpers.awaitTermination(HELPERS_PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (settings.shared()) {
        dropAll(over);
      }
      admin.close();
    } catch (SQLException e) {
      // Swept by whoever comes next: our lock is free when our session is.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void dropAll(List<Clone> over) throws SQLException {
    List<Clone> all = new ArrayList<>(over);
    for (ClonePool pool : pools.values()) {
      for (Clone clone = pool.poll(); clone != null; clone = pool.poll()) {
        all.add(clone);
      }
    }
    // Nobody runs any more who could use them, but a connection pool may still be there.
    all.addAll(inUse);
    for (Clone clone : all) {
      clone.closeConnection();
      Sql.run(admin, "DROP DATABASE IF EXISTS " + clone.name() + " WITH (FORCE)");
    }
  }

  private ClonePool pool(TemplateSpec spec) {
    return pools.computeIfAbsent(
        spec.key(),
        key -> {
          ClonePool pool = new ClonePool(spec);
          helpers.execute(() -> build(pool));
          return pool;
        });
  }

  private void build(ClonePool pool) {
    try {
      Template template = Template.ensure(server, names, pool.spec());
      synchronized (this) {
        pool.built(template);
        notifyAll();
      }
    } catch (Exception e) {
      synchronized (this) {
        pool.failed(e);
        notifyAll();
      }
    }
  }

  /** What the maker's thread does: make what is wanted most. */
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
      ClonePool wanted = mostWanted();
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

  private @Nullable ClonePool mostWanted() {
    ClonePool most = null;
    for (ClonePool pool : pools.values()) {
      int wanted = pool.wanted(settings.depth());
      if (wanted > 0 && (most == null || wanted > most.wanted(settings.depth()))) {
        most = pool;
      }
    }
    return most;
  }

  private void make(ClonePool pool) {
    Template template = Objects.requireNonNull(pool.template());
    Clone clone = new Clone(server, names.clone(++made));
    try {
      if (!settings.shared() && pool.used() >= WORTH_FILLING) {
        template.fillRelationCache(admin);
      }
      Clones.create(admin, server, template.name(), clone.name());
    } catch (SQLException e) {
      synchronized (this) {
        pool.notMade();
        pool.failed(
            new DatabaseException(
                "A test database could not be made from %s: %s. Is the disk full, or was the template dropped?"
                    .formatted(template.name(), SqlStates.describe(e)),
                e));
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
      helpers.execute(
          () -> {
            clone.connect();
            hand(pool, clone);
          });
    }
  }

  private synchronized void hand(ClonePool pool, Clone clone) {
    pool.made(clone);
    notifyAll();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "nof1-test-databases-helper");
    thread.setDaemon(true);
    return thread;
  }
}
