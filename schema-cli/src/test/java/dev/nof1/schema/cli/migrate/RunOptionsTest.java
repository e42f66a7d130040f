package dev.nof1.schema.cli.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.cli.fixture.Cli;
import dev.nof1.schema.cli.fixture.ForeignRepository;
import dev.nof1.schema.cli.io.Console;
import dev.nof1.schema.cli.report.ProgressLine;
import dev.nof1.schema.event.Blocker;
import dev.nof1.schema.event.StatementProgress;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.MigrationSource;
import dev.nof1.schema.repository.ScriptSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the commands that change a database are told to do it, or to say what they would do. */
class RunOptionsTest {
  @TempDir private Path folder;
  private ForeignRepository repository;

  @BeforeEach
  void createRepository() {
    repository = ForeignRepository.create(folder);
  }

  @Test
  void aDryRunSaysWhatWouldRunAndChangesNothing() {
    assertThat(run("up", "2", "--dry-run"))
        .isEqualTo(
            new Cli.Result(
                0,
                """
                up    1  create changelog
                up    2  first
                Dry run, nothing was changed: %s would go from base to 2 (first).
                """
                    .formatted(repository.database()),
                ""));
    assertThat(run("current").out()).isEqualTo("base\n");
    run("up");
    for (List<String> line :
        List.of(
            List.of("down", "base"),
            List.of("down", "--to", "2"),
            List.of("redo"),
            List.of("version", "1"))) {
      String[] args = line.toArray(new String[line.size() + 1]);
      args[line.size()] = "--dry-run";

      assertThat(run(args).out()).startsWith("down  3  second\n").contains("Dry run, nothing was");
      assertThat(run("current").out()).isEqualTo("3 second\n");
    }
    assertThat(run("pending", "--dry-run").out())
        .isEqualTo("Nothing to do: %s is at 3 (second), head.\n".formatted(repository.database()));
  }

  @Test
  void aFailureTellsMachinesWhatWasDoneBefore() {
    repository.write("scripts/3_second.sql", "SELECT 1/0;\n");

    Cli.Result up = run("up", "--format=json");

    assertThat(up.code()).isEqualTo(1);
    assertThat(up.out().replaceAll("\"milliseconds\": [0-9]+", "\"milliseconds\": N"))
        .startsWith(
            """
            {
              "environment": "development",
              "database": "%s",
              "dryRun": false,
              "before": null,
              "after": "2",
              "steps": [
                {
                  "direction": "up",
                  "id": "1",
                  "description": "create changelog",
                  "script": "1_create_changelog.sql",
                  "loses": null,
                  "milliseconds": N
                },
                {
                  "direction": "up",
                  "id": "2",
            """
                .formatted(repository.database()))
        .contains(
            "\n  ],\n  \"skipped\": [],\n  \"missing\": [],\n  \"problem\": \"Migration 3 (second) failed at ");
    assertThat(up.err()).startsWith("schema-cli: Migration 3 (second) failed at ");

    Cli.Result none = run("up", "--format=json", "--single-transaction");
    assertThat(none.out()).contains("\"after\": \"2\",\n  \"steps\": [],");
    repository.write("scripts/x.sql", "");
    assertThat(run("up", "--format=json").out())
        .startsWith(
            "{\n  \"environment\": \"development\",\n  \"dryRun\": false,\n  \"steps\": [],\n  \"problem\": \"");
  }

  @Test
  void aDryRunShowsTheStatementsWithTheirPlacesButNoValues() {
    repository.write("scripts/4_role.sql", "-- why\nCREATE ROLE app\n  PASSWORD '${secret}';\n");
    repository.write(
        "environments/other.properties",
        "secret=hunter2\nchangelog=log\n" + repository.environment());

    Cli.Result result = run("up", "--dry-run", "--sql", "--env=other");

    assertThat(result.out())
        .startsWith("-- up 1 (create changelog)\n-- 1_create_changelog.sql:1:1\nCREATE TABLE log (")
        .endsWith(
            """
            -- up 4 (role)
            -- 4_role.sql:2:1
            CREATE ROLE app
              PASSWORD '${secret}';

            -- Dry run, nothing was changed: %s would go from base to 4 (role).
            """
                .formatted(repository.database()));
    assertThat(run("up", "--dry-run", "--sql", "--format=json", "--env=other").out())
        .contains("\"sql\": \"CREATE ROLE app\\n  PASSWORD '${secret}'\"")
        .doesNotContain("hunter2");
  }

