package dev.nof1.schema.benchmarks;

import static dev.nof1.schema.benchmarks.Samples.millis;

import dev.nof1.schema.catalog.SchemaSnapshot;
import dev.nof1.schema.postgres.EmbeddedServer;
import dev.nof1.schema.postgres.ServerSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;

/** Reading a large schema, and comparing two of them, in a JVM that has done it before. */
final class Snapshots {
  private static final int TABLES = 1000;
  private static final int COLUMNS = 10;
  private static final long READ = 2_000_000_000;
  private static final long COMPARE = 200_000_000;

  /** Ten columns and two indexes a table, beside that of its primary key. */
  private static final String TABLE =
      """
      CREATE TABLE %1$s (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a text NOT NULL DEFAULT 'x', b int NOT NULL,
        c numeric(10, 2), d timestamptz DEFAULT now(), e boolean, f text, g jsonb, h date, parent bigint REFERENCES %2$s);
      CREATE INDEX ON %1$s (b, d);
      CREATE INDEX ON %1$s (lower(f)) WHERE e
      """;

  private Snapshots() {}

  static void measure(int repetitions, Report report) throws Exception {
    report.section(
        "A large schema",
        """
        %d tables with %d columns, a primary key, a foreign key and two indexes each, on the embedded server. The second
        schema differs in one column of every tenth table. The first time is that of a JVM that has done nothing else
        yet; %d further runs."""
            .formatted(TABLES, COLUMNS, repetitions));
    try (EmbeddedServer server = EmbeddedServer.temporary(ServerSettings.defaults());
        Connection one = database(server, "one");
        Connection other = database(server, "other");
        Statement change = other.createStatement()) {
      for (int i = 0; i < TABLES; i += 10) {
        change.execute("ALTER TABLE t%d ALTER COLUMN b SET DEFAULT 1".formatted(i));
      }
      report.header("", "first", "median", "p95");
      Samples reading = row(report, "reading", repetitions, () -> SchemaSnapshot.read(one));
      SchemaSnapshot after = SchemaSnapshot.read(other);
      SchemaSnapshot before = SchemaSnapshot.read(one);
      Samples comparing = row(report, "comparing", repetitions, () -> before.compare(after).size());
      row(report, "rendering as text", repetitions, () -> before.text().length());
      report.note(
          "%d objects, %d differences, %d characters of text."
              .formatted(
                  before.objects().size(), before.compare(after).size(), before.text().length()));
      target(report, "reading < 2 s", reading, READ);
      target(report, "comparing < 0.2 s", comparing, COMPARE);
    }
  }

  /** The worst must do it, the first one included. */
  private static void target(Report report, String what, Samples samples, long limit) {
    report.target(what, samples.worst() < limit, "at worst " + millis(samples.worst()));
  }

  private static Samples row(Report report, String what, int repetitions, Callable<?> work)
      throws Exception {
    Samples all = new Samples();
    Samples further = new Samples();
    long first = time(work);
    all.add(first);
    for (int i = 0; i < repetitions; i++) {
      long time = time(work);
      all.add(time);
      further.add(time);
    }
    report.row(what, millis(first), millis(further.median()), millis(further.p95()));
    return all;
  }

  private static long time(Callable<?> work) throws Exception {
    long start = System.nanoTime();
    work.call();
    return System.nanoTime() - start;
  }

  private static Connection database(EmbeddedServer server, String name) throws SQLException {
    try (Connection connection = server.dataSource("postgres").getConnection();
        Statement create = connection.createStatement()) {
      create.execute("CREATE DATABASE " + name);
    }
    Connection connection = server.dataSource(name).getConnection();
    try (Statement create = connection.createStatement()) {
      for (int i = 0; i < TABLES; i++) {
        create.execute(TABLE.formatted("t" + i, "t" + Math.max(i - 1, 0)));
      }
    }
    return connection;
  }
}
