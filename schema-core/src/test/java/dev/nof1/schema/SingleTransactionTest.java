package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.query;
import static dev.nof1.schema.fixture.TestServer.tables;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.event.MigrationListener;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.plan.Target;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All migrations of a run, or none. */
class SingleTransactionTest {
  @TempDir private Path folder;
  private final DataSource database = TestServer.emptyDatabase();
  private final List<String> heard = new ArrayList<>();
  private ScriptFolder scripts;

  @BeforeEach
  void writeScripts() {
    scripts = ScriptFolder.withChangelog(folder).table(2, "a").table(3, "b");
  }

  @Test
  void appliesAllAndUndoesAll() {
    RunResult up = together().up();

    assertThat(up.after().current()).map(m -> m.version()).contains("3");
    assertThat(query(database, "SELECT count(DISTINCT xmin::text) FROM changelog"))
        .containsExactly("1");
    assertThat(heard)
        .containsExactly(
            "started 1", "started 2", "started 3", "finished 1", "finished 2", "finished 3");

    together().run(Target.base());
    assertThat(tables(database)).isEmpty();
  }

  @Test
  void leavesNothingWhenOneFails() {
    scripts.script("4_fail.sql", "SELECT 1/0;");

    assertThatThrownBy(together()::up)
        .hasMessageContaining("4_fail.sql:1:1: division by zero [22012]")
        .hasMessageContaining("It was rolled back; the database is as it was, at base. ");
    assertThat(tables(database)).isEmpty();
    assertThat(heard).noneMatch(line -> line.startsWith("finished"));
  }

  @Test
  void keepsTheSettingsOfOneFromTheNext() {
    scripts
        .script("4_set.sql", "SET LOCAL search_path = ''; SET LOCAL ROLE pg_monitor;\n")
        .table(5, "c");

    together().up();

    assertThat(tables(database)).containsExactly("a", "b", "c", "changelog");
  }

  @Test
  void isRefusedToAScriptOutsideATransaction() {
    scripts.script("4_index.sql", "-- //@NO_TRANSACTION\nCREATE INDEX CONCURRENTLY i ON a (id);");

    assertThatThrownBy(together()::up)
        .hasMessage(
            "Migration 4 (index) runs outside a transaction ('-- //@NO_TRANSACTION' in %s/4_index.sql), so it cannot be part of a single one. Nothing was run. Run without that option, or only as far as the migration before it."
                .formatted(folder));
    assertThat(tables(database)).isEmpty();
    assertThat(together().run(Target.upTo(new BigDecimal(3))).steps()).hasSize(3);
  }

  private Migrations together() {
    return Migrations.builder(database)
        .source(scripts.source())
        .singleTransaction(true)
        .listener(
            new MigrationListener() {
              @Override
              public void started(Step step) {
                heard.add("started " + step.migration().version());
              }

              @Override
              public void finished(Step step, java.time.Duration time) {
                heard.add("finished " + step.migration().version());
              }
            })
        .build();
  }
}
