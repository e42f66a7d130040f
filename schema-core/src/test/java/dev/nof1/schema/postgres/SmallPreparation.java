package dev.nof1.schema.postgres;

import java.sql.SQLException;

/** A database with a few tables that knows its key. */
record SmallPreparation(String key) implements Preparation {
  static final String DATABASE = "prepared";

  @Override
  public void prepare(EmbeddedServer server) throws SQLException {
    Query.run(server, "CREATE DATABASE " + DATABASE);
    Query.run(
        server.dataSource(DATABASE),
        """
        CREATE TABLE key AS SELECT '%s' AS key;
        CREATE TABLE one (id serial PRIMARY KEY, name text UNIQUE);
        INSERT INTO one (name) SELECT 'name ' || i FROM generate_series(1, 10000) AS i;
        """
            .formatted(key));
  }

  /** Whether a server is a copy of the result. */
  boolean isDoneOn(EmbeddedServer server) throws SQLException {
    String found =
        Query.text(
            server.dataSource(DATABASE),
            "SELECT key || ' ' || (SELECT count(*) FROM one) FROM key");
    return found.equals(key + " 10000");
  }
}
