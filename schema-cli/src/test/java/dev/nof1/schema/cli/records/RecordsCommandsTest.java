package dev.nof1.schema.cli.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.cli.SchemaCli;
import dev.nof1.schema.cli.fixture.Cli;
import dev.nof1.schema.cli.fixture.ForeignRepository;
import dev.nof1.schema.cli.io.Confirmation;
import dev.nof1.schema.cli.io.Console;
import dev.nof1.schema.cli.io.Invocation;
import dev.nof1.schema.environment.Surroundings;
import dev.nof1.schema.error.ConfigurationException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about what a database remembers, with what they print word for word. */
class RecordsCommandsTest {
  @TempDir private Path folder;
  private ForeignRepository repository;

  @BeforeEach
  void createRepository() {
    repository = ForeignRepository.create(folder);
  }

  @Test
  void statusTellsByItsExitCodeWhetherSomethingIsPending() {
    run("up", "2");

    assertThat(run("status", "--exit-code").code()).isEqualTo(1);
    assertThat(run("status", "--exit-code", "--format=json").code()).isEqualTo(1);
    assertThat(run("status").code()).isZero();
    run("up");
    assertThat(run("status", "--exit-code").code()).isZero();
    loseTheDatabase();
    assertThat(run("status", "--exit-code").code()).isEqualTo(3);
  }

  @Test
  void verifyFindsNothing() {
    run("up");

    assertThat(run("verify")).isEqualTo(new Cli.Result(0, "Nothing wrong was found.\n", ""));
    assertThat(run("verify", "--format=json").out())
        .isEqualTo("{\n  \"faults\": [],\n  \"notes\": [],\n  \"error\": null\n}\n");
  }

  @Test
  void verifySaysWhatIsWrong() {
    run("up");
    repository.write("scripts/2_first.sql", "CREATE TABLE first (id bigint);\n");

    Cli.Result verify = run("verify");

    assertThat(verify.code()).isEqualTo(1);
    assertThat(verify.out())
        .isEqualTo(
            """
            %1$s/scripts/2_first.sql: migration 2 (first) has no undo section, so it cannot be undone. Add a line '-- //@UNDO' and the statements that undo it below, or '-- //@IRREVERSIBLE reason'.
            %1$s/scripts/2_first.sql: the script of migration 2 (first) has changed since it was applied. Bring back the one that was applied and put the change into a new migration; if the change is meant and harmless, 'repair --checksums' records it.
            2 things are wrong.
            """
                .formatted(folder));
    assertThat(run("verify", "--format=json").out())
        .startsWith(
            "{\n  \"faults\": [\n    {\n      \"rule\": \"undo\",\n      \"place\": \"%s/scripts/2_first.sql\",\n"
                .formatted(folder))
        .contains("\"rule\": \"checksum\"");

    assertThat(run("repair", "--checksums").code()).isEqualTo(1);
    assertThat(run("repair", "--checksums", "--yes").out())
        .isEqualTo("checksum  2 (first)\n1 recorded.\n");
    assertThat(run("verify").out()).endsWith("\n1 thing is wrong.\n");
  }

  @Test
  void verifyNeedsNoDatabaseForTheScripts() {
    loseTheDatabase();

    assertThat(run("verify", "--offline"))
        .isEqualTo(new Cli.Result(0, "The scripts are in order.\n", ""));
    Cli.Result unknown = run("verify");
    assertThat(unknown.code()).isEqualTo(3);
    assertThat(unknown.out()).isEqualTo("The scripts are in order.\n");
    assertThat(unknown.err()).startsWith("schema-cli: The database cannot be used: ");
    repository.write("scripts/02_again.sql", "SELECT 1;\n-- //@UNDO\nSELECT 1;\n");
    Cli.Result wrong = run("verify");
    assertThat(wrong.code()).isEqualTo(1);
    assertThat(wrong.out()).startsWith("Two scripts have the id 2: ");
    assertThat(run("verify", "--format=json").out()).contains("\"error\": \"The database");
    assertThat(run("verify", "--offline").code()).isEqualTo(1);
  }

