package dev.nof1.schema.cli.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.cli.SchemaCli;
import dev.nof1.schema.cli.fixture.Cli;
import dev.nof1.schema.cli.fixture.ForeignRepository;
import dev.nof1.schema.cli.io.Invocation;
import dev.nof1.schema.environment.Surroundings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each command on somebody's repository, with what it prints word for word. */
class CommandsTest {
  @TempDir private Path folder;
  private ForeignRepository repository;

  @BeforeEach
  void createRepository() {
    repository = ForeignRepository.create(folder);
  }

  @Test
  void upAppliesEverythingAndSaysWhereTheDatabaseStands() {
    Cli.Result up = run("up");

    assertThat(up.code()).isZero();
    assertThat(up.err()).isEmpty();
    assertThat(up.outWithoutTimes())
        .isEqualTo(
            """
            up    1  create changelog  N ms
            up    2  first  N ms
            up    3  second  N ms
            %s is at 3 (second), head.
            """
                .formatted(repository.database()));
  }

  @Test
  void upTwiceSaysThatThereIsNothingToDo() {
    run("up");

    assertThat(run("up").out())
        .isEqualTo("Nothing to do: %s is at 3 (second), head.\n".formatted(repository.database()));
  }

  @Test
  void upTakesACountOrHead() {
    assertThat(run("up", "1").out()).endsWith(" is at 1 (create changelog), 2 pending.\n");
    assertThat(run("up", "head").out()).endsWith(" is at 3 (second), head.\n");
  }

  @Test
  void upSkipsOlderScriptsAndNamesPending() {
    run("up");
    repository.sql("DELETE FROM changelog WHERE id = 2; DROP TABLE first");

    Cli.Result up = run("up");
    assertThat(up.code()).isZero();
    assertThat(up.err())
        .isEqualTo(
            "Warning: skipped, because newer ones are applied already: 2 (first). 'schema-cli pending' applies them.\n");
    assertThat(up.out())
        .isEqualTo(
            "Nothing to do: %s is at 3 (second), 1 pending.\n".formatted(repository.database()));

    assertThat(run("pending").outWithoutTimes())
        .isEqualTo(
            "up    2  first  N ms\n%s is at 3 (second), head.\n".formatted(repository.database()));
  }

  @Test
  void downUndoesOneOrSomeOrAll() {
    run("up");

    assertThat(run("down").outWithoutTimes())
        .isEqualTo(
            "down  3  second  N ms\n%s is at 2 (first), 1 pending.\n"
                .formatted(repository.database()));
    run("up");
    assertThat(run("down", "2").out()).endsWith(" is at 1 (create changelog), 2 pending.\n");
    assertThat(run("down", "base").out()).endsWith(" is at base, 3 pending.\n");
    assertThat(run("down").out())
        .isEqualTo("Nothing to do: %s is at base, 3 pending.\n".formatted(repository.database()));
  }

  @Test
  void versionGoesEitherWay() {
    assertThat(run("version", "2").out()).endsWith(" is at 2 (first), 1 pending.\n");
    assertThat(run("version", "1").out()).endsWith(" is at 1 (create changelog), 2 pending.\n");
    assertThat(run("version", "9").code()).isEqualTo(1);
  }

  @Test
  void redoUndoesAndApplies() {
    run("up");

    assertThat(run("redo").outWithoutTimes())
        .startsWith("down  3  second  N ms\nup    3  second  N ms\n");
  }

  @Test
  void currentIsOneLine() {
    assertThat(run("current").out()).isEqualTo("base\n");
    run("up", "2");
    assertThat(run("current").out()).isEqualTo("2 first\n");
    assertThat(run("current", "--format=json").out())
        .isEqualTo(
            "{\n  \"environment\": \"development\",\n  \"database\": \"%s\",\n  \"current\": \"2\",\n  \"description\": \"first\",\n  \"missing\": []\n}\n"
                .formatted(repository.database()));
  }

