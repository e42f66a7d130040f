package dev.nof1.schema.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.cli.fixture.Cli;
import dev.nof1.schema.cli.fixture.ForeignRepository;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code history} and {@code show}. */
class HistoryTest {
  @TempDir private Path folder;
  private ForeignRepository repository;

  @BeforeEach
  void createRepository() {
    repository = ForeignRepository.create(folder);
  }

  @Test
  void historyIsNewestFirstByTime() {
    assertThat(run("history").out())
        .isEqualTo("Nothing is applied: %s is at base.\n".formatted(repository.database()));
    run("up", "2");
    repository.sql(
        "UPDATE changelog SET applied_at = '2026-11-2' || id || ' 18:00:00'; INSERT INTO changelog VALUES (9, '2026-11-21 19:00:00', 'gone')");
    repository.sql(
        "UPDATE changelog SET nof1_schema = CASE WHEN id = 2 THEN jsonb '{\"how\": \"run\", \"user\": \"ann\", \"application\": \"schema-cli\", \"host\": \"10.0.0.7\", \"millis\": 12}' END");

    assertThat(run("history").out())
        .isEqualTo(
            """
            Applied at           ID  Description
            2026-11-22 18:00:00  2   first  (by ann, 12 ms)
            2026-11-21 19:00:00  9   gone  (its script is missing)
            2026-11-21 18:00:00  1   create changelog
            """);
    assertThat(run("history", "--format=json").out())
        .isEqualTo(
            """
            {
              "environment": "development",
              "database": "%s",
              "migrations": [
                {
                  "id": "2",
                  "description": "first",
                  "appliedAt": "2026-11-22T18:00:00",
                  "missing": false,
                  "how": "run",
                  "user": "ann",
                  "application": "schema-cli",
                  "host": "10.0.0.7",
                  "milliseconds": 12
                },
                {
                  "id": "9",
                  "description": "gone",
                  "appliedAt": "2026-11-21T19:00:00",
                  "missing": true,
                  "how": null,
                  "user": null,
                  "application": null,
                  "host": null,
                  "milliseconds": null
                },
                {
                  "id": "1",
                  "description": "create changelog",
                  "appliedAt": "2026-11-21T18:00:00",
                  "missing": false,
                  "how": null,
                  "user": null,
                  "application": null,
                  "host": null,
                  "milliseconds": null
                }
              ]
            }
            """
                .formatted(repository.database()));
  }

  @Test
  void showTellsPlaceStateDirectivesAndBothSections() {
    repository.write(
        "scripts/4_more.sql",
        "-- // more\n-- //@NO_TRANSACTION\nVACUUM ${table};\n\n-- //@UNDO\n-- //@LOSSY rows go\nSELECT 1;\n");
    repository.write(
        "environments/development.properties",
        repository.read("environments/development.properties") + "table=first\n");

    assertThat(run("show", "4").out())
        .isEqualTo(
            """
            Migration:  4 (more)
            State:      pending
            Script:     %s/scripts/4_more.sql
            Directive:  NO_TRANSACTION (up)
            Directive:  LOSSY rows go

            -- up:
            -- // more
            -- //@NO_TRANSACTION
            VACUUM ${table};

            -- undo:
            -- //@LOSSY rows go
            SELECT 1;
            """
                .formatted(folder));
    assertThat(run("show", "4", "--format=json").out())
        .isEqualTo(
            """
            {
              "id": "4",
              "description": "more",
              "state": "pending",
              "outOfOrder": false,
              "appliedAt": null,
              "script": "%s/scripts/4_more.sql",
              "directives": {
                "noTransaction": true,
                "undoNoTransaction": false,
                "irreversible": null,
                "lossy": "rows go"
              },
              "up": "-- // more\\n-- //@NO_TRANSACTION\\nVACUUM ${table};\\n\\n",
              "undo": "-- //@LOSSY rows go\\nSELECT 1;\\n"
            }
            """
                .formatted(folder));
  }

  @Test
  void showKnowsWhatIsAppliedAndWhatIsMissing() {
    repository.write("scripts/4_forever.sql", "SELECT 1;\n");
    run("up");
    repository.sql(
        "UPDATE changelog SET applied_at = '2026-11-22 18:00:00'; INSERT INTO changelog VALUES (9, '2026-11-21 19:00:00', 'gone')");

    assertThat(run("show", "4").out())
        .contains("\nState:      applied at 2026-11-22 18:00:00\n")
        .endsWith("\n-- up:\nSELECT 1;\n\nNo undo section.\n");
    assertThat(run("show", "9").out())
        .isEqualTo(
            "Migration:  9 (gone)\nState:      applied at 2026-11-21 19:00:00, its script is missing\nScript:     missing\n");
    assertThat(run("show", "7"))
        .isEqualTo(
            new Cli.Result(
                1,
                "",
                "schema-cli: there is no migration with the id 7. 'status' lists the ids.\n"));
    assertThat(run("show", "x").code()).isEqualTo(2);
  }

  @Test
  void withoutADatabaseTheAnswerIsUnknown() {
    repository.write(
        "environments/development.properties", "url=jdbc:postgresql://127.0.0.1:1/x\n");

    assertThat(run("history").code()).isEqualTo(3);
    assertThat(run("show", "1").code()).isEqualTo(3);
  }

  private Cli.Result run(String... args) {
    return Cli.in(folder)
        .run(Stream.concat(Stream.of("--path=" + folder), Stream.of(args)).toArray(String[]::new));
  }
}
