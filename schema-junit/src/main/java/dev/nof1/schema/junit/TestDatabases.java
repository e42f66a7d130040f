package dev.nof1.schema.junit;

import dev.nof1.schema.Migrations;
import dev.nof1.schema.postgres.EmbeddedServer;
import dev.nof1.schema.postgres.ServerSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** The one server of this JVM, and the databases on it. Safe for use by several threads. */
final class TestDatabases {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private TestDatabases() {}

  /** Started at the first need; it ends with the JVM. */
  private static final class Holder {
    static final EmbeddedServer SERVER = EmbeddedServer.temporary(ServerSettings.defaults());
  }

  /** Creates a database and migrates it to head. */
  static TestDatabase create() throws SQLException {
    String name = "test_" + COUNT.incrementAndGet();
    execute("CREATE DATABASE " + name);
    TestDatabase database = new TestDatabase(Holder.SERVER, name);
    Migrations.of(database.dataSource()).up();
    return database;
  }

  static void drop(TestDatabase database) throws SQLException {
    execute("DROP DATABASE " + database.name() + " WITH (FORCE)");
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = Holder.SERVER.dataSource("postgres").getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