  @Test
  void statusShowsEachMigration() {
    run("up");
    repository.sql(
        "DELETE FROM changelog WHERE id = 2; UPDATE changelog SET applied_at = '2026-11-22 18:00:00'; INSERT INTO changelog VALUES (9, '2026-11-23 18:00:00', 'later')");
    repository.write("scripts/10_new.sql", "SELECT 1;");

    Cli.Result status = run("status");

    assertThat(status.code()).isZero();
    assertThat(status.out())
        .isEqualTo(
            """
            Environment development: %s
            ID  Applied at           Description
            1   2026-11-22 18:00:00  create changelog
            2   ...pending...        first  (out of order: 'pending' applies it)
            3   2026-11-22 18:00:00  second
            9   2026-11-23 18:00:00  later  (its script is missing)
            10  ...pending...        new
            %s is at 9 (later), 2 pending, 1 applied without a script here.
            """
                .formatted(
                    ForeignRepository.server().jdbcUrl(repository.database()),
                    repository.database()));
  }

  @Test
  void statusForMachinesIsJsonAndNothingElse() {
    run("up", "1");
    repository.sql("UPDATE changelog SET applied_at = '2026-11-22 18:00:00'");

    Cli.Result status = run("status", "--format", "json");

    assertThat(status.out())
        .startsWith(
            """
            {
              "environment": "development",
              "database": "%s",
              "current": "1",
              "migrations": [
                {
                  "id": "1",
                  "description": "create changelog",
                  "state": "applied",
                  "outOfOrder": false,
                  "appliedAt": "2026-11-22T18:00:00"
                },
                {
                  "id": "2",
                  "description": "first",
                  "state": "pending",
                  "outOfOrder": false,
                  "appliedAt": null
                },
            """
                .formatted(repository.database()))
        .endsWith("  ],\n  \"missing\": [],\n  \"neverApplied\": [],\n  \"unfinished\": null\n}\n");
  }

  /** Nothing is pending, and yet the database is not what these scripts give. */
  @Test
  void noCommandSaysHeadWhereAScriptIsMissing() {
    run("up");
    repository.sql("INSERT INTO changelog VALUES (9, '2026-11-23 18:00:00', 'later')");
    String stands = repository.database() + " is at 9 (later), 1 applied without a script here.\n";

    assertThat(run("status").out()).endsWith("\n" + stands);
    assertThat(run("up").out()).isEqualTo("Nothing to do: " + stands);
    assertThat(run("up", "--dry-run").out()).isEqualTo("Nothing to do: " + stands);
    assertThat(run("current").out()).isEqualTo("9 later\n");
    assertThat(run("current").err())
        .isEqualTo("Warning: applied, but without a script here: 9 (later).\n");
    for (String command : List.of("status", "current", "up", "up --dry-run")) {
      assertThat(run((command + " --format=json").split(" ")).out())
          .as(command)
          .contains("  \"missing\": [\n    \"9\"\n  ]");
    }
    assertThat(run("status", "--exit-code").code()).as("'up' is done").isZero();

    repository.write("scripts/10_new.sql", "SELECT 1;");
    assertThat(run("up").out()).endsWith(" is at 10 (new), 1 applied without a script here.\n");
  }

  @Test
  void statusAtBaseHasNoCurrent() {
    assertThat(run("status", "--format=json").out()).contains("\"current\": null");
  }

  @Test
  void newWritesAScriptAndPrintsItsPath() throws IOException {
    String first = run("new", "add a thing").out().strip();
    String second = run("new", "add", "another").out().strip();

    assertThat(Path.of(first)).hasParent(folder.resolve("scripts"));
    assertThat(Path.of(first).getFileName().toString()).matches("\\d{14}_add_a_thing\\.sql");
    assertThat(Path.of(second).getFileName().toString()).matches("\\d{14}_add_another\\.sql");
    assertThat(first.substring(0, first.indexOf("_add")))
        .isNotEqualTo(second.substring(0, second.indexOf("_add")));
    assertThat(Files.readString(Path.of(first)))
        .startsWith("-- // add a thing\n")
        .contains("\n-- //@UNDO\n");
    assertThat(run("up").code()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../escape", "a/b", "", "semi;colon", "quote'"})
  void newRefusesWhatCannotBeAFileName(String description) throws IOException {
    Cli.Result result = run("new", description);

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .startsWith("schema-cli: '%s' cannot become a file name: ".formatted(description));
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(f -> f.toString().endsWith(".sql"))).hasSize(3);
    }
  }

