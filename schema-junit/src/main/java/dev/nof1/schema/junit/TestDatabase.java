package dev.nof1.schema.junit;

import dev.nof1.schema.postgres.EmbeddedServer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import javax.sql.DataSource;

/** A migrated database that belongs to one test class. */
record TestDatabase(EmbeddedServer server, String name) {

  DataSource dataSource() {
    return server.dataSource(name);
  }

  String jdbcUrl() {
    return server.jdbcUrl(name)
        + "?user="
        + URLEncoder.encode(server.user(), StandardCharsets.UTF_8)
        + "&password="
        + URLEncoder.encode(server.password(), StandardCharsets.UTF_8);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return name + " on " + server;
  }
}