  @Test
  void aPlanForMachinesIsJsonAndNothingElse() {
    run("up", "1");

    assertThat(run("up", "1", "--dry-run", "--format", "json").out())
        .isEqualTo(
            """
            {
              "environment": "development",
              "database": "%s",
              "dryRun": true,
              "before": "1",
              "after": "2",
              "steps": [
                {
                  "direction": "up",
                  "id": "2",
                  "description": "first",
                  "script": "2_first.sql",
                  "loses": null
                }
              ],
              "skipped": [],
              "missing": []
            }
            """
                .formatted(repository.database()));
    assertThat(run("up", "--format=json").out())
        .startsWith("{\n")
        .contains(
            "\"dryRun\": false", "\"before\": \"1\"", "\"after\": \"3\"", "\"milliseconds\": ")
        .endsWith("}\n");
  }

  @Test
  void verboseShowsEachStatementWithoutTheValuesOfVariables() {
    repository
        .append("environments/development.properties", "token=pw1\nlines=1;\\n  SELECT\n")
        .write(
            "scripts/4_token.sql",
            "CREATE TABLE t4 (a text DEFAULT '${token}'); -- one\nINSERT INTO t4\n  VALUES ('${token}');\n-- //@UNDO\nDROP TABLE t4;\n")
        .write(
            "scripts/5_outside.sql",
            "-- //@NO_TRANSACTION\nSELECT ${lines} 2;\nSELECT 3;\n-- //@UNDO\nSELECT 5;\n");

    Cli.Result up = run("up", "--verbose");
    Cli.Result down = run("down", "2", "--verbose", "--format=json");

    assertThat(up.code()).as(up.err()).isZero();
    assertThat(up.err().replaceAll("  [0-9]+ ms", "  N ms"))
        .contains(
            """
            2_first.sql:1:1  CREATE TABLE first (id int)  N ms
            3_second.sql:1:1  CREATE TABLE second (id int)  N ms
            4_token.sql:1:1  CREATE TABLE t4 (a text DEFAULT '${token}')  N ms
            4_token.sql:2:1  INSERT INTO t4 …  N ms
            5_outside.sql:2:1  N ms
            5_outside.sql:3:3  N ms
            5_outside.sql:4:1  N ms
            """)
        .doesNotContain("pw1");
    assertThat(down.err()).contains("4_token.sql:5:1  DROP TABLE t4  ");
    assertThat(down.out()).startsWith("{\n").endsWith("}\n");
    assertThat(run("up", "--verbose", "--quiet").err()).doesNotContain("4_token.sql");
    for (String again : List.of("redo", "version 1", "pending")) {
      assertThat(run((again + " --verbose").split(" ")).err()).contains(".sql:");
    }
  }

  @Test
  void aDryRunStillRefusesWhatCannotRun() {
    repository.write("scripts/4_vacuum.sql", "VACUUM first;\n");

    Cli.Result result = run("up", "--dry-run");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("4_vacuum.sql:1:1: VACUUM cannot run in a transaction.");
  }

  @Test
  void toNamesTheLastOneAndNeverGoesTheOtherWay() {
    assertThat(run("up", "--to", "2").out()).endsWith(" is at 2 (first), 1 pending.\n");
    assertThat(run("up", "--to=1").out()).startsWith("Nothing to do: ");
    assertThat(run("down", "--to=3").out()).startsWith("Nothing to do: ");
    assertThat(run("down", "--to=1").out()).endsWith(" is at 1 (create changelog), 2 pending.\n");
    assertThat(run("up", "--to=7").err())
        .isEqualTo(
            "schema-cli: There is no migration with the id 7. Nothing was run. 'status' lists the ids.\n");
    assertThat(run("up", "--to=x").code()).isEqualTo(2);
    assertThat(run("up", "1", "--to=3").err())
        .startsWith(
            "schema-cli: Give how many migrations, or the last one with --to, but not both.\n");
    assertThat(run("down", "1", "--to=1").code()).isEqualTo(2);
  }

  @Test
  void askingForTheStatementsAloneRunsNothing() {
    Cli.Result result = run("up", "--sql");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .startsWith("schema-cli: --sql shows the statements of a dry run: add --dry-run.\n");
    assertThat(run("current").out()).isEqualTo("base\n");
  }

