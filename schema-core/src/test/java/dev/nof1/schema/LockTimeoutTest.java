package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.execute;
import static dev.nof1.schema.fixture.TestServer.query;
import static dev.nof1.schema.fixture.Waiting.pause;
import static dev.nof1.schema.fixture.Waiting.untilFound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.error.MigrationFailedException;
import dev.nof1.schema.event.LockWait;
import dev.nof1.schema.event.MigrationListener;
import dev.nof1.schema.event.StatementProgress;
import dev.nof1.schema.fixture.Blocker;
import dev.nof1.schema.fixture.ConnectionSource;
import dev.nof1.schema.fixture.OneConnection;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import dev.nof1.schema.hook.Hooks;
import dev.nof1.schema.session.Limits;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.apache.ibatis.migration.MigrationException;
import org.apache.ibatis.migration.hook.HookContext;
import org.apache.ibatis.migration.hook.MigrationHook;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Migrations that do not get their locks: they step back, say who blocks them, and come again. */
@Timeout(60)
class LockTimeoutTest {
  @TempDir private Path folder;
  private final DataSource database = TestServer.emptyDatabase();
  private final List<LockWait> waits = new ArrayList<>();
  private final List<StatementProgress> works = new CopyOnWriteArrayList<>();
  private Consumer<LockWait> atWait = wait -> {};
  private Consumer<String> atNotice = text -> {};
  private ScriptFolder scripts;

  @BeforeEach
  void createTable() {
    scripts = ScriptFolder.withChangelog(folder).table(2, "t");
    migrations(5).up();
  }

  @Test
  void triesTheWholeMigrationAgainUntilTheBlockerIsGone() throws SQLException {
    scripts.script(
        "3_alter.sql",
        "CREATE TABLE u ();\nALTER TABLE t ADD COLUMN a int;\n-- //@UNDO\nSELECT 1;");
    try (Blocker blocker = Blocker.holding(database, "LOCK TABLE t IN ACCESS SHARE MODE")) {
      atWait =
          wait -> {
            // Nobody queues behind a migration that pauses, and nothing of the try is left.
            assertThat(query(database, "SELECT count(*) FROM t")).containsExactly("0");
            assertThat(query(database, "SELECT to_regclass('u')")).containsExactly((String) null);
            if (wait.tried() == 2) {
              blocker.release();
            }
          };

      migrations(10).up();
    }

    assertThat(waits).extracting(LockWait::tried).containsExactly(1, 2);
    assertThat(waits.get(1).step().migration().version()).isEqualTo("3");
    assertThat(waits.get(1).tries()).isEqualTo(10);
    assertThat(waits.get(1).pause()).isPositive().isLessThan(Duration.ofMillis(200));
    assertThat(query(database, "SELECT max(id) FROM changelog")).containsExactly("3");
  }

  @Test
  void saysWhoBlocks() throws SQLException {
    scripts.script("3_alter.sql", "ALTER TABLE t ADD COLUMN a int;");
    try (Blocker blocker = Blocker.holding(database, "LOCK TABLE t /* password 'geheim' */")) {
      String pid = blocker.pid();

      assertThatThrownBy(migrations(3)::up)
          .isInstanceOf(MigrationFailedException.class)
          .hasMessageMatching(
              """
              (?s)Migration 3 \\(alter\\) failed at .*/3_alter.sql:1:1: canceling statement due to lock timeout \\[55P03\\]
                  ALTER TABLE t ADD COLUMN a int;
                  \\^
              It was rolled back; the database is as it was, at 2 \\(create t\\)\\. It was tried 3 times in \\d+ s\\. \
              It was last blocked by server process %s \\(PostgreSQL JDBC Driver, idle in transaction, for \\d+ s\\): \
              LOCK TABLE t /\\* password …\\. \
              Run this again when nothing blocks it any more \\(SELECT pg_terminate_backend\\(pid\\) ends what does\\), \
              or give it a longer lock_timeout\\.\
              """
                  .formatted(pid));

      assertThat(waits).hasSize(2);
      assertThat(waits.get(1).blockers())
          .singleElement()
          .satisfies(
              who -> {
                assertThat(who.pid()).hasToString(pid);
                assertThat(who.state()).isEqualTo("idle in transaction");
              });
      assertThat(works).anySatisfy(work -> assertThat(work.blockers()).isNotEmpty());
    }
    assertThat(query(database, "SELECT max(id) FROM changelog")).containsExactly("2");
  }

