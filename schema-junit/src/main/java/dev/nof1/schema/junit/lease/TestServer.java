package dev.nof1.schema.junit.lease;

import dev.nof1.schema.error.SchemaException;
import dev.nof1.schema.error.ServerException;
import dev.nof1.schema.junit.server.Configuration;
import dev.nof1.schema.junit.server.ServerKind;
import dev.nof1.schema.junit.server.ServerMonitor;
import dev.nof1.schema.junit.server.ServerStart;
import dev.nof1.schema.junit.server.TestLog;
import dev.nof1.schema.postgres.EmbeddedServer;
import dev.nof1.schema.postgres.PostgresServer;
import dev.nof1.schema.testdb.CacheDamage;
import dev.nof1.schema.testdb.Clone;
import dev.nof1.schema.testdb.TemplateSpec;
import dev.nof1.schema.testdb.TestDatabases;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Server of this JVM and the databases on it: one for each configuration, started once, in the
 * background, at the first need. Safe for use by several threads.
 */
final class TestServer {
  private static final Map<Configuration, TestServer> RUNS = new ConcurrentHashMap<>();

  private final Configuration configuration;
  private final CompletableFuture<TestDatabases> databases;
  private final Map<Request, TemplateSpec> specs = new ConcurrentHashMap<>();

  /** Databases by key; changed under its own monitor, read without at the end of the run. */
  private final Map<String, SharedDatabase> shared = new ConcurrentHashMap<>();

  private final Deque<Clone> kept = new ArrayDeque<>();
  private volatile @Nullable PostgresServer server;

  private volatile ServerMonitor monitor = ServerMonitor.NONE;

  private volatile boolean roleExists;

  private TestServer(Configuration configuration, Request first) {
    this.configuration = configuration;
    databases = new CompletableFuture<>();
    Thread starter = new Thread(() -> start(first), "nof1-test-server-start");
    starter.setDaemon(true);
    starter.start();
  }

  /**
   * Returns the server of this configuration; the first request decides which template a new server
   * brings along.
   */
  static TestServer of(Configuration configuration, Request request) {
    return RUNS.computeIfAbsent(configuration, c -> new TestServer(c, request));
  }

  /** Stops the servers of all configurations; the next request starts anew. */
  static void stopAll() {
    for (Configuration configuration : List.copyOf(RUNS.keySet())) {
      TestServer run = RUNS.remove(configuration);
      if (run != null) {
        run.stop();
      }
    }
  }

  private void stop() {
    try {
      close(databases.join());
    } catch (CompletionException e) {
      // It did not start, and whoever asked for a database has the reason.
    }
    PostgresServer running = server;
    if (running != null) {
      running.close();
    }
  }

  /** Begins to make what this request will need. Does not wait. */
  void prepare(Request request) {
    // What goes wrong here goes wrong for the test as well, which reports it.
    var unused = databases.thenAcceptAsync(ready -> ready.prepare(spec(request)));
  }

  Configuration configuration() {
    return configuration;
  }

  /** Lends a database of its own. */
  Clone take(Request request) {
    return databases().take(spec(request));
  }

  /** Lends the one that all share who ask for the same; a fresh one where it was written to. */
  SharedDatabase takeShared(Request request) {
    TemplateSpec spec = spec(request);
    String reader = request.testClass().getName();
    synchronized (shared) {
      SharedDatabase known = shared.get(spec.key());
      if (known != null && known.lend(reader)) {
        return known;
      }
      if (known != null) {
        giveBackIfOver(known, reader);
      }
      SharedDatabase fresh = share(databases().take(spec), reader);
      shared.put(spec.key(), fresh);
      fresh.lend(reader);
      return fresh;
    }
  }

  private SharedDatabase share(Clone clone, String reader) {
    try {
      return SharedDatabase.of(clone, login(clone));
    } catch (RuntimeException e) {
      giveBack(clone, reader);
      throw e;
    }
  }

  /**
   * Ends a class's use of a shared database.
   *
   * @throws dev.nof1.schema.error.DatabaseException if it was written to while the class ran
   */
  void endShared(SharedDatabase database, String reader, List<Integer> sessions) {
    try {
      database.end(reader, sessions);
    } finally {
      giveBackIfOver(database, reader);
    }
  }

  private void giveBackIfOver(SharedDatabase database, String reader) {
    if (database.isOver()) {
      database.close();
      giveBack(database.database(), reader);
    }
  }

  /** Makes the login of tests. */
  Login login(Clone clone) {
    String role = configuration.role();
    if (!role.isEmpty() && !roleExists) {
      try {
        Login.requireOrdinary(clone, role);
      } catch (RuntimeException e) {
        giveBack(clone, "A test");
        throw e;
      }
      roleExists = true;
    }
    return Login.of(clone.server(), role);
  }

