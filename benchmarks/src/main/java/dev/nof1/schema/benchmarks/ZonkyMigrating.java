package dev.nof1.schema.benchmarks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.sql.DataSource;

/** zonky's server kept for the JVM, and every class migrates a database of its own. */
final class ZonkyMigrating extends OtherTool {

  /** Started by the first class; stopped by zonky's own hook when the JVM ends. */
  private static final class Server {
    static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  DataSource next() throws Exception {
    String name = create(Server.SERVER.getPostgresDatabase());
    DataSource database = Server.SERVER.getDatabase("postgres", name);
    up(database);
    return database;
  }
}
