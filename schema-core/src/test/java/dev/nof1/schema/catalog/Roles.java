package dev.nof1.schema.catalog;

import static dev.nof1.schema.fixture.TestServer.execute;
import static dev.nof1.schema.fixture.TestServer.query;

import dev.nof1.schema.fixture.TestServer;
import javax.sql.DataSource;

/** Roles to grant to; those of a server are there for all its databases. */
final class Roles {
  private Roles() {}

  static synchronized void create() {
    DataSource database = TestServer.server().dataSource("postgres");
    for (String role : new String[] {"app", "other"}) {
      if (query(database, "SELECT 1 FROM pg_roles WHERE rolname = '" + role + "'").isEmpty()) {
        execute(database, "CREATE ROLE " + role);
      }
    }
  }
}
