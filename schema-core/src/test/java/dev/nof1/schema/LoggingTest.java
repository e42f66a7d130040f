package dev.nof1.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.event.MigrationListener;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import dev.nof1.schema.plan.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What an application's log has of its migrations. The log is the JVM's. */
@Isolated
class LoggingTest {
  private final Logger logger = Logger.getLogger("dev.nof1.schema");
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          lines.add(record.getLevel() + " " + record.getMessage().replaceAll("\\d+ ms", "N ms"));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @TempDir private Path folder;
  private final DataSource database = TestServer.emptyDatabase();

  @BeforeEach
  void listen() {
    logger.addHandler(handler);
  }

  @AfterEach
  void stopListening() {
    logger.removeHandler(handler);
  }

  @Test
  void hasOneLineAMigration() {
    Migrations migrations =
        builder(ScriptFolder.withChangelog(folder).table(20260101, "t")).build();

    migrations.up();
    migrations.up();
    migrations.down(1);

    assertThat(lines)
        .containsExactly(
            "INFO Applied migration 1 (create changelog) in N ms",
            "INFO Applied migration 20260101 (create t) in N ms",
            "INFO Undid migration 20260101 (create t) in N ms");
  }

  @Test
  void hasNoneOfWhatWasRolledBack() {
    ScriptFolder scripts = ScriptFolder.withChangelog(folder).script("2_bad.sql", "SELECT 1/0;\n");

    assertThatThrownBy(() -> builder(scripts).build().up()).hasMessageContaining("division");

    assertThat(lines).containsExactly("INFO Applied migration 1 (create changelog) in N ms");
  }

  @Test
  void hasAllOfASingleTransactionAtItsEnd() {
    builder(ScriptFolder.withChangelog(folder).table(2, "t")).singleTransaction(true).build().up();

    assertThat(lines).hasSize(2);
  }

  @Test
  void isSilentForAListenerAndWhereTheLevelSaysSo() {
    ScriptFolder scripts = ScriptFolder.withChangelog(folder).table(2, "t");
    Migrations silent = builder(scripts).listener(MigrationListener.SILENT).build();
    silent.up();
    silent.down(1);
    Level before = logger.getLevel();
    logger.setLevel(Level.WARNING);
    try {
      builder(scripts).build().up();
    } finally {
      logger.setLevel(before);
    }

    assertThat(lines).isEmpty();
  }

  @Test
  void aReportIsOneShortLine() {
    ScriptFolder scripts = ScriptFolder.withChangelog(folder);
    for (int id = 2; id <= 8; id++) {
      scripts.table(id, "t" + id);
    }
    Migrations migrations = builder(scripts).build();

    RunResult up = migrations.up();
    RunResult down = migrations.down(7);
    RunResult none = migrations.run(Target.version(java.math.BigDecimal.ONE));

    String name = up.after().database();
    assertThat(up).hasToString("RunResult[8 applied, 0 undone; " + name + " is at 8 (create t8)]");
    assertThat(down)
        .hasToString("RunResult[0 applied, 7 undone; " + name + " is at 1 (create changelog)]");
    assertThat(none)
        .hasToString("RunResult[0 applied, 0 undone; " + name + " is at 1 (create changelog)]");
    assertThat(migrations.plan(Target.head()).toString())
        .isEqualTo(
            "Plan[7 steps to 8 (create t8), 0 skipped; " + name + " is at 1 (create changelog)]");
  }

  private Migrations.Builder builder(ScriptFolder scripts) {
    return Migrations.builder(database).source(scripts.source());
  }
}