  @Test
  void stampRecordsWithoutRunning() {
    run("up", "1");

    Cli.Result stamp = run("stamp", "2", "--yes");
    assertThat(stamp.code()).isZero();
    assertThat(stamp.err())
        .isEqualTo("Would record as applied, without running (1): 2 (first)\nRecorded.\n");
    assertThat(stamp.out())
        .isEqualTo("%s is at 2 (first), 1 pending.\n".formatted(repository.database()));
    assertThat(run("stamp", "head", "--yes").out()).endsWith(" is at 3 (second), head.\n");
    assertThat(run("stamp", "head").out())
        .isEqualTo("Nothing to do: %s is at 3 (second), head.\n".formatted(repository.database()));
    Cli.Result base = run("stamp", "base", "--yes");
    assertThat(base.err())
        .isEqualTo(
            "Would forget, without undoing (3): 3 (second), 2 (first), 1 (create changelog)\nRecorded.\n");
    assertThat(base.out()).endsWith(" is at base, 3 pending.\n");
    repository.sql("DROP TABLE changelog");
  }

  @Test
  void stampAsksAndSoRefusesWhereNobodyCanAnswer() {
    run("up", "1");

    Cli.Result stamp = run("stamp", "head");

    assertThat(stamp.code()).isEqualTo(1);
    assertThat(stamp.err())
        .isEqualTo(
            "Would record as applied, without running (2): 2 (first), 3 (second)\nschema-cli: Record this? There is nobody to ask, so nothing was done. Add --yes if you mean it.\n");
    assertThat(run("current").out()).isEqualTo("1 create changelog\n");
    assertThat(run("stamp", "x", "--yes").code()).isEqualTo(2);
    assertThat(run("stamp", "9", "--yes").code()).isEqualTo(1);
  }

