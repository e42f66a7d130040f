package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.error.MigrationFailedException;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import dev.nof1.schema.hook.Hooks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import javax.sql.DataSource;
import org.apache.ibatis.migration.hook.HookContext;
import org.apache.ibatis.migration.hook.MigrationHook;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hooks around what a repair brings to its end. */
class RepairHooksTest {
  @TempDir private Path folder;
  private final DataSource database = TestServer.emptyDatabase();
  private final List<String> calls = new ArrayList<>();
  private ScriptFolder scripts;

  @BeforeEach
  void failAtTheSecondStatement() {
    scripts = ScriptFolder.withChangelog(folder).table(2, "t");
    migrations().up();
    scripts.script(
        "3_fill.sql",
        "-- //@NO_TRANSACTION\nINSERT INTO t VALUES (1);\nSELECT 1/0;\nCREATE TABLE made AS SELECT current_setting('app.owner') AS owner;\n-- //@UNDO\n-- //@NO_TRANSACTION\nDELETE FROM t;\nSELECT 1/0;\nDROP TABLE IF EXISTS made;\n");
    assertThatThrownBy(migrations()::up).isInstanceOf(MigrationFailedException.class);
    calls.clear();
  }

  @Test
  void continuingRunsThemAllButTheOneBeforeTheMigrationWhichHasRun() {
    migrations().records().repair().resume(OptionalInt.of(3));

    assertThat(calls).containsExactly("up before", "up afterEach 3", "up after");
    // What 'before' sets holds for the statements that are left.
    assertThat(query(database, "SELECT owner FROM made")).containsExactly("one");
  }

  @Test
  void rollingBackRunsThoseOfUndoing() {
    assertThatThrownBy(() -> migrations().records().repair().rollBack())
        .hasMessageContaining("division by zero");
    assertThat(calls).containsExactly("down before", "down beforeEach 3");
    calls.clear();

    migrations().records().repair().resume(OptionalInt.of(3));

    assertThat(calls).containsExactly("down before", "down afterEach 3", "down after");
  }

  @Test
  void oneThatFailsLeavesItUnfinished() {
    Migrations failing =
        migrations(
            new Recorder("up") {
              @Override
              public void before(Map<String, Object> bindings) {
                context(bindings).executeSql("SET app.owner = 'one';");
              }

              @Override
              public void afterEach(Map<String, Object> bindings) {
                context(bindings).executeSql("SELECT * FROM nowhere;");
              }
            });

    assertThatThrownBy(() -> failing.records().repair().resume(OptionalInt.of(3)))
        .hasMessageContaining("relation \"nowhere\" does not exist")
        .hasMessageContaining("all 3 statements have taken effect and stay, but it is not recorded")
        .hasMessageEndingWith("'schema-cli repair' goes on from there or takes it back.");
    assertThat(migrations().records().unfinished().orElseThrow().line()).isZero();
    migrations().records().repair().resume(OptionalInt.empty());
    assertThat(query(database, "SELECT max(id) FROM changelog")).containsExactly("3");
  }

  private Migrations migrations() {
    return migrations(
        new Recorder("up") {
          @Override
          public void before(Map<String, Object> bindings) {
            super.before(bindings);
            context(bindings).executeSql("SET app.owner = 'one';");
          }
        });
  }

  private Migrations migrations(MigrationHook up) {
    return Migrations.builder(database)
        .source(scripts.source())
        .hooks(new Hooks(up, new Recorder("down")))
        .build();
  }

  private static HookContext context(Map<String, Object> bindings) {
    return (HookContext) Objects.requireNonNull(bindings.get(MigrationHook.HOOK_CONTEXT));
  }

  private class Recorder implements MigrationHook {
    private final String name;

    Recorder(String name) {
      this.name = name;
    }

    @Override
    public void before(Map<String, Object> bindings) {
      calls.add(name + " before");
    }

    @Override
    public void beforeEach(Map<String, Object> bindings) {
      calls.add(name + " beforeEach " + context(bindings).getChange().getId());
    }

    @Override
    public void afterEach(Map<String, Object> bindings) {
      calls.add(name + " afterEach " + context(bindings).getChange().getId());
    }

    @Override
    public void after(Map<String, Object> bindings) {
      calls.add(name + " after");
    }
  }
}
