package dev.nof1.schema;

import dev.nof1.schema.postgres.EmbeddedServer;
import dev.nof1.schema.postgres.ServerSettings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** One throw-away server for all tests of this JVM, and an empty database for whoever asks. */
public final class TestServer {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private TestServer() {}

  private static final class Holder {
    static final EmbeddedServer SERVER = EmbeddedServer.temporary(settings());

    /** Copies files instead of writing all of them to the log first. */
    static final String STRATEGY = major() >= 15 ? " STRATEGY FILE_COPY" : "";

    private static int major() {
      return Integer.parseInt(SERVER.version().replaceFirst("\\..*", ""));
    }

    /** The version that the suite is run on, as for the tests of schema-junit. */
    private static ServerSettings settings() {
      String version = System.getProperty("nof1.test.postgres.version", "");
      return version.isEmpty()
          ? ServerSettings.defaults()
          : ServerSettings.defaults().withVersion(version);
    }
  }

  public static EmbeddedServer server() {
    return Holder.SERVER;
  }

  /** Creates an empty database and returns its name. */
  public static String createDatabase() {
    String name = "test_" + DATABASES.incrementAndGet();
    execute(server().dataSource("postgres"), "CREATE DATABASE " + name + Holder.STRATEGY);
    return name;
  }

  /** Creates an empty database and returns the way to it. */
  public static DataSource emptyDatabase() {
    return server().dataSource(createDatabase());
  }

  public static void execute(DataSource database, String... statements) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first column of every row, as text. */
  public static List<String> query(DataSource database, String sql) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (row.next()) {
        values.add(row.getString(1));
      }
      return values;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