  @Test
  void optionsGoBeforeOrAfterTheCommand() {
    repository.write("env2/other.properties", read("environments/development.properties"));

    for (List<String> line :
        List.of(
            List.of("--path=" + folder, "--env", "other", "--envpath", folder + "/env2", "current"),
            List.of(
                "current",
                "--env=other",
                "--path",
                folder.toString(),
                "--envpath=" + folder + "/env2"))) {
      assertThat(Cli.in(folder.resolve("scripts")).run(line.toArray(new String[0])))
          .isEqualTo(new Cli.Result(0, "base\n", ""));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1.5", "x", "1x", ""})
  void aCountIsOneOrMore(String count) {
    assertThat(run("up", count).code()).isEqualTo(2);
    assertThat(run("down", count).code()).isEqualTo(2);
    assertThat(run("redo", count).code()).isEqualTo(2);
    assertThat(run("current").out()).isEqualTo("base\n");
  }

  @Test
  void anIdIsNotACount() {
    Cli.Result up = run("up", "20260101120000");

    assertThat(up.code()).isEqualTo(2);
    assertThat(up.err())
        .startsWith(
            "schema-cli: '20260101120000' is not a number of migrations: give 1 or more, or 'head'. To go to a migration, use 'schema-cli version 20260101120000'.\n");
  }

  @Test
  void aMistypedCommandGetsASuggestion() {
    Cli.Result result = run("statsu");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .startsWith(
            "schema-cli: Unmatched argument at index 1: 'statsu'\nDid you mean: schema-cli status");
  }

  @Test
  void aFailureIsOneAndAnUnansweredQuestionThree() {
    repository.write(
        "environments/development.properties",
        "url=jdbc:postgresql://127.0.0.1:1/x\nusername=u\npassword=s3cret\n");

    for (String change : List.of("up", "down", "pending")) {
      assertThat(run(change).code()).isEqualTo(1);
    }
    for (String question :
        List.of(
            "status",
            "current",
            "up --dry-run",
            "down base --dry-run",
            "redo --dry-run",
            "version 2 --dry-run --format=json",
            "pending --dry-run --sql")) {
      Cli.Result result = run(question.split(" "));
      assertThat(result.code()).isEqualTo(3);
      assertThat(result.out()).isEmpty();
      assertThat(result.err())
          .startsWith("schema-cli: The database cannot be used: Connection to 127.0.0.1:1 refused.")
          .doesNotContain("s3cret")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void anAnswerThatCannotBeWrittenIsNoSuccess() {
    Writer full =
        new Writer() {
          @Override
          public void write(char[] buffer, int offset, int length) throws IOException {
            throw new IOException("No space left on device");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };

    for (var expected : Map.of("current", 3, "status", 3, "up", 1).entrySet()) {
      StringWriter err = new StringWriter();
      Invocation invocation =
          new Invocation(new Surroundings(Map.of(), Map.of()), folder, Optional.empty());
      int code =
          SchemaCli.run(
              new PrintWriter(full),
              new PrintWriter(err),
              invocation,
              "--path=" + folder,
              expected.getKey());

      assertThat(code).as(expected.getKey()).isEqualTo(expected.getValue());
      assertThat(err.toString()).contains("the output could not be written");
    }
  }

  private Cli.Result run(String... args) {
    String[] line = new String[args.length + 1];
    line[0] = "--path=" + folder;
    System.arraycopy(args, 0, line, 1, args.length);
    return Cli.in(folder).run(line);
  }

  private String read(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
