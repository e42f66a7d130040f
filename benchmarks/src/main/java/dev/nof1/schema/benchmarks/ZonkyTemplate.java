package dev.nof1.schema.benchmarks;

import io.zonky.test.db.postgres.embedded.PreparedDbProvider;
import javax.sql.DataSource;

/** zonky's server kept for the JVM, its {@code template1} migrated once, a copy for every class. */
final class ZonkyTemplate extends OtherTool {

  /** Started by the first class; stopped by zonky's own hook when the JVM ends. */
  private static final class Server {
    static final PreparedDbProvider DATABASES = PreparedDbProvider.forPreparer(OtherTool::up);
  }

  @Override
  DataSource next() throws Exception {
    return Server.DATABASES.createDataSource();
  }
}
