package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.error.HookFailedException;
import dev.nof1.schema.error.MigrationFailedException;
import dev.nof1.schema.fixture.OneConnection;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import dev.nof1.schema.hook.Hooks;
import dev.nof1.schema.plan.Target;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.apache.ibatis.migration.hook.HookContext;
import org.apache.ibatis.migration.hook.MigrationHook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hook that is a Java object: when it runs, in which transaction, and what its failure leaves.
 */
class HooksTest {
  @TempDir private Path folder;
  private final DataSource database = TestServer.emptyDatabase();
  private final List<String> calls = new ArrayList<>();

  @BeforeEach
  void writeScripts() {
    ScriptFolder.withChangelog(folder).table(2, "a").table(3, "b");
  }

  @Test
  void runAroundTheRunAndAroundEachMigration() {
    migrations(new Recorder("up"), new Recorder("down")).up();
    migrations(new Recorder("up"), new Recorder("down")).run(Target.redo(1));

    assertThat(calls)
        .containsExactly(
            "up before null",
            "up beforeEach 1",
            "up afterEach 1",
            "up beforeEach 2",
            "up afterEach 2",
            "up beforeEach 3",
            "up afterEach 3",
            "up after null",
            "down before null",
            "down beforeEach 3",
            "down afterEach 3",
            "down after null",
            "up before null",
            "up beforeEach 3",
            "up afterEach 3",
            "up after null");
  }

  @Test
  void nothingToDoRunsNone() {
    migrations(null, null).up();

    migrations(new Recorder("up"), null).up();

    assertThat(calls).isEmpty();
  }

  @Test
  void seeTheOpenTransactionAndTheChangelogRow() {
    migrations(
            new Recorder("up") {
              @Override
              public void afterEach(Map<String, Object> bindings) {
                assertThat(context(bindings).getChange().getAppliedTimestamp())
                    .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
                context(bindings)
                    .executeSql(
                        "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM changelog WHERE id = %s) THEN RAISE 'no row'; END IF; END $$;"
                            .formatted(context(bindings).getChange().getId()));
              }
            },
            null)
        .up();

    assertThat(query(database, "SELECT count(*) FROM changelog")).containsExactly("3");
  }

  @Test
  void whatAnEachHookDidIsRolledBackWithTheMigration() {
    ScriptFolder scripts = new ScriptFolder(folder);
    scripts.script("3_create_b.sql", "SELECT broken;\n-- //@UNDO\nSELECT 1;\n");

    assertThatThrownBy(
            () ->
                migrations(
                        new Recorder("up") {
                          @Override
                          public void beforeEach(Map<String, Object> bindings) {
                            String id = context(bindings).getChange().getId().toString();
                            context(bindings)
                                .executeSql("CREATE TABLE before_" + id + " (id int);");
                          }
                        },
                        null)
                    .up())
        .isInstanceOf(MigrationFailedException.class);
    assertThat(tables()).containsExactly("a", "before_1", "before_2", "changelog");
  }

  @Test
  void aFailingEachHookFailsItsMigration() {
    assertThatThrownBy(() -> migrations(failing("afterEach", "2"), null).up())
        .isInstanceOf(MigrationFailedException.class)
        .hasMessageMatching(
            """
            Migration 2 \\(create a\\) failed at hook_after_each_up, \\S+: relation "nowhere" does not exist \\[42P01\\]
                SELECT \\* FROM nowhere
                              \\^
            It was rolled back; the migration before it stays done, and the database is at 1 \\(create changelog\\)\\. Fix the hook and run this again\\.\
            """);
    assertThat(tables()).containsExactly("changelog");
  }

  @Test
  void aFailingBeforeHookLeavesTheDatabaseAsItWas() {
    assertThatThrownBy(() -> migrations(failing("before", "null"), null).up())
        .isInstanceOf(HookFailedException.class)
        .hasMessageMatching(
            "(?s)The hook failed at hook_before_up, \\S+: relation \"nowhere\" .*It was rolled back; the database is as it was, at base\\. Fix the hook and run this again\\.");
    assertThat(tables()).isEmpty();
  }

  @Test
  void aFailingAfterHookLeavesTheMigrationsApplied() {
    assertThatThrownBy(() -> migrations(failing("after", "null"), null).up())
        .isInstanceOf(HookFailedException.class)
        .hasMessageContaining(
            "It was rolled back; the 3 migrations before it stay done, and the database is at 3 (create b). To run this again would not run the hook again: fix it for the next time, and do by hand what it was to do now.");
    assertThat(tables()).containsExactly("a", "b", "changelog");
  }

  @Test
  void anExceptionOfTheHookIsToldByItsMessage() {
    assertThatThrownBy(
            () ->
                migrations(
                        new Recorder("up") {
                          @Override
                          public void before(Map<String, Object> bindings) {
                            throw new IllegalStateException("not on a Friday");
                          }
                        },
                        null)
                    .up())
        .isInstanceOf(HookFailedException.class)
        .hasMessageContaining(": not on a Friday\nIt was rolled back;");
  }