  @Test
  void neverTriesForLongerThanItsBudget() throws SQLException {
    scripts.script("3_alter.sql", "ALTER TABLE t ADD COLUMN a int;");
    long started = System.nanoTime();
    try (Blocker blocker = Blocker.holding(database, "LOCK TABLE t")) {
      assertThat(blocker.pid()).isNotBlank();
      assertThatThrownBy(migrations(10)::up).hasMessageContaining("[55P03]");
    }

    // 200 ms, ten times, 2.4 times that with the pauses; and the last wait, with room for a busy
    // machine.
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(8));
    assertThat(Limits.DEFAULT.budget()).isEqualTo(Duration.ofMinutes(2));
    assertThat(waits).hasSizeBetween(4, 9);
  }

  @Test
  void triesOnlyTheFailedStatementOfAScriptOutsideATransaction() throws SQLException {
    scripts.script(
        "3_rows.sql",
        "-- //@NO_TRANSACTION\nCREATE TABLE log (a int);\nINSERT INTO log VALUES (1);\nALTER TABLE t ADD COLUMN a int;\n");
    try (Blocker blocker = Blocker.holding(database, "LOCK TABLE t")) {
      atWait = wait -> blocker.release();

      migrations(5).up();
    }

    assertThat(waits).hasSize(1);
    assertThat(query(database, "SELECT count(*) FROM log")).containsExactly("1");
    assertThat(query(database, "SELECT max(id) FROM changelog")).containsExactly("3");
  }

  @Test
  void triesTheRowOfAScriptOutsideATransactionAgain() throws SQLException {
    scripts.script(
        "3_rows.sql",
        "-- //@NO_TRANSACTION\nCREATE TABLE log (a int);\nINSERT INTO log VALUES (1);\nDO $$ BEGIN RAISE NOTICE 'now'; END $$;\n");
    try (Blocker blocker = Blocker.idle(database)) {
      // Comes when all statements are done.
      atNotice = text -> blocker.hold("INSERT INTO changelog VALUES (3, '', '')");
      atWait = wait -> blocker.release();

      migrations(5).up();
    }

    assertThat(waits).singleElement().extracting(w -> w.blockers().size()).isEqualTo(1);
    assertThat(query(database, "SELECT count(*) FROM log")).containsExactly("1");
    assertThat(query(database, "SELECT max(id) FROM changelog")).containsExactly("3");
  }

  @Test
  void triesToNoteAgainHowFarAScriptOutsideATransactionGot() throws SQLException {
    scripts.script(
        "3_rows.sql",
        "-- //@NO_TRANSACTION\nCREATE TABLE log (a int);\nDO $$ BEGIN RAISE NOTICE 'now'; END $$;\nINSERT INTO log VALUES (1);\n");
    try (Blocker blocker = Blocker.idle(database)) {
      atNotice = text -> blocker.hold("LOCK TABLE changelog IN SHARE MODE");
      atWait = wait -> blocker.release();

      migrations(5).up();
    }

    assertThat(waits).hasSize(1);
    assertThat(query(database, "SELECT count(*) FROM log")).containsExactly("1");
    assertThat(query(database, "SELECT max(id) FROM changelog")).containsExactly("3");
  }

  @Test
  void saysHowOftenTheRowOfAScriptOutsideATransactionWasTried() throws SQLException {
    scripts.script(
        "3_rows.sql",
        "-- //@NO_TRANSACTION\nCREATE TABLE log (a int);\nDO $$ BEGIN RAISE NOTICE 'now'; END $$;\n-- //@UNDO\nDROP TABLE log;\n");
    try (Blocker blocker = Blocker.idle(database)) {
      atNotice = text -> blocker.hold("INSERT INTO changelog VALUES (3, '', '')");

      assertThatThrownBy(migrations(2)::up)
          .hasMessageContaining("Migration 3 (rows) failed at the changelog row of ")
          .hasMessageContaining("It was tried 2 times in ")
          .hasMessageContaining("It was last blocked by server process " + blocker.pid())
          .hasMessageContaining("'schema-cli repair' goes on from there");
      blocker.release();
    }

    assertThat(migrations(2).records().unfinished().orElseThrow().statement()).isEqualTo(3);
  }

  @Test
  void takesNoMoreOfATimeoutThanTheServerDoes() throws SQLException {
    scripts.script("3_index.sql", "-- //@NO_TRANSACTION\nCREATE INDEX CONCURRENTLY i ON t (id);\n");

    builder(database, 600).lockTimeout(Duration.ofHours(1)).build().up();

    scripts.table(4, "u");
    builder(database, 600).lockTimeout(Duration.ofDays(100)).build().up();
    assertThat(query(database, "SELECT max(id) FROM changelog")).containsExactly("4");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PASSWORD E'geheim'",
        "password 'x''geheim'",
        "CONNECTION 'host=h password=geheim'",
        "passwd = geheim",
        "postgresql://u:geheim@h/d",
        "PASSWORD\n $$geheim$$"
      })
  void showsNoPasswordOfABlocker(String secret) throws SQLException {
    scripts.script("3_alter.sql", "ALTER TABLE t ADD COLUMN a int;");
    try (Blocker blocker = Blocker.holding(database, "LOCK TABLE t /* " + secret + " */")) {
      assertThat(blocker.pid()).isNotBlank();
      assertThatThrownBy(migrations(2)::up)
          .hasMessageContaining(": LOCK TABLE t /* ")
          .hasMessageNotContaining("geheim");
    }
  }

  @Test
  void triesAHookAgain() throws SQLException {
    scripts.table(3, "u");
    try (Blocker blocker = Blocker.holding(database, "LOCK TABLE t")) {
      atNotice = text -> blocker.release();
      List<String> ran = new ArrayList<>();

      builder(database, 5).hooks(locksT(ran)).build().up();

      assertThat(ran).containsExactly("begun", "begun", "done");
    }
    assertThat(query(database, "SELECT max(id) FROM changelog")).containsExactly("3");
  }

  @Test
  void saysWhoBlocksAHook() throws SQLException {
    scripts.table(3, "u");
    try (Blocker blocker = Blocker.holding(database, "LOCK TABLE t")) {
      assertThatThrownBy(builder(database, 2).hooks(locksT(new ArrayList<>())).build()::up)
          .hasMessageStartingWith("The hook failed at hook_before_up, ")
          .hasMessageContaining(
              "It was rolled back; the database is as it was, at 2 (create t). It was tried 2 times in ")
          .hasMessageContaining("It was last blocked by server process " + blocker.pid())
          .hasMessageContaining(" Run this again when nothing blocks it any more")
          .hasMessageNotContaining("Fix the hook");
    }
  }

  private static Hooks locksT(List<String> ran) {
    return new Hooks(
        new MigrationHook() {
          @Override
          public void before(Map<String, Object> bindings) {
            ran.add("begun");
            try (Connection connection =
                    Objects.requireNonNull((HookContext) bindings.get(HOOK_CONTEXT))
                        .getConnection();
                Statement statement = connection.createStatement()) {
              statement.execute("LOCK TABLE t");
            } catch (SQLException e) {
              throw new MigrationException(e);
            }
            ran.add("done");
          }

          @Override
          public void beforeEach(Map<String, Object> bindings) {}

          @Override
          public void afterEach(Map<String, Object> bindings) {}

          @Override
          public void after(Map<String, Object> bindings) {}
        },
        null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-- //@NO_TRANSACTION\n"})
  void countsTheTimeOfWaitsOnlyAndNotThatOfWork(String how) throws SQLException {
    scripts.script("3_slow.sql", how + "SELECT pg_sleep(1.5);\nALTER TABLE t ADD COLUMN a int;\n");
    try (Blocker blocker = Blocker.holding(database, "LOCK TABLE t")) {
      atWait = wait -> blocker.release();

      // Its budget is 960 ms.
      migrations(2).up();
    }

    assertThat(waits).hasSize(1);
    assertThat(query(database, "SELECT max(id) FROM changelog")).containsExactly("3");
  }

  @Test
  void countsTheTriesOfEachStatementOutsideATransaction() throws SQLException {
    execute(database, "CREATE TABLE u ()");
    scripts.script(
        "3_two.sql",
        "-- //@NO_TRANSACTION\nALTER TABLE t ADD COLUMN a int;\nALTER TABLE u ADD COLUMN a int;\n");
    try (Blocker first = Blocker.holding(database, "LOCK TABLE t");
        Blocker second = Blocker.holding(database, "LOCK TABLE u")) {
      atWait = wait -> (waits.size() == 1 ? first : second).release();

      migrations(2).up();
    }

    assertThat(waits).extracting(LockWait::tried).containsExactly(1, 1);
    assertThat(query(database, "SELECT max(id) FROM changelog")).containsExactly("3");
  }

  @Test
  void neverRepeatsWhatMayHaveCommittedAPart() throws SQLException {
    scripts.script("3_do.sql", "CREATE TABLE log (a int);\n-- //@UNDO\nDROP TABLE log;");
    migrations(5).up();
    scripts.script(
        "4_do.sql",
        "-- //@NO_TRANSACTION\nDO $$ BEGIN INSERT INTO log VALUES (1); COMMIT; LOCK TABLE t; END $$;\n");
    try (Blocker blocker = Blocker.holding(database, "LOCK TABLE t")) {
      assertThat(blocker.pid()).isNotBlank();
      assertThatThrownBy(migrations(5)::up).hasMessageContaining("It was tried once in");
    }

    assertThat(waits).isEmpty();
    assertThat(query(database, "SELECT count(*) FROM log")).containsExactly("1");
  }

  @Test
  void letsAnIndexBuildWaitForOldTransactionsInsteadOfStartingItAnew() throws Exception {
    scripts.script("3_index.sql", "-- //@NO_TRANSACTION\nCREATE INDEX CONCURRENTLY i ON t (id);\n");
    try (Blocker writer = Blocker.holding(database, "INSERT INTO t VALUES (1)")) {
      Thread end =
          new Thread(
              () -> {
                pause(600);
                writer.release();
              });
      end.start();

      migrations(5).up();
      end.join();
    }

    assertThat(waits).isEmpty();
    assertThat(query(database, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass"))
        .containsExactly("t");
    assertThat(works)
        .anySatisfy(
            work -> {
              assertThat(work.command()).isEqualTo("CREATE INDEX CONCURRENTLY");
              assertThat(work.phase()).startsWith("waiting for ");
              assertThat(work.blockers()).hasSize(1);
            });
  }

  @Test
  void keepsItsTimeoutsToItself() throws SQLException {
    scripts.script("3_look.sql", "SET lock_timeout = '9s';\n-- //@UNDO\nSELECT 1;");
    scripts.script(
        "4_look.sql",
        "CREATE TABLE seen AS SELECT current_setting('lock_timeout') AS l, current_setting('statement_timeout') AS s;\n-- //@UNDO\nDROP TABLE seen;");
    try (Connection connection = database.getConnection()) {
      execute(OneConnection.of(connection), "SET lock_timeout = '3s'");

      builder(OneConnection.of(connection), 5).statementTimeout(Duration.ofSeconds(7)).build().up();

      assertThat(
              query(
                  OneConnection.of(connection),
                  "SELECT current_setting('lock_timeout') || ' ' || current_setting('statement_timeout')"))
          .containsExactly("3s 0");
    }
    assertThat(query(database, "SELECT l || ' ' || s FROM seen")).containsExactly("200ms 7s");
  }

  @Test
  void limitsAStatementOnRequest() {
    scripts.script("3_slow.sql", "SELECT pg_sleep(30);");

    assertThatThrownBy(
            () -> builder(database, 5).statementTimeout(Duration.ofMillis(300)).build().up())
        .hasMessageContaining("canceling statement due to statement timeout [57014]");
    assertThat(waits).isEmpty();
    assertThat(works).isNotEmpty().allSatisfy(work -> assertThat(work.line()).isEqualTo(1));
  }

  @Test
  void givesItsSecondConnectionBack() throws SQLException {
    scripts.script("3_slow.sql", "SELECT pg_sleep(0.5);");
    List<Connection> taken = new CopyOnWriteArrayList<>();
    ConnectionSource source =
        number -> {
          taken.add(database.getConnection());
          return taken.get(taken.size() - 1);
        };

    builder(source.dataSource(), 5).build().up();

    assertThat(works).isNotEmpty();
    assertThat(taken).hasSize(2);
    for (Connection connection : taken) {
      assertThat(connection.isClosed()).isTrue();
    }
  }

  @Test
  void triesAgainAfterADeadlock() throws Exception {
    execute(
        database,
        "CREATE TABLE u ()",
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET deadlock_timeout = 100', current_database()); END $$");
    scripts.script("3_both.sql", "LOCK TABLE t;\nSELECT pg_sleep(0.3);\nLOCK TABLE u;\n");
    Blocker other = Blocker.holding(database, "LOCK TABLE u");
    Thread rival =
        new Thread(
            () -> {
              untilFound(
                  database, "SELECT 1 FROM pg_locks WHERE relation = 't'::regclass AND granted");
              // Longer than the migration's patience for a deadlock to be found.
              other.hold("SET deadlock_timeout = '10s'");
              other.hold("LOCK TABLE t");
              other.release();
            });
    rival.start();

    builder(database, 5).lockTimeout(Duration.ofSeconds(3)).build().up();
    rival.join();
    other.close();

    assertThat(waits).hasSizeGreaterThanOrEqualTo(1);
    assertThat(query(database, "SELECT max(id) FROM changelog")).containsExactly("3");
  }

  @Test
  void refusesToWaitForEver() {
    assertThatThrownBy(() -> builder(database, 5).lockTimeout(Duration.ZERO))
        .hasMessage("The lock timeout must be above zero: PT0S.");
    assertThatThrownBy(() -> builder(database, 0))
        .hasMessage("The number of tries must be above zero: 0.");
  }

  private Migrations migrations(int tries) {
    return builder(database, tries).build();
  }

  private Migrations.Builder builder(DataSource dataSource, int tries) {
    return Migrations.builder(dataSource)
        .source(scripts.source())
        .lockTimeout(Duration.ofMillis(200))
        .lockTries(tries)
        .listener(
            new MigrationListener() {
              @Override
              public void blocked(LockWait wait) {
                waits.add(wait);
                atWait.accept(wait);
              }

              @Override
              public void notice(String text) {
                atNotice.accept(text);
              }

              @Override
              public void working(StatementProgress work) {
                works.add(work);
              }
            });
  }
}
