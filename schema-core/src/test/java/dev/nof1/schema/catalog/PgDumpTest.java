package dev.nof1.schema.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.nof1.schema.fixture.Fuzz;
import dev.nof1.schema.fixture.TestServer;
import dev.nof1.schema.postgres.EmbeddedServer;
import dev.nof1.schema.postgres.OlderServers;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Two databases, one of them a random statement ahead: their snapshots are equal exactly when
 * pg_dump gives the same for both. Larger, and with other dice, by the options of {@link Fuzz}.
 *
 * <p>What the two see differently, and why the dice do not throw it:
 *
 * <ul>
 *   <li>{@code DISABLE TRIGGER ALL} on a table with foreign keys: pg_dump leaves out the triggers
 *       of constraints; the snapshot says that they are disabled, since the foreign key does
 *       nothing then.
 *   <li>{@code REVOKE} of what a role never had: it writes the privileges out, which changes
 *       neither; but pg_dump gives grants in the order in which they were made. The snapshot has an
 *       order of its own, and {@link PgDump} sorts.
 *   <li>Options of a table ({@code WITH (a, b)}) are in the order in which they were set; the same.
 *   <li>Secrets: pg_dump shows the options of user mappings, the snapshot their names.
 * </ul>
 */
class PgDumpTest {
  private static final int STEPS = 60;

  private static EmbeddedServer server;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    if (!PgDump.canDump(15)) {
      String reason = "there is no pg_dump of PostgreSQL 15 or newer";
      System.out.println("Skipped: " + reason);
      abort(reason);
    }
    server = OlderServers.temporary("15");
    TestServer.execute(server.dataSource("postgres"), "CREATE ROLE app", "CREATE ROLE other");
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void agreesWithPgDumpAboutWhatIsEqual() throws Exception {
    for (int i = 0; i < Fuzz.times(1); i++) {
      walk(Fuzz.dice(i), "walk_" + i, "seed %d, walk %d".formatted(Fuzz.SEED, i));
    }
  }

  /** What the two say about one database. */
  private record Sight(SchemaSnapshot snapshot, String dump) {
    static Sight of(Connection database) throws Exception {
      return new Sight(
          SchemaSnapshot.read(database, SnapshotOptions.defaults().withOwners(true)),
          PgDump.of(server, database.getCatalog()));
    }
  }

  /** Both databases get the same statements in the end, so that they meet again after each. */
  private static void walk(Random dice, String name, String told) throws Exception {
    String behind = name + "_behind";
    String ahead = name + "_ahead";
    TestServer.execute(
        server.dataSource("postgres"), "CREATE DATABASE " + behind, "CREATE DATABASE " + ahead);
    try (Connection one = server.dataSource(behind).getConnection();
        Connection other = server.dataSource(ahead).getConnection()) {
      walk(new RandomDdl(dice), one, other, told);
    }
    TestServer.execute(
        server.dataSource("postgres"), "DROP DATABASE " + behind, "DROP DATABASE " + ahead);
  }

  private static void walk(RandomDdl ddl, Connection behind, Connection ahead, String told)
      throws Exception {
    int different = 0;
    Sight before = Sight.of(behind);
    for (int step = 0; step < STEPS; ) {
      String sql = ddl.next();
      if (!executes(ahead, sql)) {
        continue;
      }
      step++;
      String where = told + ", step " + step + ": " + sql;
      Sight after = Sight.of(ahead);
      different += agree(before, after, where) ? 0 : 1;
      assertThat(executes(behind, sql)).as(where).isTrue();
      before = after;
      if (step % 10 == 0) {
        before = Sight.of(behind);
        assertThat(agree(before, after, where + ", in both")).as(where).isTrue();
      }
    }
    // Dice that never change anything would prove nothing.
    assertThat(different).as(told).isBetween(STEPS / 4, STEPS - 1);
  }

  private static boolean agree(Sight before, Sight after, String where) {
    String differences =
        Difference.text(
            before
                .snapshot()
                .compare(after.snapshot(), ComparisonOptions.defaults().withColumnOrder(true)));
    assertThat(differences.isEmpty())
        .as(
            "%s%nsnapshots differ in:%n%s%npg_dump differs in:%n%s",
            where, differences, PgDump.difference(before.dump(), after.dump()))
        .isEqualTo(before.dump().equals(after.dump()));
    return differences.isEmpty();
  }

  /** Many a random statement cannot be: there is no such table, or there is one already. */
  private static boolean executes(Connection database, String sql) {
    try (Statement statement = database.createStatement()) {
      statement.execute(sql);
      return true;
    } catch (SQLException e) {
      return false;
    }
  }
}