  @Test
  void itsConnectionIsTheOneThatMigratesAndCannotEndTheTransaction() {
    assertThatThrownBy(
            () ->
                migrations(
                        new Recorder("up") {
                          @Override
                          public void afterEach(Map<String, Object> bindings) {
                            write(context(bindings));
                            throw new IllegalStateException("no");
                          }
                        },
                        null)
                    .up())
        .isInstanceOf(MigrationFailedException.class);
    assertThat(tables()).isEmpty();
  }

  private static void write(HookContext context) {
    try (Connection connection = context.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("CREATE TABLE kept (id int)");
      connection.commit();
      statement.execute("CREATE TABLE dropped (id int)");
      connection.rollback();
      statement.execute("INSERT INTO kept SELECT count(*) FROM changelog");
      connection.close();
      assertThat(connection.isClosed()).isTrue();
      assertThatThrownBy(connection::createStatement).isInstanceOf(SQLException.class);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aCommitInItsSqlIsRefused() {
    assertThatThrownBy(
            () ->
                migrations(
                        new Recorder("up") {
                          @Override
                          public void beforeEach(Map<String, Object> bindings) {
                            context(bindings).executeSql("COMMIT;");
                          }
                        },
                        null)
                    .up())
        .hasMessageContaining(
            "COMMIT is not for a hook: its transaction is begun and ended for it");
    assertThat(tables()).isEmpty();
  }

  @Test
  void whatBeforeSetsHoldsForTheRunAndNoLonger() throws SQLException {
    DataSource pool = OneConnection.of(database.getConnection());
    Migrations.builder(pool)
        .source(new ScriptFolder(folder).source())
        .hooks(
            new Hooks(
                new Recorder("up") {
                  @Override
                  public void before(Map<String, Object> bindings) {
                    context(bindings)
                        .executeSql(
                            "CREATE SCHEMA app; SET search_path TO app; SET work_mem TO '5MB';");
                  }
                },
                null))
        .build()
        .up();

    assertThat(query(database, "SELECT count(*) FROM app.changelog")).containsExactly("3");
    assertThat(query(pool, "SHOW search_path")).containsExactly("\"$user\", public");
    assertThat(query(pool, "SHOW work_mem")).containsExactly("4MB");
  }

  @Test
  void aScriptOutsideATransactionHasItsHooksInTwo() {
    new ScriptFolder(folder)
        .script(
            "4_index.sql",
            """
            -- //@NO_TRANSACTION
            CREATE INDEX CONCURRENTLY i ON a (id);
            -- //@UNDO
            DROP INDEX i;
            """);
    assertThatThrownBy(() -> migrations(failing("afterEach", "4"), null).up())
        .hasMessageContaining(
            "It runs outside a transaction: its statement has taken effect and stays, but it is not recorded; the 3 migrations before it stay done, and the database is at 3 (")
        .hasMessageEndingWith(
            " How far it got is noted: fix what was wrong, and 'schema-cli repair' goes on from there or takes it back.");
    assertThat(query(database, "SELECT max(id) FROM changelog")).containsExactly("3");
  }

  private Migrations migrations(@Nullable MigrationHook up, @Nullable MigrationHook down) {
    return Migrations.builder(database)
        .source(new ScriptFolder(folder).source())
        .hooks(new Hooks(up, down))
        .build();
  }

  private List<String> tables() {
    return query(
        database,
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1");
  }

  private static HookContext context(Map<String, Object> bindings) {
    return (HookContext) Objects.requireNonNull(bindings.get(MigrationHook.HOOK_CONTEXT));
  }

  /** Fails at one of its calls, after it has done something. */
  private Recorder failing(String call, String id) {
    return new Recorder("up") {
      @Override
      void called(String method, Map<String, Object> bindings) {
        context(bindings).executeSql("CREATE TABLE IF NOT EXISTS trace (id int);");
        if (method.equals(call) && id(bindings).equals(id)) {
          context(bindings).executeSql("SELECT * FROM nowhere;");
        }
        context(bindings).executeSql("DROP TABLE trace;");
      }
    };
  }

  private static String id(Map<String, Object> bindings) {
    return context(bindings).getChange() == null
        ? "null"
        : context(bindings).getChange().getId().toString();
  }

  private class Recorder implements MigrationHook {
    private final String name;

    Recorder(String name) {
      this.name = name;
    }

    void called(String method, Map<String, Object> bindings) {
      calls.add(name + " " + method + " " + id(bindings));
    }

    @Override
    public void before(Map<String, Object> bindings) {
      called("before", bindings);
    }

    @Override
    public void beforeEach(Map<String, Object> bindings) {
      called("beforeEach", bindings);
    }

    @Override
    public void afterEach(Map<String, Object> bindings) {
      called("afterEach", bindings);
    }

    @Override
    public void after(Map<String, Object> bindings) {
      called("after", bindings);
    }
  }
}
