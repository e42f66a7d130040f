package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.execute;
import static dev.nof1.schema.fixture.TestServer.query;
import static dev.nof1.schema.fixture.TestServer.tables;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.event.MigrationListener;
import dev.nof1.schema.fixture.OneConnection;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import dev.nof1.schema.plan.Plan;
import dev.nof1.schema.plan.State;
import dev.nof1.schema.plan.Status;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.plan.Target;
import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.sql.Delimiter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

class MigrationsTest {
  @TempDir private Path folder;
  private final DataSource database = TestServer.emptyDatabase();
  private ScriptFolder scripts;
  private Migrations migrations;

  @BeforeEach
  void writeScripts() {
    scripts = ScriptFolder.withChangelog(folder).table(2, "a").table(3, "b");
    migrations = scripts.migrations(database);
  }

  @Test
  void appliesEverythingInOrder() {
    RunResult report = migrations.up();

    assertThat(report.steps())
        .extracting(s -> s.migration().version())
        .containsExactly("1", "2", "3");
    assertThat(tables(database)).containsExactly("a", "b", "changelog");
    assertThat(query(database, "SELECT id || ' ' || description FROM changelog ORDER BY id"))
        .containsExactly("1 create changelog", "2 create a", "3 create b");
    assertThat(report.after().current()).map(m -> m.version()).contains("3");
  }

  @Test
  void doesNothingTheSecondTime() {
    migrations.up();

    assertThat(migrations.up().steps()).isEmpty();
  }

  @Test
  void appliesAsManyAsAsked() {
    migrations.up(2);

    assertThat(tables(database)).containsExactly("a", "changelog");
  }

  @Test
  void undoesTheNewest() {
    migrations.up();

    RunResult report = migrations.down(1);

    assertThat(report.steps()).extracting(Step::direction).containsExactly(Direction.DOWN);
    assertThat(tables(database)).containsExactly("a", "changelog");
    assertThat(query(database, "SELECT id FROM changelog ORDER BY id")).containsExactly("1", "2");
  }

  @Test
  void leavesNothingAtBase() {
    migrations.up();

    migrations.run(Target.base());

    assertThat(tables(database)).isEmpty();
    assertThat(migrations.status().current()).isEmpty();
  }

  @Test
  void goesToAVersionEitherWay() {
    migrations.run(Target.version(new BigDecimal(3)));
    migrations.run(Target.version(new BigDecimal(2)));

    assertThat(tables(database)).containsExactly("a", "changelog");
    assertThatThrownBy(() -> migrations.run(Target.version(new BigDecimal(7))))
        .hasMessage(
            "There is no migration with the id 7. Nothing was run. 'status' lists the ids.");
  }

  @Test
  void redoesTheNewest() {
    migrations.up();
    execute(database, "INSERT INTO b VALUES (1)");

    RunResult report = migrations.run(Target.redo(1));

    assertThat(report.steps())
        .extracting(Step::direction)
        .containsExactly(Direction.DOWN, Direction.UP);
    assertThat(query(database, "SELECT id FROM b")).isEmpty();
  }

  @Test
  void skipsWhatIsOlderThanTheNewestAppliedUntilAskedForPending() {
    migrations.up();
    execute(database, "DELETE FROM changelog WHERE id = 2", "DROP TABLE a");

    RunResult skipped = migrations.up();
    assertThat(skipped.steps()).isEmpty();
    assertThat(skipped.plan().skipped()).extracting(m -> m.version()).containsExactly("2");
    assertThat(migrations.status().outOfOrder()).hasSize(1);

    migrations.run(Target.pending());
    assertThat(tables(database)).containsExactly("a", "b", "changelog");
    assertThat(migrations.status().outOfOrder()).isEmpty();
  }

  @Test
  void goesUpThoughAnAppliedScriptIsMissing() {
    migrations.up();
    execute(database, "INSERT INTO changelog VALUES (9, '2026-01-01 00:00:00', 'from the future')");

    Status status = migrations.up().after();

    assertThat(status.in(State.MISSING))
        .extracting(m -> m.toString())
        .containsExactly("9 (from the future)");
  }

  @Test
  void refusesToUndoWithoutTheScript() {
    migrations.up();
    execute(database, "INSERT INTO changelog VALUES (9, '2026-01-01 00:00:00', 'from the future')");

    assertThatThrownBy(() -> migrations.down(1))
        .hasMessage(
            "Migration 9 (from the future) is applied, but its script is not in the repository, so it cannot be undone. Nothing was run. Bring the script back (an older branch has been checked out, or the file was renamed or deleted).");
    assertThat(tables(database)).containsExactly("a", "b", "changelog");
  }

  @Test
  void plansWithoutRunning() {
    Plan plan = migrations.plan(Target.up(2));

    assertThat(plan.steps()).extracting(s -> s.migration().version()).containsExactly("1", "2");
    assertThat(tables(database)).isEmpty();
  }

  @Test
  void writesTheTimeInTheZoneOfItsClock() {
    Clock clock = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneId.of("GMT+2"));

    Migrations.builder(database).source(scripts.source()).clock(clock).build().up(1);

