package dev.nof1.schema.testdb;

import dev.nof1.schema.error.ServerException;
import dev.nof1.schema.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** A database that clones are made of: built under a private name, then renamed and flagged. */
final class Template {
  private static final Duration PAUSE = Duration.ofMillis(5);
  private static final Duration BEFORE_ENDING_SESSIONS = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String COMMENT = "nof1-schema template, last used ";

  private final PostgresServer server;
  private final Names names;
  private final TemplateSpec spec;
  private final String name;
  private boolean relationCacheFilled;

  private Template(PostgresServer server, Names names, TemplateSpec spec) {
    this.server = server;
    this.names = names;
    this.spec = spec;
    this.name = names.template(spec);
  }

  /** Makes sure that there is one. One builder at a time, on however many machines. */
  static Template ensure(PostgresServer server, Names names, TemplateSpec spec, Slots slots)
      throws Exception {
    Template template = new Template(server, names, spec);
    try (Connection admin = slots.open(server.dataSource(server.maintenanceDatabase()))) {
      if (!template.isReady(admin)) {
        template.buildAlone(admin);
      }
      if (names.shared()) {
        markUsed(admin, template.name);
      }
    }
    return template;
  }

  String name() {
    return name;
  }

  /**
   * Lets a backend leave behind in the template what each clone's first one would have to find out:
   * the catalogs' own descriptions. That halves the time to connect to a clone. Servers throw this
   * away when they start.
   *
   * @see <a
   *     href="https://github.com/postgres/postgres/blob/REL_18_STABLE/src/backend/utils/cache/relcache.c">relcache.c,
   *     write_relcache_init_file</a>
   */
  void fillRelationCache(Connection admin) {
    if (relationCacheFilled) {
      return;
    }
    relationCacheFilled = true;
    try {
      Sql.run(admin, "ALTER DATABASE " + name + " ALLOW_CONNECTIONS true");
      try {
        server.dataSource(name).getConnection().close();
        awaitAlone(admin, name);
      } finally {
        Sql.run(admin, "ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
      }
    } catch (SQLException | ServerException e) {
      // Clones are as good without it.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isReady(Connection admin) throws SQLException {
    List<String> oid =
        Sql.query(
            admin,
            "SELECT oid FROM pg_database WHERE datname = ? AND datistemplate AND NOT datallowconn",
            name);
    return !oid.isEmpty() && (names.shared() || hasFiles(admin, oid.get(0)));
  }

  /** A server copies a database without its folder as if it were empty, and says nothing. */
  private boolean hasFiles(Connection admin, String oid) throws SQLException {
    boolean there =
        !Sql.query(
                admin,
                "SELECT 1 WHERE (pg_stat_file('base/" + oid + "/PG_VERSION', true)).size > 0")
            .isEmpty();
    if (!there) {
      CacheDamage.repaired(server);
    }
    return there;
  }

  private void buildAlone(Connection admin) throws Exception {
    // Polled: a session that waits for a lock holds a snapshot, which others may wait for in turn.
    while (!Sql.tryLock(admin, name)) {
      Thread.sleep(PAUSE.toMillis() * ThreadLocalRandom.current().nextLong(1, 8));
    }
    try {
      if (!isReady(admin)) {
        build(admin);
      }
    } finally {
      Sql.unlock(admin, name);
    }
  }

  private void build(Connection admin) throws Exception {
    String building = names.building(spec);
    if (Sql.exists(admin, name)) {
      drop(admin, name);
    }
    // Not template1: somebody may be connected to it, or have put things there.
    String original = spec.original().orElse("template0");
    Clones.create(admin, server, original, building);
    try {
      spec.preparation().prepare(server.dataSource(building));
      requireNothingPrepared(admin, building);
      try (Connection connection = server.dataSource(building).getConnection()) {
        Sql.run(connection, "ANALYZE");
      }
      // ANALYZE has made the server forget its relation cache file; this writes it again.
      server.dataSource(building).getConnection().close();
      relationCacheFilled = true;
      awaitAlone(admin, building);
      Sql.run(admin, "ALTER DATABASE " + building + " IS_TEMPLATE true ALLOW_CONNECTIONS false");
      if (names.shared()) {
        markUsed(admin, building);
      }
      // Until here the name says whose rubbish the database is; from here on it is none.
      Sql.run(admin, "ALTER DATABASE " + building + " RENAME TO " + name);
    } catch (Exception | Error e) {
      try {
        Sql.run(admin, "ALTER DATABASE " + building + " ALLOW_CONNECTIONS true");
        if (!PreparedTransactions.in(admin, building).isEmpty()) {
          PreparedTransactions.rollBack(server, admin, building, "A script or a seed");
        }
        drop(admin, building);
      } catch (SQLException rubbish) {
        // Whoever builds it next drops it; what matters is why this failed.
        e.addSuppressed(rubbish);
      }
      throw e;
    }
  }

  /** A copy has nothing of a transaction that is not over, and cannot even be made. */
  private static void requireNothingPrepared(Connection admin, String building)
      throws SQLException {
    List<String> prepared = PreparedTransactions.in(admin, building);
    if (!prepared.isEmpty()) {
      throw new ServerException(
          "The template of the test databases is prepared, but so are transactions that a script or a seed has left: %s. Nothing of it is kept. Commit or roll back what is prepared."
              .formatted(String.join(", ", prepared)));
    }
  }

  /** A backend lingers for a moment after its client has closed; one that stays is ended. */
  private void awaitAlone(Connection admin, String building)
      throws SQLException, InterruptedException {
    long started = System.nanoTime();
    while (true) {
      List<String> sessions =
          Sql.query(
              admin,
              "SELECT pid || ' (' || application_name || ': ' || left(query, 100) || ')' FROM pg_stat_activity WHERE datname = ? AND "
                  + Clones.CLIENT,
              building);
      if (sessions.isEmpty()) {
        return;
      }
      Duration waited = Duration.ofNanos(System.nanoTime() - started);
      if (waited.compareTo(PATIENCE) > 0) {
        throw new ServerException(
            "The template database %s is prepared, but sessions on it do not end: %s. Nothing of it is kept. Close every connection that a script or a seed opens."
                .formatted(building, String.join(", ", sessions)));
      }
      if (waited.compareTo(BEFORE_ENDING_SESSIONS) > 0) {
        Sql.query(
            admin,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ? AND usename = current_user",
            building);
      }
      Thread.sleep(PAUSE.toMillis());
    }
  }

  /** Makes it an ordinary database, to be dropped like a clone. */
  Clone retire(Connection admin, Slots slots) throws SQLException {
    Sql.run(admin, "ALTER DATABASE " + name + " IS_TEMPLATE false");
    return new Clone(server, name, slots);
  }

  /** Drops one that nobody else can use. */
  void discard(Connection admin) throws SQLException {
    drop(admin, name);
  }

  /** On a server that others use too, templates that nobody uses any more are found by this. */
  private static void markUsed(Connection admin, String database) throws SQLException {
    String today = COMMENT + LocalDate.now(ZoneOffset.UTC);
    if (Sql.query(
            admin,
            "SELECT 1 FROM pg_database WHERE datname = ? AND shobj_description(oid, 'pg_database') = ?",
            database,
            today)
        .isEmpty()) {
      Sql.run(admin, "COMMENT ON DATABASE " + database + " IS '" + today + "'");
    }
  }

  /** Drops this prefix's templates that were last used before this day. */
  static void collect(Connection admin, Names names, LocalDate before) throws SQLException {
    for (String old :
        Sql.query(
            admin,
            "SELECT datname FROM pg_database WHERE datname ~ ? AND pg_has_role(datdba, 'USAGE') AND coalesce(shobj_description(oid, 'pg_database') < ?, true)",
            names.templates(),
            COMMENT + before)) {
      if (Sql.tryLock(admin, old)) {
        try {
          drop(admin, old);
        } catch (SQLException e) {
          // Another may have dropped it meanwhile.
        } finally {
          Sql.unlock(admin, old);
        }
      }
    }
  }

  private static void drop(Connection admin, String database) throws SQLException {
    Sql.run(admin, "ALTER DATABASE " + database + " IS_TEMPLATE false");
    Sql.run(admin, "DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
  }
}
