package dev.nof1.schema.benchmarks;

import dev.nof1.schema.junit.InjectDatabase;
import dev.nof1.schema.junit.MigratedDatabase;
import dev.nof1.schema.junit.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * In a forked JVM: classes that take no time against a bare loop of {@code CREATE DATABASE} on the
 * same server, in turn. Prints for each round how many nanoseconds a class, a bare copy, and a bare
 * copy that is connected to and asked took.
 */
final class Throughput {
  private static final long QUIET_NANOS = 300_000_000;

  private Throughput() {}

  /** Finds out where the server is. */
  @MigratedDatabase
  static class Look {
    static @Nullable TestDatabase database;

    @InjectDatabase private static @Nullable TestDatabase injected;

    @Test
    void look() {
      database = injected;
    }
  }

  /**
   * Measures.
   *
   * @param arguments how many classes a round, and how many rounds after the first, which is not
   *     counted
   */
  public static void main(String[] arguments) throws Exception {
    int classes = Integer.parseInt(arguments[0]);
    int rounds = Integer.parseInt(arguments[1]);
    List<Long> numbers = new ArrayList<>();
    try (LauncherSession session = LauncherFactory.openSession()) {
      session
          .getLauncher()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .selectors(DiscoverySelectors.selectClass(Look.class))
                  .build());
      TestDatabase server = Objects.requireNonNull(Look.database, "the server did not start");
      try (Connection admin = DriverManager.getConnection(url(server, "postgres"))) {
        for (int round = 0; round <= rounds; round++) {
          awaitQuiet(admin);
          Marks.take();
          TestRunner.run(session, Side.OURS, round * classes, (round + 1) * classes);
          List<Long> times = Marks.take();
          awaitQuiet(admin);
          long bare = bare(admin, server, classes, false);
          awaitQuiet(admin);
          long used = bare(admin, server, classes, true);
          if (round > 0) {
            numbers.add((times.get(times.size() - 1) - times.get(0)) / classes);
            numbers.add(bare / classes);
            numbers.add(used / classes);
          }
        }
      }
    }
    Marks.print(numbers);
  }

  private static long bare(Connection admin, TestDatabase server, int count, boolean used)
      throws SQLException {
    String template =
        one(
            admin,
            "SELECT datname FROM pg_database WHERE datistemplate AND NOT datallowconn AND datname <> 'template0'");
    long started = System.nanoTime();
    for (int i = 0; i < count; i++) {
      run(admin, "CREATE DATABASE bare_" + i + " TEMPLATE " + template + " STRATEGY FILE_COPY");
      if (used) {
        try (Connection connection = DriverManager.getConnection(url(server, "bare_" + i))) {
          one(connection, "SELECT count(*) FROM changelog");
        }
      }
    }
    long took = System.nanoTime() - started;
    for (int i = 0; i < count; i++) {
      run(admin, "DROP DATABASE bare_" + i + " WITH (FORCE)");
    }
    return took;
  }

  /** Until nothing has been made or dropped for a moment: what was made ahead, what is over. */
  private static void awaitQuiet(Connection admin) throws SQLException, InterruptedException {
    String before = "";
    long since = System.nanoTime();
    while (System.nanoTime() - since < QUIET_NANOS) {
      String now =
          one(admin, "SELECT string_agg(oid::text, ',' ORDER BY oid) FROM pg_database")
              + one(admin, "SELECT count(*) FROM pg_stat_activity WHERE state = 'active'");
      if (!now.equals(before)) {
        before = now;
        since = System.nanoTime();
      }
      Thread.sleep(20);
    }
  }

  private static String url(TestDatabase server, String database) {
    return server.jdbcUrl().replace("/" + server.name() + "?", "/" + database + "?");
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String one(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