    assertThat(migrations.status().migrations().get(0).appliedAt())
        .isEqualTo(Optional.of("2026-01-02 05:04:05"));
  }

  @Test
  void keepsItsChangelogWhereItIsTold() {
    execute(database, "CREATE SCHEMA admin");

    Migrations.builder(database)
        .source(scripts.source())
        .changelog("admin.\"My Log\"")
        .build()
        .up();

    assertThat(query(database, "SELECT count(*) FROM admin.\"My Log\"")).containsExactly("3");
    assertThatThrownBy(() -> Migrations.builder(database).changelog("x; DROP TABLE a").build())
        .hasMessageStartingWith("'x; DROP TABLE a' cannot be the name of the changelog table.");
  }

  @Test
  void doesNotLetAScriptsSettingsReachTheNext() throws SQLException {
    execute(database, "CREATE ROLE limited");
    scripts
        .script(
            "4_leave.sql",
            "SET search_path = ''; SET ROLE limited; SET lock_timeout = 1234; SELECT set_config('statement_timeout', '50s', false);\n-- //@UNDO\nSELECT 1;")
        .table(5, "c");
    try (Connection connection = database.getConnection()) {
      execute(OneConnection.of(connection), "SET work_mem = '5MB'");

      scripts.migrations(OneConnection.of(connection)).up();

      assertThat(
              query(
                  OneConnection.of(connection),
                  "SELECT current_user || ' ' || current_setting('lock_timeout') || ' ' || current_setting('statement_timeout') || ' ' || current_setting('work_mem')"))
          .containsExactly("postgres 0 0 5MB");
    } finally {
      execute(database, "DROP ROLE limited");
    }

    assertThat(tables(database)).containsExactly("a", "b", "c", "changelog");
  }

  @Test
  void replacesVariablesAndShowsNoneOfTheirValues() {
    scripts.script(
        "4_role.sql",
        "SELECT '${word}' AS \"\\${word}\", '${unknown}';\nCREATE ROLE app PASSWORD '${password}' NOSUCH;\n-- //@UNDO\nSELECT 1;");
    List<String> heard = new ArrayList<>();
    ScriptSettings settings =
        new ScriptSettings(
            StandardCharsets.UTF_8,
            Delimiter.SEMICOLON,
            Map.of("word", "value", "password", "hunter2"));
    Migrations withVariables =
        Migrations.builder(database)
            .source(scripts.source())
            .settings(settings)
            .listener(
                new MigrationListener() {
                  @Override
                  public void notice(String text) {
                    heard.add(text);
                  }
                })
            .build();

    assertThatThrownBy(withVariables::up)
        .hasMessageStartingWith(
            """
            Migration 4 (role) failed at %s/4_role.sql:2: unrecognized role option "nosuch" [42601]
                CREATE ROLE app PASSWORD '${password}' NOSUCH;
            It was rolled back;\
            """
                .formatted(folder))
        .hasMessageNotContaining("hunter2");
    scripts.script(
        "4_role.sql",
        "DO $$ BEGIN RAISE NOTICE 'with ${password}'; END $$;\n-- //@UNDO\nSELECT 1;");
    withVariables.up();
    assertThat(heard).containsExactly("NOTICE: with ${password}");
    assertThat(settings.toString()).doesNotContain("hunter2");
  }

  @Test
  void keepsLineEndsAndEncodingsOfOtherSystems() throws IOException {
    Files.write(
        folder.resolve("4_latin.sql"),
        "\r\nCREATE TABLE l AS SELECT 'é' AS c;\r\nSELECT nowhere;\r\n"
            .getBytes(StandardCharsets.ISO_8859_1));
    ScriptSettings latin =
        new ScriptSettings(StandardCharsets.ISO_8859_1, Delimiter.SEMICOLON, Map.of());
    Migrations inLatin =
        Migrations.builder(database).source(scripts.source()).settings(latin).build();

    assertThatThrownBy(inLatin::up).hasMessageContaining("4_latin.sql:3:8: column");
    Files.write(
        folder.resolve("4_latin.sql"),
        "CREATE TABLE l AS SELECT 'é' AS c;\r\n".getBytes(StandardCharsets.ISO_8859_1));
    inLatin.up();
    assertThat(query(database, "SELECT c FROM l")).containsExactly("é");
  }

  @Test
  void warnsOfASectionWithoutStatements() {
    List<String> heard = new ArrayList<>();
    scripts.script("4_empty.sql", "-- // empty\n\n-- //@UNDO\nSELECT 1;");

    Migrations.builder(database)
        .source(scripts.source())
        .listener(
            new MigrationListener() {
              @Override
              public void notice(String text) {
                heard.add(text);
              }
            })
        .build()
        .up();

    assertThat(heard)
        .containsExactly(
            "WARNING: %s/4_empty.sql has no statement in its up section.".formatted(folder));
  }

  @Test
  void tellsAListenerWhatHappens() {
    List<String> heard = new ArrayList<>();
    scripts.script("4_note.sql", "DROP TABLE IF EXISTS nowhere;\n-- //@UNDO\nSELECT 1;");
    MigrationListener listener =
        new MigrationListener() {
          @Override
          public void started(Step step) {
            heard.add("started " + step.migration().version());
          }

          @Override
          public void notice(String text) {
            heard.add(text);
          }
        };

    Migrations.builder(database).source(scripts.source()).listener(listener).build().up();

    assertThat(heard)
        .containsExactly(
            "started 1",
            "started 2",
            "started 3",
            "started 4",
            "NOTICE: table \"nowhere\" does not exist, skipping");
  }

  @Test
  void leavesAConnectionAsItFoundIt() throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      DataSource one = OneConnection.of(connection);

      scripts.migrations(one).up();

      assertThat(connection.getAutoCommit()).isFalse();
      assertThat(connection.getTransactionIsolation())
          .isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
      assertThat(query(database, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"))
          .containsExactly("0");
    }
  }

  @Test
  void saysWhenTheDatabaseCannotBeReached() {
    PGSimpleDataSource nowhere = new PGSimpleDataSource();
    nowhere.setURL("jdbc:postgresql://127.0.0.1:1/nothing");

    assertThatThrownBy(() -> scripts.migrations(nowhere).up())
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("The database cannot be used: Connection to 127.0.0.1:1 refused");
  }
}
