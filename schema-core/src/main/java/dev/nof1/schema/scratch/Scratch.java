package dev.nof1.schema.scratch;

import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.error.SchemaException;
import dev.nof1.schema.plan.Target;
import dev.nof1.schema.postgres.EmbeddedServer;
import dev.nof1.schema.postgres.Preparation;
import dev.nof1.schema.postgres.ServerSettings;
import dev.nof1.schema.sql.driver.SqlStates;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Databases to try migrations on, on an embedded server that is thrown away. One of them is
 * migrated already: it is kept in the cache of clusters, so that the next one with the same recipe
 * is there at once.
 */
final class Scratch implements AutoCloseable {
  private static final String MIGRATED = "scratch";

  /** Each is created once; beyond that something else is the matter. */
  private static final int MOST_LACKS = 200;

  private final EmbeddedServer server;
  private final ServerSettings settings;
  private final List<EmbeddedServer> others = new ArrayList<>();

  private Scratch(EmbeddedServer server, ServerSettings settings) {
    this.server = server;
    this.settings = settings;
  }

  /** Fills a database. */
  interface Filling {
    void fill(DataSource database);
  }

  /**
   * Starts a server with a migrated database.
   *
   * @throws DatabaseException if it cannot be migrated
   * @throws dev.nof1.schema.error.ServerException if there is no server
   */
  static Scratch start(ScratchRecipe recipe, ServerSettings settings) {
    return new Scratch(
        EmbeddedServer.temporary(
            settings,
            new Preparation() {
              @Override
              public String key() {
                return recipe.key();
              }

              @Override
              public void prepare(EmbeddedServer building) {
                fill(building, MIGRATED, recipe.place(), recipe::fill);
              }
            }),
        settings);
  }

  /**
   * Starts a server of a major version, or the nearest, with a migrated database: jars that a class
   * loader knows beside the class path count only where they bring that very version.
   */
  static Scratch near(
      int major, ScratchRecipe recipe, ServerSettings settings, ClassLoader programs) {
    Thread thread = Thread.currentThread();
    ClassLoader usual = thread.getContextClassLoader();
    thread.setContextClassLoader(programs);
    try {
      if (EmbeddedServer.nearestMajor(major).equals(OptionalInt.of(major))) {
        return start(recipe, settings.withVersion(Integer.toString(major)));
      }
    } finally {
      thread.setContextClassLoader(usual);
    }
    OptionalInt nearest = EmbeddedServer.nearestMajor(major);
    return start(
        recipe,
        nearest.isEmpty() ? settings : settings.withVersion(Integer.toString(nearest.getAsInt())));
  }

  DataSource migrated() {
    return address();
  }

  /** Address of the migrated database, with the password. */
  PGSimpleDataSource address() {
    return server.dataSource(MIGRATED);
  }

  /** Address of the migrated database, without user and password. */
  String url() {
    return server.jdbcUrl(MIGRATED);
  }

  /**
   * Fills another database. Roles are a server's, not a database's: where the first one has made
   * some, this one is on a server of its own, so that it can make the same.
   */
  DataSource filled(String name, Filling filling) {
    EmbeddedServer place = server;
    if (!roles(server).isEmpty()) {
      place = EmbeddedServer.temporary(settings);
      others.add(place);
    }
    fill(place, name, LivePlace.ANY, filling);
    return place.dataSource(name);
  }

  /** Undoes what was filled in. */
  void undo(DataSource database, ScratchRecipe recipe) {
    try {
      recipe.migrations(database).run(Target.base());
    } catch (SchemaException e) {
      throw ScratchLacks.failure(e, server.toString());
    }
  }

  /** Names the server. */
  @Override
  public String toString() {
    return server.toString();
  }

  @Override
  public void close() {
    others.forEach(EmbeddedServer::close);
    server.close();
  }

  /**
   * Roles and schemas that were there before the first migration are named in no script: what turns
   * out to be lacking is created, and all begins anew.
   */
  private static void fill(EmbeddedServer server, String name, LivePlace place, Filling filling) {
    ScratchLacks lacks = new ScratchLacks(place);
    Set<String> roles = roles(server);
    for (int tries = 0; ; tries++) {
      try {
        run(
            server,
            server.maintenanceDatabase(),
            "CREATE DATABASE " + name + " TEMPLATE template0");
        for (String sql : lacks.before(name)) {
          run(server, name, sql);
        }
        filling.fill(server.dataSource(name));
        return;
      } catch (SchemaException e) {
        Optional<String> role = lacks.learn(e);
        if (role.isEmpty() || tries == MOST_LACKS) {
          throw ScratchLacks.failure(e, server.toString());
        }
        run(server, server.maintenanceDatabase(), "DROP DATABASE " + name + " WITH (FORCE)");
        dropRolesBut(roles, server);
      }
    }
  }

  /** Migrations that were committed before the one that failed may have made some. */
  private static void dropRolesBut(Set<String> those, EmbeddedServer server) {
    Set<String> made = roles(server);
    made.removeAll(those);
    if (!made.isEmpty()) {
      run(server, server.maintenanceDatabase(), "DROP ROLE " + String.join(", ", made));
    }
  }

  /** The roles that are not as old as the server, quoted. */
  private static Set<String> roles(EmbeddedServer server) {
    try (Connection connection = server.dataSource(server.maintenanceDatabase()).getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                // Objects that are created with the server have the oids below.
                "SELECT quote_ident(rolname) FROM pg_roles WHERE oid >= 16384 ORDER BY 1")) {
      Set<String> roles = new TreeSet<>();
      while (row.next()) {
        roles.add(row.getString(1));
      }
      return roles;
    } catch (SQLException e) {
      throw unusable(e);
    }
  }

  private static DatabaseException unusable(SQLException e) {
    return new DatabaseException(
        "The scratch database cannot be used: " + SqlStates.describe(e) + ".", e);
  }

  private static void run(EmbeddedServer server, String database, String sql) {
    try (Connection connection = server.dataSource(database).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw unusable(e);
    }
  }
}