  ServerMonitor monitor() {
    return monitor;
  }

  /** Copies one as it is by now, with nobody connected to it. */
  Clone copy(Clone clone) {
    return databases().copy(clone);
  }

  /** Ends all sessions on a clone and refuses new ones: templates begin as copies of it. */
  void freeze(Clone clone) {
    databases().freeze(clone);
  }

  /** Gives up the templates that began as copies of a database. */
  void forget(StartedDatabase start) {
    List<Request> over =
        specs.keySet().stream()
            .filter(request -> request.start().equals(Optional.of(start)))
            .toList();
    for (Request each : over) {
      TemplateSpec spec = specs.remove(each);
      if (spec != null) {
        databases().forget(spec);
      }
    }
  }

  /**
   * Gives up a database.
   *
   * @param users the tests that used it
   */
  void giveBack(Clone clone, String users) {
    databases().giveBack(clone, users);
  }

  /**
   * Lets the database of a failed test stay, now that it is over, and gives up the oldest beyond
   * the configured number. One that is still in use must not be among these.
   */
  boolean keep(Clone clone) {
    if (configuration.keep() == 0) {
      return false;
    }
    Clone tooOld = null;
    synchronized (kept) {
      kept.add(clone);
      if (kept.size() > configuration.keep()) {
        tooOld = kept.poll();
      }
    }
    databases().keep(clone, configuration.keep());
    if (tooOld != null) {
      databases().giveBack(tooOld);
    }
    return true;
  }

  /**
   * Returns where an embedded server's data will be when the tests are over, with a script to start
   * it again.
   */
  Optional<Path> keptData() {
    return server instanceof EmbeddedServer embedded
        ? Optional.of(embedded.keepData(configuration.keep()))
        : Optional.empty();
  }

  private TestDatabases databases() {
    try {
      return databases.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof SchemaException cause
          ? cause
          : new ServerException("The server for test databases did not start: " + e.getCause(), e);
    }
  }

  /** Confines an error, such as want of memory, to this request; JUnit would end the whole run. */
  private TemplateSpec spec(Request request) {
    try {
      return specs.computeIfAbsent(request, this::monitored);
    } catch (Error e) {
      throw new ServerException(
          "The database of %s could not be prepared: %s."
              .formatted(request.testClass().getName(), e),
          e);
    }
  }

  /** Makes a recipe whose changes of the server are recorded as meant. */
  private TemplateSpec monitored(Request request) {
    TemplateSpec spec = TemplateRecipe.spec(request, configuration);
    return new TemplateSpec(
        spec.key(),
        spec.lasting(),
        spec.original(),
        database -> monitor.migrating(() -> spec.preparation().prepare(database)));
  }

  private void start(Request first) {
    try {
      TestDatabases started = serve(first);
      prepareFirst(started, first);
      // While the first database is made.
      monitor.first();
      if (configuration.server() == ServerKind.EXTERNAL) {
        // Nothing of ours may stay on somebody's server; any other goes as a whole.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(started)));
      }
      databases.complete(started);
    } catch (Throwable e) {
      databases.completeExceptionally(e);
    }
  }

  private void close(TestDatabases started) {
    // Whatever has a session is not dropped.
    shared.values().forEach(SharedDatabase::close);
    started.close();
  }

  private TestDatabases serve(Request first) throws Exception {
    PostgresServer running = server(first);
    try {
      return on(running);
    } catch (RuntimeException e) {
      if (!CacheDamage.repaired(running)) {
        throw e;
      }
    }
    return on(server(first));
  }

  private TestDatabases on(PostgresServer running) {
    try {
      TestDatabases started = TestDatabases.on(running, configuration.pool());
      server = running;
      monitor = ServerMonitor.of(running, configuration);
      return started;
    } catch (RuntimeException e) {
      running.close();
      throw e;
    }
  }

  /** Begins to make the first template. What is wrong with it is reported to its own class. */
  private void prepareFirst(TestDatabases started, Request first) {
    try {
      started.prepare(spec(first));
    } catch (RuntimeException e) {
      TestLog.write(System.Logger.Level.DEBUG, "The first template cannot be prepared: " + e);
    }
  }

  private PostgresServer server(Request first) throws Exception {
    return ServerStart.of(configuration, lasting(first));
  }

  /** Makes the recipe of a template that can be kept on disk; empty where that fails. */
  private Optional<TemplateSpec> lasting(Request first) {
    try {
      return TemplateRecipe.lasting(first) ? Optional.of(spec(first)) : Optional.empty();
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }
}