  @Test
  void onlyAYesIsAYes() {
    for (String answer : new String[] {"y\n", "YES \n"}) {
      assertThat(answered(answer)).isTrue();
    }
    for (String answer : new String[] {"", "\n", "n\n", "yep\n"}) {
      assertThat(answered(answer)).isFalse();
    }
    assertThatThrownBy(() -> new Confirmation().given(console(), "Sure?", null))
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  void baselineBeginsWithADatabaseThatIsThere() {
    repository.sql("CREATE TABLE first (id int)");

    Cli.Result stamp = run("stamp", "2", "--yes");
    assertThat(stamp.code()).isEqualTo(1);
    assertThat(stamp.err()).contains("There is no changelog CHANGELOG");
    Cli.Result baseline = run("baseline", "2", "--yes");
    assertThat(baseline.code()).isZero();
    assertThat(baseline.err())
        .isEqualTo(
            "Would create the changelog table.\nWould record as applied, without running (2): 1 (create changelog), 2 (first)\nRecorded.\n");
    assertThat(baseline.out()).endsWith(" is at 2 (first), 1 pending.\n");
    assertThat(run("up").outWithoutTimes()).startsWith("up    3  second  N ms\n");
    assertThat(run("baseline", "2", "--yes").code()).isEqualTo(1);
    assertThat(run("baseline", "head", "--yes").code()).isEqualTo(2);
  }

  @Test
  void repairShowsWhatIsKnownAndEndsItAsTold() {
    unfinished();

    Cli.Result up = run("up");
    assertThat(up.code()).isEqualTo(1);
    assertThat(up.err()).contains("Migration 4 (fill) is unfinished").contains("schema-cli repair");
    Cli.Result shown = run("repair");
    assertThat(shown.code()).isEqualTo(1);
    assertThat(shown.out())
        .isEqualTo(
            """
            Migration 4 (fill) is unfinished: its statement 2 at %s/scripts/4_fill.sql:3 failed: division by zero [22012]. The statement before it is done and stays.
            Look at the database, and then say one of
              repair --continue          run the rest, from that statement on
              repair --continue --from=3 run the rest, from the statement after it
              repair --mark-done         record it, the rest is done by hand
              repair --roll-back         run its undo section
              repair --forget            record nothing, all is taken back by hand
            """
                .formatted(folder));
    assertThat(run("repair", "--continue").code()).isEqualTo(1);
    Cli.Result goOn = run("repair", "--continue", "--from=3");
    assertThat(goOn.code()).as(goOn.err()).isZero();
    assertThat(goOn.outWithoutTimes())
        .isEqualTo(
            "up    4  fill  N ms\n%s is at 4 (fill), head.\n".formatted(repository.database()));
    assertThat(run("repair").out()).isEqualTo("Nothing is unfinished.\n");
  }

  @Test
  void repairIsAQuestionThatMachinesCanAsk() {
    run("up");
    assertThat(run("repair", "--format=json").out()).isEqualTo("{\n  \"unfinished\": null\n}\n");
    unfinished();

    Cli.Result known = run("repair", "--format=json");

    assertThat(known.code()).isEqualTo(1);
    assertThat(known.out())
        .contains("\"id\": \"4\",\n    \"direction\": \"up\",\n    \"statement\": 2,")
        .endsWith(
            """
              "invalidIndexes": [],
              "ways": [
                "--continue",
                "--continue --from=3",
                "--mark-done",
                "--roll-back",
                "--forget"
              ]
            }
            """);
    assertThat(run("repair", "--forget", "--format=json").code()).isEqualTo(2);
    loseTheDatabase();
    assertThat(run("repair").code()).isEqualTo(3);
    assertThat(run("repair", "--forget").code()).isEqualTo(1);
  }

  @Test
  void repairSuggestsNothingThatItRefuses() throws IOException {
    repository.write(
        "scripts/4_fill.sql",
        "-- //@NO_TRANSACTION\nINSERT INTO first VALUES (1);\nINSERT INTO first VALUES (2);\n-- //@UNDO\nDELETE FROM first;\n");
    run("up", "3");
    repository.sql(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no row'; END $$; CREATE TRIGGER refuse BEFORE INSERT ON changelog FOR EACH ROW EXECUTE FUNCTION refuse()");
    assertThat(run("up").code()).isEqualTo(1);
    assertThat(run("repair").out())
        .startsWith("Migration 4 (fill) is unfinished: all its 2 statements are done")
        .endsWith(
            """
              repair --continue          record it, nothing is left to run
              repair --roll-back         run its undo section
              repair --forget            record nothing, all is taken back by hand
            """);
    Path script = folder.resolve("scripts/4_fill.sql");
    String text = Files.readString(script);
    Files.writeString(script, text.substring(0, text.indexOf("-- //@UNDO")));
    assertThat(run("repair").out()).doesNotContain("--roll-back");
    Files.delete(script);
    assertThat(run("repair").out())
        .endsWith(
            "say one of\n  repair --forget            record nothing, the database is put right by hand\n");
    Files.writeString(script, text);
    repository.sql("DROP FUNCTION refuse() CASCADE");
    assertThat(run("repair", "--continue").code()).isZero();
  }

  @Test
  void noProgressIsLeftBeforeAComplaint() {
    repository.write(
        "scripts/4_slow.sql",
        "-- //@NO_TRANSACTION\nINSERT INTO second VALUES (1);\nSELECT 1/(count(*)-1) FROM first, pg_sleep(3);\n");
    run("up", "3");
    repository.sql("INSERT INTO first VALUES (1)");

    assertThat(onTerminal("up")).matches("(?s).*\r +\r[^\r]*schema-cli: .*");
    assertThat(onTerminal("repair", "--continue"))
        .contains("still running")
        .matches("(?s).*\r +\r[^\r]*schema-cli: .*");
    assertThat(onTerminal("repair", "--continue", "--quiet")).startsWith("schema-cli: ");
  }

  private String onTerminal(String... args) {
    StringWriter err = new StringWriter();
    String[] line = new String[args.length + 1];
    line[0] = "--path=" + folder;
    System.arraycopy(args, 0, line, 1, args.length);
    SchemaCli.run(
        new PrintWriter(new StringWriter()),
        new PrintWriter(err),
        new Invocation(
            new Surroundings(
                Map.of("TERM", "xterm", "NO_COLOR", "1"), Map.of("nof1.terminals", "2")),
            folder,
            Optional.empty()),
        line);
    return err.toString();
  }

  @Test
  void repairMarksDoneRollsBackOrForgets() {
    unfinished();
    assertThat(run("repair", "--roll-back").outWithoutTimes())
        .isEqualTo(
            "down  4  fill  N ms\n%s is at 3 (second), 1 pending.\n"
                .formatted(repository.database()));
    unfinished();
    assertThat(run("repair", "--forget").out()).endsWith(" is at 3 (second), 1 pending.\n");
    unfinished();
    assertThat(run("repair", "--mark-done").out()).endsWith(" is at 4 (fill), head.\n");
    assertThat(run("repair", "--mark-done").code()).isEqualTo(1);
    assertThat(run("repair", "--mark-done", "--forget").code()).isEqualTo(2);
    assertThat(run("repair", "--from=2").code()).isEqualTo(2);
  }

  @Test
  void statusMentionsWhatIsUnfinished() {
    run("up");
    assertThat(run("status", "--format=json").out()).contains("\"unfinished\": null\n}");
    assertThat(run("status", "--exit-code").code()).isZero();
    unfinished();

    Cli.Result text = run("status");
    Cli.Result json = run("status", "--format=json");

    assertThat(text.code()).isZero();
    assertThat(text.out())
        .endsWith(
            """
            %s is at 3 (second), 1 pending.
            Migration 4 (fill) is unfinished: its statement 2 at %s:3 failed: division by zero [22012]. \
            The statement before it is done and stays. If no migrator is running right now, \
            'schema-cli repair' shows how to go on; until then nothing else is run.
            """
                .formatted(repository.database(), folder.resolve("scripts/4_fill.sql")));
    assertThat(json.out())
        .contains(
            "\"unfinished\": {\n    \"id\": \"4\",\n    \"direction\": \"up\",\n    \"statement\": 2,\n    \"line\": 3,\n    \"reason\": \"division by zero [22012]\",\n    \"message\": \"Migration 4 (fill) is unfinished: ");
  }

  @Test
  void statusIsNotCleanWhileTheUndoOfAMigrationIsUnfinished() {
    repository.write(
        "scripts/4_fill.sql",
        "-- //@NO_TRANSACTION\nINSERT INTO first VALUES (1);\n-- //@UNDO\n-- //@NO_TRANSACTION\nDELETE FROM first;\nSELECT 1/0;\n");
    run("up");
    run("down");

    Cli.Result status = run("status", "--exit-code");

    assertThat(status.code()).isEqualTo(1);
    assertThat(status.out()).contains("Undoing migration 4 (fill) is unfinished: its statement 2");
    run("repair", "--mark-done");
    assertThat(run("up").code()).isZero();
    assertThat(run("status", "--exit-code").code()).isZero();
  }

  @Test
  void aDryRunIsRefusedAsTheRunWouldBe() {
    unfinished();

    Cli.Result up = run("up");
    Cli.Result dry = run("up", "--dry-run");

    assertThat(dry.code()).isEqualTo(1);
    assertThat(dry.out()).isEmpty();
    assertThat(dry.err()).isEqualTo(up.err()).contains("Migration 4 (fill) is unfinished");
  }

  private void unfinished() {
    repository.write(
        "scripts/4_fill.sql",
        "-- //@NO_TRANSACTION\nINSERT INTO first VALUES (1);\nSELECT 1/0;\nINSERT INTO first VALUES (3);\n-- //@UNDO\nDELETE FROM first;\n");
    assertThat(run("up").code()).isEqualTo(1);
  }

  private void loseTheDatabase() {
    repository.write(
        "environments/development.properties",
        "url=jdbc:postgresql://127.0.0.1:1/x\nusername=u\npassword=s3cret\n");
  }

  private static boolean answered(String answer) {
    return new Confirmation()
        .given(console(), "Sure?", new BufferedReader(new StringReader(answer)));
  }

  private static Console console() {
    return new Console(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()));
  }

  private Cli.Result run(String... args) {
    String[] line = new String[args.length + 1];
    line[0] = "--path=" + folder;
    System.arraycopy(args, 0, line, 1, args.length);
    return Cli.in(folder).run(line);
  }
}
