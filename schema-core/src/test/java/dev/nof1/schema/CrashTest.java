package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.query;
import static dev.nof1.schema.fixture.Waiting.untilNone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.error.MigrationFailedException;
import dev.nof1.schema.event.MigrationListener;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.plan.Target;
import dev.nof1.schema.repository.MigrationSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Whatever dies, at whichever statement: a migration is there with its changelog row, or it is not.
 */
class CrashTest {
  private static final int LOCK = 4711;
  private static final List<String> STATEMENTS =
      List.of("CREATE TABLE t (a int);", "INSERT INTO t VALUES (1);", "CREATE INDEX i ON t (a);");

  @TempDir private Path folder;
  private final String name = TestServer.createDatabase();
  private final DataSource database = TestServer.server().dataSource(name);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void leavesNothingWhenItsConnectionIsKilled(int statement) {
    ScriptFolder scripts = scriptsWith(statement, "SELECT pg_terminate_backend(pg_backend_pid());");

    assertThatThrownBy(migrations(scripts)::up)
        .isInstanceOf(MigrationFailedException.class)
        .hasMessageContaining("terminating connection due to administrator command [57P01]")
        .hasMessageContaining(
            "The connection was lost, so the server rolls it back; the migration before it stays done, and the database is at 1 (create changelog).");

    assertNothingIsLeft();
    finishes(scripts);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void leavesNothingWhenItsProcessIsKilled(int statement) throws Exception {
    ScriptFolder scripts = scriptsWith(statement, "SELECT pg_advisory_xact_lock(" + LOCK + ");");
    try (Connection holder = database.getConnection();
        Statement hold = holder.createStatement()) {
      hold.execute("SELECT pg_advisory_lock(" + LOCK + ")");
      Process migrator = startMigrator();
      try {
        awaitWaiting(migrator);
      } finally {
        migrator.destroyForcibly().waitFor();
      }

      // Its statement still runs in the server, and keeps others out.
      Migrations other =
          Migrations.builder(database)
              .source(scripts.source())
              .lockPatience(Duration.ofMillis(100))
              .build();
      assertThatThrownBy(other::up)
          .isInstanceOf(DatabaseException.class)
          .hasMessageContaining("Another migrator has held the lock");
    }

    assertNothingIsLeft();
    finishes(scripts);
  }

  /**
   * What the server was told to commit, it commits, whether or not somebody waits for the answer.
   */
  @Test
  void leavesAllOfItWhenItsProcessIsKilledInTheCommit() throws Exception {
    scriptsThatWaitInTheCommit();

    killWhileItWaits();

    awaitNoMigrator();
    assertThat(query(database, "SELECT a FROM t")).containsExactly("1");
    assertThat(query(database, "SELECT id FROM changelog ORDER BY id")).containsExactly("1", "2");
  }

  @Test
  void leavesNothingWhenItsConnectionIsKilledInTheCommit() throws Exception {
    ScriptFolder scripts = scriptsThatWaitInTheCommit();
    try (Connection holder = database.getConnection();
        Statement hold = holder.createStatement()) {
      hold.execute("SELECT pg_advisory_lock(" + LOCK + ")");
      Process migrator = startMigrator();
      awaitWaiting(migrator);
      hold.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted");
      migrator.waitFor();
    }

    assertNothingIsLeft();
    finishes(scripts);
  }

  private ScriptFolder scriptsThatWaitInTheCommit() {
    // A deferred trigger on the changelog runs inside COMMIT, when the row is there already.
    return scriptsWith(
        3,
        """
        CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM pg_advisory_xact_lock(%d); RETURN NULL; END $$;
        CREATE CONSTRAINT TRIGGER waits AFTER INSERT ON changelog DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION wait();
        """
            .formatted(LOCK));
  }

  @Test
  void undoesNothingWhenItIsKilledInTheUndoSection() throws Exception {
    ScriptFolder scripts = scriptsWith(3, "");
    migrations(scripts).up();
    scripts.script(
        "2_t.sql",
        "SELECT 1;\n-- //@UNDO\nDROP TABLE t;\nSELECT pg_advisory_xact_lock(%d);".formatted(LOCK));

    killWhileItWaits("down");

    awaitNoMigrator();
    assertThat(query(database, "SELECT a FROM t")).containsExactly("1");
    assertThat(query(database, "SELECT max(id) FROM changelog")).containsExactly("2");
  }

  private void killWhileItWaits(String... args) throws Exception {
    try (Connection holder = database.getConnection();
        Statement hold = holder.createStatement()) {
      hold.execute("SELECT pg_advisory_lock(" + LOCK + ")");
      Process migrator = startMigrator(args);
      try {
        awaitWaiting(migrator);
      } finally {
        migrator.destroyForcibly().waitFor();
      }
    }
  }

  private ScriptFolder scriptsWith(int position, String trouble) {
    List<String> statements = new ArrayList<>(STATEMENTS);
    statements.add(position, trouble);
    return ScriptFolder.withChangelog(folder)
        .script("2_t.sql", String.join("\n", statements) + "\n-- //@UNDO\nDROP TABLE t;\n");
  }

  private void assertNothingIsLeft() {
    awaitNoMigrator();
    assertThat(query(database, "SELECT relname FROM pg_class WHERE relname IN ('t', 'i')"))
        .isEmpty();
    assertThat(query(database, "SELECT id FROM changelog")).containsExactly("1");
  }

  private void finishes(ScriptFolder scripts) {
    scripts.script("2_t.sql", String.join("\n", STATEMENTS) + "\n-- //@UNDO\nDROP TABLE t;\n");
    migrations(scripts).up();
    assertThat(query(database, "SELECT a FROM t")).containsExactly("1");
    assertThat(query(database, "SELECT id FROM changelog ORDER BY id")).containsExactly("1", "2");
  }

  private Migrations migrations(ScriptFolder scripts) {
    return scripts.migrations(database);
  }

  private Process startMigrator(String... args) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                MigratorProcess.class.getName(),
                TestServer.server().jdbcUrl(name),
                folder.toString()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private void awaitWaiting(Process migrator) throws IOException, InterruptedException {
    // Through the pipe: a command line is everybody's to read.
    try (var in = migrator.outputWriter()) {
      in.write(TestServer.server().password() + "\n");
    }
    String waiting =
        "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = "
            + LOCK
            + " AND NOT granted";
    while (query(database, waiting).isEmpty()) {
      assertThat(migrator.isAlive()).isTrue();
      Thread.sleep(10);
    }
  }

  private void awaitNoMigrator() {
    untilNone(
        database,
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
  }

  /** Migrates in a process of its own, to be killed. */
  static final class MigratorProcess {
    private MigratorProcess() {}

    public static void main(String[] args) throws IOException, SQLException {
      PGSimpleDataSource source = new PGSimpleDataSource();
      source.setURL(args[0]);
      source.setUser("postgres");
      source.setPassword(
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine());
      MigrationListener announce =
          new MigrationListener() {
            @Override
            public void started(Step step) {
              System.out.println("step " + step.migration().version());
            }
          };
      Migrations migrations =
          Migrations.builder(source)
              .source(MigrationSource.folder(Path.of(args[1])))
              .listener(announce)
              .build();
      String target = args.length > 2 ? args[2] : "head";
      migrations.run(
          switch (target) {
            case "down" -> Target.down(1);
            case "base" -> Target.base();
            default -> Target.head();
          });
    }
  }
}
