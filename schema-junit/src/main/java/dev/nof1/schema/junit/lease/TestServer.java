package dev.nof1.schema.junit.lease;

import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.error.SchemaException;
import dev.nof1.schema.error.ServerException;
import dev.nof1.schema.event.MigrationListener;
import dev.nof1.schema.postgres.ContainerServer;
import dev.nof1.schema.postgres.EmbeddedServer;
import dev.nof1.schema.postgres.ExternalServer;
import dev.nof1.schema.postgres.PostgresServer;
import dev.nof1.schema.postgres.Preparation;
import dev.nof1.schema.postgres.ServerSettings;
import dev.nof1.schema.sql.driver.SqlStates;
import dev.nof1.schema.testdb.CacheDamage;
import dev.nof1.schema.testdb.Clone;
import dev.nof1.schema.testdb.TemplateSpec;
import dev.nof1.schema.testdb.TestDatabases;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
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

  /** Monitor; none on somebody else's server, where others change roles, or by configuration. */
  private volatile @Nullable ServerChangeMonitor monitor;

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
        requireOrdinary(clone, role);
      } catch (RuntimeException e) {
        giveBack(clone, "A test");
        throw e;
      }
      roleExists = true;
    }
    return Login.of(clone.server(), role);
  }

  /** Refuses a role with which each connection would fail, or row security be off in silence. */
  private static void requireOrdinary(Clone clone, String role) {
    List<String> found;
    try (Connection connection =
        clone.open(clone.server().dataSource(clone.name())::getConnection)) {
      found =
          ReadOnlyRole.list(
              connection,
              "SELECT rolsuper OR rolbypassrls FROM pg_catalog.pg_roles WHERE rolname = '"
                  + role
                  + "'");
    } catch (SQLException e) {
      throw new DatabaseException(
          "The role %s of nof1.test.role cannot be looked at: %s."
              .formatted(role, SqlStates.describe(e)),
          e);
    }
    if (found.isEmpty()) {
      throw new ConfigurationException(
          "The configuration parameter nof1.test.role is '%s', but the server has no such role when the migrations have run. Let a migration or a seed make it (CREATE ROLE %s) and grant what it may."
              .formatted(role, role));
    }
    if (found.equals(List.of("t"))) {
      throw new ConfigurationException(
          "The configuration parameter nof1.test.role is '%s', which is a superuser or has BYPASSRLS: privileges or row security would not be in force. Name an ordinary role."
              .formatted(role));
    }
  }

  /** Records that a user gets a database. */
  void begin(Object user, String testClass) {
    if (monitor != null) {
      monitor.begin(user, testClass);
    }
  }

  /**
   * Reports what the user has changed in the server.
   *
   * @throws DatabaseException if it has, and that is a failure
   */
  void end(Object user) {
    if (monitor != null) {
      monitor.end(user);
    }
  }

  /** Listens to migrations outside a template: what they change is meant to be there. */
  MigrationListener listener() {
    return monitor == null ? MigrationListener.SILENT : monitor.listener();
  }

  /** Runs a task of migrations that no listener hears of. */
  <E extends Exception> void migrating(ServerChangeMonitor.Task<E> task) throws E {
    if (monitor == null) {
      task.run();
    } else {
      monitor.migrating(task);
    }
  }

  /** Copies one as it is by now, with nobody connected to it. */
  Clone copy(Clone clone) {
    return databases().copy(clone);
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
        database -> migrating(() -> spec.preparation().prepare(database)));
  }

  private void start(Request first) {
    try {
      TestDatabases started = serve(first);
      prepareFirst(started, first);
      if (monitor != null) {
        // While the first database is made.
        monitor.first();
      }
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
      if (configuration.server() != ServerKind.EXTERNAL
          && configuration.serverChanges() != ServerChanges.IGNORE) {
        monitor =
            new ServerChangeMonitor(
                running,
                configuration.prefix(),
                configuration.serverChanges() == ServerChanges.FAIL);
      }
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
    ServerSettings settings =
        ServerSettings.defaults()
            .withProgress(line -> TestLog.write(System.Logger.Level.INFO, line));
    if (!configuration.postgresVersion().isEmpty()) {
      settings = settings.withVersion(configuration.postgresVersion());
    }
    for (Map.Entry<String, String> each : configuration.parameters().entrySet()) {
      settings = settings.withParameter(each.getKey(), each.getValue());
    }
    return switch (configuration.server()) {
      case EXTERNAL ->
          ExternalServer.of(configuration.url(), configuration.user(), configuration.password());
      case TESTCONTAINERS -> ContainerServer.start(configuration.image(), settings);
      case EMBEDDED -> embedded(settings, first);
      case AUTO ->
          EmbeddedServer.isAvailable()
              ? embedded(settings, first)
              : ContainerServer.start(configuration.image(), settings);
    };
  }

  /** Starts one with the first template in it: then a later JVM has nothing to migrate at all. */
  private EmbeddedServer embedded(ServerSettings settings, Request first) {
    TemplateInCluster template;
    try {
      if (!TemplateRecipe.lasting(first)) {
        return EmbeddedServer.temporary(settings);
      }
      template = new TemplateInCluster(spec(first), configuration);
    } catch (RuntimeException e) {
      return EmbeddedServer.temporary(settings);
    }
    try {
      return EmbeddedServer.temporary(settings, template);
    } catch (RuntimeException | Error e) {
      if (template.failed) {
        // Only its own classes have to do without a database, and are told why.
        return EmbeddedServer.temporary(settings);
      }
      throw e;
    }
  }

  private static final class TemplateInCluster implements Preparation {
    private final TemplateSpec spec;
    private final Configuration configuration;
    private boolean failed;

    TemplateInCluster(TemplateSpec spec, Configuration configuration) {
      this.spec = spec;
      this.configuration = configuration;
    }

    @Override
    public String key() {
      return configuration.prefix() + "\n" + spec.key();
    }

    @Override
    public void prepare(EmbeddedServer server) throws Exception {
      failed = true;
      TestDatabases.buildTemplate(server, configuration.pool(), spec);
      failed = false;
    }
  }
}
