package dev.nof1.schema.scratch;

import dev.nof1.schema.postgres.ServerSettings;
import dev.nof1.schema.repository.MigrationSource;
import dev.nof1.schema.repository.ScriptSettings;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Throw-away server with a database that a repository's migrations have been applied to, for
 * whatever reads a schema to generate code from it. The migrated database is kept in the cache, so
 * that the next server with the same scripts is there at once. Hooks are not run on it; roles and
 * schemas that the scripts use and do not make are made before.
 *
 * <p>The server ends with this JVM, even where that is killed. Safe for use by several threads.
 */
public final class MigratedServer implements AutoCloseable {
  private final Scratch scratch;
  private final PGSimpleDataSource database;

  private MigratedServer(Scratch scratch) {
    this.scratch = scratch;
    this.database = scratch.address();
  }

  /**
   * Starts a server with all migrations applied to its database.
   *
   * @param source where the scripts are
   * @param settings how they are read
   * @param changelog the changelog table's name, as in SQL
   * @param server how to start the server
   * @return running; to be closed
   * @throws dev.nof1.schema.error.SchemaException if no server can be started, or a migration fails
   */
  public static MigratedServer start(
      MigrationSource source, ScriptSettings settings, String changelog, ServerSettings server) {
    return new MigratedServer(
        Scratch.start(new ScratchRecipe(source, settings, changelog, LivePlace.ANY), server));
  }

  /**
   * Address of the database, without user and password.
   *
   * @return a URL for {@link java.sql.DriverManager}
   */
  public String url() {
    return scratch.url();
  }

  /**
   * Role to connect as, who may do anything on the server.
   *
   * @return its name
   */
  public String user() {
    return String.valueOf(database.getUser());
  }

  /**
   * The role's password.
   *
   * @return a secret of this server, which only this machine can connect to
   */
  public String password() {
    return String.valueOf(database.getPassword());
  }

  /** Stops the server without waiting for its clients, and deletes its data. */
  @Override
  public void close() {
    scratch.close();
  }

  /** Names server and version, never the password. */
  @Override
  public String toString() {
    return scratch.toString();
  }
}
