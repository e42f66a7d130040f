package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.execute;
import static dev.nof1.schema.fixture.TestServer.query;
import static dev.nof1.schema.fixture.Waiting.untilFound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.error.MigrationFailedException;
import dev.nof1.schema.event.MigrationListener;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which invalid indexes a repair that goes on drops: what its script has left, and no other. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RepairIndexTest {
  @TempDir private Path folder;
  private final DataSource database = TestServer.emptyDatabase();
  private final List<String> notices = new ArrayList<>();
  private ScriptFolder scripts;

  @BeforeEach
  void writeScripts() {
    scripts = ScriptFolder.withChangelog(folder).table(2, "t");
    scripts.script(
        "3_index.sql",
        "-- //@NO_TRANSACTION\nSELECT 1;\nCREATE UNIQUE INDEX CONCURRENTLY i ON t (id);\n-- //@UNDO\nDROP INDEX i;\n");
    migrations().up(2);
    execute(
        database,
        "CREATE SCHEMA other",
        "CREATE TABLE other.t (id int)",
        "INSERT INTO t VALUES (1), (1)",
        "INSERT INTO other.t VALUES (1), (1)");
    assertThatThrownBy(migrations()::up).isInstanceOf(MigrationFailedException.class);
  }

  @Test
  void thatOfItsTableByItsNameOnly() {
    for (String index : List.of("i ON other.t", "\"concurrently\" ON other.t", "id ON t")) {
      assertThatThrownBy(
              () -> execute(database, "CREATE UNIQUE INDEX CONCURRENTLY " + index + " (id)"))
          .hasMessageContaining("could not create unique index");
    }
    leaveOurs();

    migrations().records().repair().resume(OptionalInt.empty());

    assertThat(notices).contains("NOTICE: dropped the invalid index i, which is built anew.");
    assertThat(
            query(
                database,
                "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid ORDER BY 1"))
        .containsExactly("id", "other.\"concurrently\"", "other.i");
    assertThat(query(database, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass"))
        .containsExactly("t");
  }

  @Test
  void noneThatSomebodyElseIsBuilding() throws Exception {
    execute(database, "DELETE FROM t");
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try (Connection writer = database.getConnection();
        Statement write = writer.createStatement()) {
      write.execute("BEGIN; INSERT INTO t VALUES (1)");
      Future<?> build =
          threads.submit(() -> execute(database, "CREATE INDEX CONCURRENTLY i ON t (id)"));
      untilFound(database, "SELECT 1 FROM pg_class WHERE relname = 'i'");

      assertThatThrownBy(() -> migrations().records().repair().resume(OptionalInt.empty()))
          .hasMessageContaining(
              "the index i is there but not valid, because building it failed earlier, or goes on just now.");

      write.execute("COMMIT");
      build.get(30, TimeUnit.SECONDS);
    } finally {
      threads.shutdownNow();
    }
    assertThat(query(database, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass"))
        .containsExactly("t");
  }

  @Test
  void notWaitingForItsTableLongerThanForAnythingElse() throws SQLException {
    leaveOurs();
    try (Connection other = database.getConnection();
        Statement lock = other.createStatement()) {
      lock.execute("BEGIN; LOCK TABLE t IN SHARE MODE");

      assertThatThrownBy(() -> migrations().records().repair().resume(OptionalInt.empty()))
          .hasMessageContaining("canceling statement due to lock timeout [55P03]")
          .hasMessageContaining("It was tried ")
          .hasMessageContaining("It was last blocked by server process ");
      lock.execute("ROLLBACK");
    }
    migrations().records().repair().resume(OptionalInt.empty());
    assertThat(query(database, "SELECT max(id) FROM changelog")).containsExactly("3");
  }

  /** As a killed tool does. */
  private void leaveOurs() {
    assertThatThrownBy(() -> execute(database, "CREATE UNIQUE INDEX CONCURRENTLY i ON t (id)"))
        .hasMessageContaining("could not create unique index");
    execute(database, "DELETE FROM t");
  }

  private Migrations migrations() {
    return Migrations.builder(database)
        .source(scripts.source())
        .lockTimeout(Duration.ofMillis(200))
        .lockTries(2)
        .listener(
            new MigrationListener() {
              @Override
              public void notice(String text) {
                notices.add(text);
              }
            })
        .build();
  }
}
