package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.execute;
import static dev.nof1.schema.fixture.TestServer.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.event.LockHolder;
import dev.nof1.schema.event.MigrationListener;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import dev.nof1.schema.plan.State;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.session.MigrationLock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ConcurrencyTest {
  @TempDir private Path folder;
  private final DataSource database = TestServer.emptyDatabase();

  @RepeatedTest(3)
  void sixteenMigratorsTogetherApplyEachScriptOnce() throws Exception {
    ScriptFolder scripts = ScriptFolder.withChangelog(folder).table(2, "log");
    for (int id = 3; id <= 20; id++) {
      scripts.script(
          id + "_row.sql", "INSERT INTO log VALUES (" + id + ");\n-- //@UNDO\nSELECT 1;");
    }
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Future<RunResult>> reports = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        reports.add(
            threads.submit(
                () -> {
                  start.await();
                  return scripts.migrations(database).up();
                }));
      }
      start.countDown();

      List<Step> ran = new ArrayList<>();
      for (Future<RunResult> report : reports) {
        ran.addAll(report.get().steps());
        assertThat(report.get().after().in(State.PENDING)).isEmpty();
      }
      assertThat(ran).hasSize(20).doesNotHaveDuplicates();
    } finally {
      threads.shutdownNow();
    }
    assertThat(query(database, "SELECT count(*) || ' ' || count(DISTINCT id) FROM log"))
        .containsExactly("18 18");
  }

  @Test
  void isKeptOutHoweverTheChangelogIsSpelt() throws Exception {
    execute(database, "CREATE SCHEMA mine");
    ScriptFolder scripts = ScriptFolder.withChangelog(folder).table(2, "t");
    try (Connection holder = database.getConnection();
        MigrationLock lock = MigrationLock.acquire(holder, "CHANGELOG", Duration.ZERO, who -> {})) {
      for (String spelling :
          List.of("changelog", "public.changelog", "\"changelog\"", "mine.ChangeLog")) {
        Migrations other =
            Migrations.builder(database)
                .source(scripts.source())
                .changelog(spelling)
                .lockPatience(Duration.ZERO)
                .build();
        assertThatThrownBy(other::up).hasMessageStartingWith("Another migrator has held the lock");
      }
    }
  }

  @Test
  void tellsWhomItWaitsFor() throws Exception {
    ScriptFolder scripts =
        ScriptFolder.withChangelog(folder)
            .script("2_wait.sql", "SELECT pg_advisory_xact_lock(1);\n-- //@UNDO\nSELECT 1;");
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (Connection holder = database.getConnection();
        Statement hold = holder.createStatement()) {
      hold.execute("SELECT pg_advisory_lock(1)");
      Future<?> first = threads.submit(() -> scripts.migrations(database).up());
      while (query(
              database,
              "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = 1 AND NOT granted")
          .isEmpty()) {
        execute(database, "SELECT pg_sleep(0.01)");
      }
      String pid =
          query(
                  database,
                  "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = 1 AND NOT granted")
              .get(0);

      CompletableFuture<LockHolder> heard = new CompletableFuture<>();
      MigrationListener listener =
          new MigrationListener() {
            @Override
            public void waiting(LockHolder who) {
              heard.complete(who);
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

      assertThat(heard.get(20, TimeUnit.SECONDS).toString())
          .matches(
              "server process "
                  + pid
                  + " \\(PostgreSQL JDBC Driver, from 127\\.0\\.0\\.1, connected for \\d+ s, active for \\d+ s\\)");
      hold.execute("SELECT pg_advisory_unlock(1)");
      first.get();
      assertThat(second.get().steps()).isEmpty();
    } finally {
      threads.shutdownNow();
    }
  }
}
