package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.execute;
import static dev.nof1.schema.fixture.TestServer.query;
import static dev.nof1.schema.fixture.Waiting.untilFound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.event.LockHolder;
import dev.nof1.schema.event.MigrationListener;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts that cannot run in a transaction, and say so. */
class NoTransactionTest {
  private static final String INDEX =
      "-- //@NO_TRANSACTION\nCREATE UNIQUE INDEX CONCURRENTLY i ON t (id);\n-- //@UNDO\n-- //@NO_TRANSACTION\nDROP INDEX CONCURRENTLY i;\n";

  @TempDir private Path folder;
  private final DataSource database = TestServer.emptyDatabase();
  private ScriptFolder scripts;

  @BeforeEach
  void writeScripts() {
    scripts = ScriptFolder.withChangelog(folder).table(2, "t");
    scripts.migrations(database).up();
  }

  @Test
  void goUpAndDown() {
    scripts.script("3_index.sql", INDEX);

    scripts.migrations(database).up();
    assertThat(query(database, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass"))
        .containsExactly("t");
    assertThat(recorded()).isEqualTo("3");

    scripts.migrations(database).down(1);
    assertThat(query(database, "SELECT to_regclass('i')")).containsExactly((String) null);
    assertThat(recorded()).isEqualTo("2");
  }

  @Test
  void dropTheInvalidIndexThatAFailedBuildLeaves() {
    execute(database, "INSERT INTO t VALUES (1), (1)");
    for (String index :
        List.of(
            INDEX,
            INDEX.replace(" i ON", " ON"),
            INDEX.replace("LY i ON t", "LY \"I x\" ON public.t"))) {
      scripts.script("3_index.sql", index);

      assertThatThrownBy(scripts.migrations(database)::up)
          .hasMessageContaining("could not create unique index")
          .hasMessageContaining(
              "no statement before the failed one has run, and the failed one may have left something behind. It is not recorded; the changelog is as it was, at 2 (create t).")
          .hasMessageContaining(" that it had left behind was dropped.");
      assertThat(
              query(
                  database,
                  "SELECT indexrelid::regclass FROM pg_index WHERE indrelid = 't'::regclass"))
          .isEmpty();
    }
  }

  @Test
  void areNotContentWithAnInvalidIndexOfEarlier() {
    execute(database, "INSERT INTO t VALUES (1), (1)");
    leaveAnInvalidIndex();
    execute(database, "DELETE FROM t");
    for (String index : List.of(INDEX, INDEX.replace("LY i", "LY IF NOT EXISTS i"))) {
      scripts.script("3_index.sql", index);

      assertThatThrownBy(scripts.migrations(database)::up)
          .hasMessageContaining(
              "3_index.sql:2:1: the index i is there but not valid, because building it failed earlier, or goes on just now. DROP INDEX CONCURRENTLY i first")
          .hasMessageEndingWith(" Then run this again.");
      assertThat(recorded()).isEqualTo("2");
      // It was there before, so it is not ours to drop.
      assertThat(query(database, "SELECT to_regclass('i')")).containsExactly("i");
    }
    scripts.script("3_index.sql", "CREATE INDEX IF NOT EXISTS i ON t (id);\n");
    assertThatThrownBy(scripts.migrations(database)::up)
        .hasMessageContaining("the index i is there but not valid");

    execute(database, "DROP INDEX i");
    scripts.migrations(database).up();
    assertThat(recorded()).isEqualTo("3");
  }

  @Test
  void areNotContentWithAnIndexThatSomebodyElseIsBuilding() throws Exception {
    scripts.script("3_index.sql", INDEX.replace("LY i", "LY IF NOT EXISTS i"));
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try (Connection writer = database.getConnection();
        Statement write = writer.createStatement()) {
      write.execute("BEGIN; INSERT INTO t VALUES (1)");
      Future<?> build =
          threads.submit(() -> execute(database, "CREATE INDEX CONCURRENTLY i ON t (id)"));
      untilFound(database, "SELECT 1 FROM pg_class WHERE relname = 'i'");

      assertThatThrownBy(scripts.migrations(database)::up)
          .hasMessageContaining("the index i is there but not valid");

      write.execute("COMMIT");
      build.get(30, TimeUnit.SECONDS);
    } finally {
      threads.shutdownNow();
    }
    scripts.migrations(database).up();
    assertThat(recorded()).isEqualTo("3");
  }

  @Test
  void leaveOtherInvalidIndexesAlone() {
    execute(database, "INSERT INTO t VALUES (1), (1)");
    leaveAnInvalidIndex();
    scripts.script("3_index.sql", INDEX.replace("LY i", "LY index_of_t"));

    assertThatThrownBy(scripts.migrations(database)::up)
        .hasMessageContaining("The invalid index index_of_t that it had left behind was dropped.");
    assertThat(query(database, "SELECT to_regclass('i')")).containsExactly("i");

    scripts.script(
        "3_index.sql", "-- //@NO_TRANSACTION\nCREATE INDEX CONCURRENTLY it ON t (id);\n");
    scripts.migrations(database).up();
    assertThat(recorded()).isEqualTo("3");
  }

  @Test
  void dropWhatAFailedReindexLeaves() {
    execute(database, "CREATE UNIQUE INDEX u ON t ((1 / id))", "INSERT INTO t VALUES (1)");
    execute(database, "UPDATE pg_index SET indisunique = false WHERE indexrelid = 'u'::regclass");
    execute(database, "INSERT INTO t VALUES (1)");
    execute(database, "UPDATE pg_index SET indisunique = true WHERE indexrelid = 'u'::regclass");
    scripts.script("3_index.sql", "-- //@NO_TRANSACTION\nREINDEX INDEX CONCURRENTLY u;\n");

    assertThatThrownBy(scripts.migrations(database)::up)
        .hasMessageContaining("[23505]")
        .hasMessageContaining("The invalid index u_ccnew that it had left behind was dropped.");
    assertThat(query(database, "SELECT to_regclass('u_ccnew')")).containsExactly((String) null);
  }

  @Test
  void mayBuildTheIndexOfAPartitionedTablePartByPart() {
    scripts.script(
        "3_index.sql",
        "-- //@NO_TRANSACTION\nCREATE TABLE p (a int) PARTITION BY LIST (a);\nCREATE INDEX i ON ONLY p (a);\n");

    scripts.migrations(database).up();

    assertThat(recorded()).isEqualTo("3");
  }

  /** As a killed tool does. */
  private void leaveAnInvalidIndex() {
    assertThatThrownBy(() -> execute(database, "CREATE UNIQUE INDEX CONCURRENTLY i ON t (id)"))
        .hasMessageContaining("could not create unique index");
  }

  @Test
  void leaveNoRowWhereItCannotBeRight() {
    scripts.script("3.5_t.sql", "-- //@NO_TRANSACTION\nSELECT 1;\n");

    assertThatThrownBy(scripts.migrations(database)::up)
        .hasMessageContaining("keeps the id 3.5 as 4")
        .hasMessageContaining("Nothing of it was run; ");
    assertThat(recorded()).isEqualTo("2");
  }

  @Test
  void mayNotControlTransactionsOrGiveUpTheLock() {
    scripts.script("3_t.sql", "-- //@NO_TRANSACTION\nBEGIN;\n");
    assertThatThrownBy(scripts.migrations(database)::up)
        .hasMessage(
            "%s/3_t.sql:2:1: BEGIN is not for a script with '-- //@NO_TRANSACTION': each of its statements stands for itself. Nothing was run. Remove the statement, or put what has to be one transaction into a script of its own."
                .formatted(folder));
    scripts.script("3_t.sql", "-- //@NO_TRANSACTION\nDISCARD ALL;\n");
    assertThatThrownBy(scripts.migrations(database)::up)
        .hasMessageContaining("DISCARD ALL would give up the lock that keeps other migrators out.");
  }

  /**
   * A migrator that waited inside the server would hold a snapshot, and the build would wait for
   * it.
   */
  @Test
  void areNotHeldUpByAnotherMigratorThatWaits() throws Exception {
    scripts.script(
        "3_index.sql",
        "-- //@NO_TRANSACTION\nSELECT pg_advisory_lock(7); SELECT pg_advisory_unlock(7);\nCREATE INDEX CONCURRENTLY i ON t (id);\n");
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (Connection holder = database.getConnection();
        Statement hold = holder.createStatement()) {
      hold.execute("SELECT pg_advisory_lock(7)");
      Future<RunResult> first = threads.submit(() -> scripts.migrations(database).up());
      untilFound(database, "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted");
      CountDownLatch waits = new CountDownLatch(1);
      MigrationListener listener =
          new MigrationListener() {
            @Override
            public void waiting(LockHolder holder) {
              waits.countDown();
            }
          };
      Future<RunResult> second =
          threads.submit(
              () ->
                  Migrations.builder(database)
                      .source(scripts.source())
                      .listener(listener)
                      .build()
                      .up());
      assertThat(waits.await(30, TimeUnit.SECONDS)).isTrue();
      hold.execute("SELECT pg_advisory_unlock(7)");

      assertThat(first.get(30, TimeUnit.SECONDS).steps()).hasSize(1);
      assertThat(second.get(30, TimeUnit.SECONDS).steps()).isEmpty();
    } finally {
      threads.shutdownNow();
    }
  }

  private String recorded() {
    return query(database, "SELECT max(id) FROM changelog").get(0);
  }
}