  @Test
  void aSingleTransactionAppliesAllOrNothing() {
    repository.write("scripts/4_fail.sql", "SELECT 1/0;\n");

    Cli.Result result = run("up", "--single-transaction");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("It was rolled back; the database is as it was, at base.");
    assertThat(run("up", "--single-transaction", "--to=3").outWithoutTimes())
        .endsWith(
            "up    3  second  N ms\n%s is at 3 (second), 1 pending.\n"
                .formatted(repository.database()));
  }

  @Test
  void whoBlocksIsToldBeforeItIsTriedAgain() throws SQLException {
    run("up");
    repository.write("scripts/4_alter.sql", "ALTER TABLE first ADD COLUMN a int;\n");
    try (Connection blocker =
            ForeignRepository.server().dataSource(repository.database()).getConnection();
        Statement statement = blocker.createStatement()) {
      blocker.setAutoCommit(false);
      statement.execute("LOCK TABLE first");

      // Long enough for whoever looks for the blocker, on a busy machine too.
      Cli.Result result = run("up", "--lock-timeout=1s", "--lock-tries=2");

      assertThat(result.code()).isEqualTo(1);
      assertThat(result.err())
          .containsPattern(
              "4 \\(alter\\) did not get a lock in time \\(try 1 of 2\\), blocked by server process \\d+ \\(.*, idle in transaction, for \\d s\\): LOCK TABLE first\\. Trying again in \\d+ ms\\.\n")
          .contains("It was tried 2 times in ");
    }
  }

  @Test
  void theEnvironmentSaysHowLongToWaitUnlessAFlagDoes() throws SQLException {
    run("up");
    repository.write("scripts/4_slow.sql", "SELECT pg_sleep(20);\n");
    repository.write(
        "environments/development.properties",
        "statement_timeout=200ms\n" + repository.environment());

    assertThat(run("up").err()).contains("canceling statement due to statement timeout [57014]");
    assertThat(run("up", "--statement-timeout=300ms").err()).contains("[57014]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "0s", "soon"})
  void aTimeNeedsItsUnit(String time) {
    Cli.Result result = run("up", "--lock-timeout=" + time);

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .contains(
            "'%s' is no time above zero with its unit: write 5s, 500ms or 2min".formatted(time));
  }

  @Test
  void longWorkIsALineEveryFewSecondsOrABarOnATerminal() throws IOException {
    Files.writeString(folder.resolve("3_x.sql"), "SELECT 1;");
    MigrationSource scripts = MigrationSource.folder(folder);
    Step step = new Step(Direction.UP, scripts.scripts(ScriptSettings.DEFAULT).get(0));
    StringWriter lines = new StringWriter();
    StringWriter bar = new StringWriter();
    ProgressLine plain = new ProgressLine(console(lines), false);
    ProgressLine terminal = new ProgressLine(console(bar), true);
    for (int second = 0; second <= 12; second++) {
      plain.show(work(step, second, "CREATE INDEX", List.of()));
      terminal.show(work(step, second, "CREATE INDEX", List.of()));
    }
    plain.show(
        work(
            step,
            5,
            "",
            List.of(new Blocker(7, "psql", "active", Duration.ofSeconds(3), "SELECT 1"))));
    terminal.clear();
    plain.clear();

    assertThat(lines.toString().lines())
        .containsExactly(
            "3: CREATE INDEX, building index: scanning table, 25% after 5 s",
            "3: CREATE INDEX, building index: scanning table, 25% after 10 s",
            "3: line 4 still running after 5 s, waiting for server process 7 (psql, active, for 3 s): SELECT 1");
    assertThat(bar.toString())
        .startsWith(
            "\r[#####...............] 3: CREATE INDEX, building index: scanning table, 25% af…\r")
        .endsWith(" \r");
  }

  private static Console console(StringWriter err) {
    return new Console(new PrintWriter(new StringWriter()), new PrintWriter(err));
  }

  private static StatementProgress work(
      Step step, int seconds, String command, List<Blocker> blockers) {
    return new StatementProgress(
        step,
        4,
        Duration.ofSeconds(seconds),
        command,
        "building index: scanning table",
        1,
        command.isEmpty() ? 0 : 4,
        blockers);
  }

  private Cli.Result run(String... args) {
    String[] line = new String[args.length + 1];
    line[0] = "--path=" + folder;
    System.arraycopy(args, 0, line, 1, args.length);
    return Cli.in(folder).run(line);
  }
}
