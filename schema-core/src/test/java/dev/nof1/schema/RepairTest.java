package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.execute;
import static dev.nof1.schema.fixture.TestServer.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.changelog.Recorded;
import dev.nof1.schema.changelog.Unfinished;
import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.error.MigrationFailedException;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import dev.nof1.schema.plan.Target;
import dev.nof1.schema.plan.UnfinishedMigration;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.OptionalInt;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts outside a transaction that did not come to their end, and the ways to end them. */
class RepairTest {
  private static final String HEAD = "-- //@NO_TRANSACTION\nINSERT INTO t VALUES (1);\n";
  private static final String TAIL =
      "INSERT INTO t VALUES (3);\n-- //@UNDO\n-- //@NO_TRANSACTION\nDELETE FROM t;\n";

  @TempDir private Path folder;
  private final DataSource database = TestServer.emptyDatabase();
  private ScriptFolder scripts;

  @BeforeEach
  void writeScripts() {
    scripts = ScriptFolder.withChangelog(folder).table(2, "t");
    scripts.migrations(database).up();
  }

  @Test
  void isNeededBeforeAnythingElseIsRun() {
    failAtTheSecondStatement();

    String unfinished =
        "Migration 3 (fill) is unfinished: its statement 2 at %s/3_fill.sql:3 failed: division by zero [22012]. The statement before it is done and stays. Nothing was changed. 'schema-cli repair' shows what is known, and continues, marks it done or rolls it back as you say."
            .formatted(folder);
    assertThatThrownBy(scripts.migrations(database)::up)
        .isInstanceOf(DatabaseException.class)
        .hasMessage(unfinished);
    assertThatThrownBy(() -> scripts.migrations(database).down(1)).hasMessage(unfinished);
    assertThat(scripts.migrations(database).records().verify().faults()).hasSize(1);
    assertThat(query(database, "SELECT id FROM t")).containsExactly("1");
  }

  @Test
  void isNotNeededWhereTheFirstStatementFailed() {
    scripts.script("3_fill.sql", "-- //@NO_TRANSACTION\nSELECT 1/0;\n" + TAIL);
    assertThatThrownBy(scripts.migrations(database)::up)
        .isInstanceOf(MigrationFailedException.class);

    assertThat(scripts.migrations(database).records().unfinished()).isEmpty();
    scripts.script("3_fill.sql", HEAD + TAIL);
    scripts.migrations(database).up();
    assertThat(query(database, "SELECT id FROM t")).containsExactly("1", "3");
    assertThat(scripts.migrations(database).records().unfinished()).isEmpty();
  }

  @Test
  void continuesFromTheFailedStatement() {
    failAtTheSecondStatement();
    scripts.script("3_fill.sql", HEAD + "INSERT INTO t VALUES (2);\n" + TAIL);

    scripts.migrations(database).records().repair().resume(OptionalInt.empty());

    assertThat(query(database, "SELECT id FROM t")).containsExactly("1", "2", "3");
    assertIsDone("run");
  }

  @Test
  void continuesFromTheStatementItIsTold() {
    failAtTheSecondStatement();

    scripts.migrations(database).records().repair().resume(OptionalInt.of(3));

    assertThat(query(database, "SELECT id FROM t")).containsExactly("1", "3");
    assertIsDone("run");
  }

  @Test
  void namesTheNextStatementWhereTheObjectIsThereAlready() {
    scripts.script(
        "3_fill.sql",
        "-- //@NO_TRANSACTION\nINSERT INTO t VALUES (1);\nCREATE INDEX i ON t ((1 / (id - 1)));\n");
    assertThatThrownBy(scripts.migrations(database)::up).hasMessageContaining("division by zero");
    execute(database, "CREATE INDEX i ON t (id)");

    assertThatThrownBy(
            () -> scripts.migrations(database).records().repair().resume(OptionalInt.empty()))
        .hasMessageContaining("relation \"i\" already exists")
        .hasMessageContaining(
            " If the earlier run has done this statement, as it seems, 'schema-cli repair"
                + " --continue --from=3' goes on after it.");

    scripts.migrations(database).records().repair().resume(OptionalInt.of(3));
    assertThat(query(database, "SELECT max(id) FROM changelog")).containsExactly("3");
  }

  @Test
  void namesTheNextStatementWhereTheObjectIsGoneAlready() {
    execute(
        database,
        "CREATE TABLE gone (id int PRIMARY KEY)",
        "CREATE TABLE r (id int REFERENCES gone)");
    scripts.script(
        "3_fill.sql", "-- //@NO_TRANSACTION\nINSERT INTO t VALUES (1);\nDROP TABLE gone;\n");
    assertThatThrownBy(scripts.migrations(database)::up).hasMessageContaining("depend on it");
    execute(database, "DROP TABLE gone CASCADE");

    assertThatThrownBy(
            () -> scripts.migrations(database).records().repair().resume(OptionalInt.empty()))
        .hasMessageContaining("'schema-cli repair --continue --from=3' goes on after it.");
  }

  @Test
  void countsTheStatements() {
    failAtTheSecondStatement();

    assertThat(scripts.migrations(database).records().repair().known().orElseThrow().statements())
        .isEqualTo(3);
  }

  @Test
  void notesWhereItFailsAgain() {
    failAtTheSecondStatement();

    assertThatThrownBy(
            () -> scripts.migrations(database).records().repair().resume(OptionalInt.empty()))
        .isInstanceOf(MigrationFailedException.class);

    assertThat(unfinished().statement()).isEqualTo(2);
    assertThat(query(database, "SELECT id FROM t")).containsExactly("1");
  }

  @Test
  void doesNotContinueWhenWhatIsDoneHasChanged() {
    failAtTheSecondStatement();
    scripts.script("3_fill.sql", HEAD.replace("(1)", "(7)") + TAIL);

    assertThatThrownBy(
            () -> scripts.migrations(database).records().repair().resume(OptionalInt.empty()))
        .hasMessageContaining(
            "the statements of migration 3 (fill) that are done already, the first 1, have changed since")
        .hasMessageContaining("Nothing was run.");
    assertThat(query(database, "SELECT id FROM t")).containsExactly("1");
  }

  @Test
  void marksDone() {
    failAtTheSecondStatement();

    scripts.migrations(database).records().repair().markDone();

    assertIsDone("repair");
  }

  @Test
  void rollsBack() {
    failAtTheSecondStatement();

    scripts.migrations(database).records().repair().rollBack();

    assertThat(query(database, "SELECT id FROM t")).isEmpty();
    assertThat(query(database, "SELECT max(id) FROM changelog")).containsExactly("2");
    assertThat(scripts.migrations(database).records().unfinished()).isEmpty();
  }

  @Test
  void rollsBackWithAnUndoSectionInATransaction() {
    scripts.script("3_fill.sql", HEAD + "SELECT 1/0;\n-- //@UNDO\nDELETE FROM t;\n");
    assertThatThrownBy(scripts.migrations(database)::up)
        .isInstanceOf(MigrationFailedException.class);

    scripts.migrations(database).records().repair().rollBack();

    assertThat(query(database, "SELECT id FROM t")).isEmpty();
    assertThat(scripts.migrations(database).records().unfinished()).isEmpty();
    assertThatThrownBy(() -> scripts.migrations(database).records().repair().markDone())
        .hasMessage("Nothing is unfinished. There is nothing to repair.");
  }

  @Test
  void forgets() {
    failAtTheSecondStatement();

    scripts.migrations(database).records().repair().forget();

    assertThat(scripts.migrations(database).records().unfinished()).isEmpty();
    assertThat(query(database, "SELECT max(id) FROM changelog")).containsExactly("2");
  }

  @Test
  void knowsThatTheOutcomeIsUnknownWhenTheConnectionIsLost() {
    scripts.script("3_fill.sql", HEAD + "SELECT pg_terminate_backend(pg_backend_pid());\n" + TAIL);
    assertThatThrownBy(scripts.migrations(database)::up)
        .isInstanceOf(MigrationFailedException.class);

    UnfinishedMigration known =
        scripts.migrations(database).records().repair().known().orElseThrow();
    assertThat(known.words())
        .isEqualTo(
            "Migration 3 (fill) is unfinished: its statement 2 at %s/3_fill.sql:3 was begun and may have taken effect or not. The statement before it is done and stays."
                .formatted(folder));
    assertThat(known.invalidIndexes()).isEmpty();
    scripts.migrations(database).records().repair().resume(OptionalInt.of(3));
    assertIsDone("run");
  }

  @Test
  void dropsTheInvalidIndexThatIsBuiltAnew() {
    execute(database, "INSERT INTO t VALUES (1), (1)");
    scripts.script(
        "3_fill.sql",
        "-- //@NO_TRANSACTION\nSELECT 1;\nCREATE UNIQUE INDEX CONCURRENTLY i ON t (id);\n-- //@UNDO\nDROP INDEX i;\n");
    assertThatThrownBy(scripts.migrations(database)::up)
        .isInstanceOf(MigrationFailedException.class);
    execute(database, "DELETE FROM t");

    scripts.migrations(database).records().repair().resume(OptionalInt.empty());

    assertThat(query(database, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass"))
        .containsExactly("t");
    assertIsDone("run");
  }

  @Test
  void endsAnUndoThatWasInterrupted() {
    scripts.script(
        "3_fill.sql",
        HEAD + "-- //@UNDO\n-- //@NO_TRANSACTION\nINSERT INTO t VALUES (9);\nSELECT 1/0;\n");
    scripts.migrations(database).up();
    assertThatThrownBy(() -> scripts.migrations(database).down(1))
        .isInstanceOf(MigrationFailedException.class);

    assertThat(unfinished().undo()).isTrue();
    assertThatThrownBy(() -> scripts.migrations(database).records().repair().rollBack())
        .hasMessageContaining("was being undone when it was interrupted");
    scripts.migrations(database).records().repair().markDone();
    assertThat(query(database, "SELECT max(id) FROM changelog")).containsExactly("2");
    assertThat(scripts.migrations(database).records().unfinished()).isEmpty();
  }

  @Test
  void findsItsPlaceWhateverTheScriptSets() {
    String role = "writer_" + System.nanoTime();
    execute(database, "CREATE ROLE " + role, "GRANT INSERT ON t TO " + role);
    scripts.script(
        "3_fill.sql",
        "-- //@NO_TRANSACTION\nSET ROLE %s;\nSET search_path = pg_catalog;\nINSERT INTO public.t VALUES (1);\nSELECT 1/0;\n"
            .formatted(role));
    assertThatThrownBy(scripts.migrations(database)::up).hasMessageContaining("division by zero");

    assertThat(unfinished().statement()).isEqualTo(4);
    assertThat(unfinished().reason()).isEqualTo("division by zero [22012]");
  }

  @Test
  void leavesNothingAtBase() {
    failAtTheSecondStatement();
    scripts.migrations(database).records().repair().rollBack();

    scripts.migrations(database).run(Target.base());

    assertThat(
            query(
                database,
                "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"))
        .isEmpty();
  }

  @Test
  void isPossibleAlsoForTheScriptThatCreatesTheChangelog() {
    DataSource empty = TestServer.emptyDatabase();
    scripts.script(
        "1_create_changelog.sql",
        "-- //@NO_TRANSACTION\n"
            + ScriptFolder.CHANGELOG.replace("-- //@UNDO", "SELECT 1/0;\n-- //@UNDO"));
    Migrations first = scripts.migrations(empty);
    assertThatThrownBy(first::up).isInstanceOf(MigrationFailedException.class);

    assertThat(first.records().unfinished().orElseThrow().statement()).isEqualTo(2);
    first.records().repair().resume(OptionalInt.of(3));
    first.up();
    assertThat(query(empty, "SELECT max(id) FROM changelog")).containsExactly("2");
  }

  private void failAtTheSecondStatement() {
    scripts.script("3_fill.sql", HEAD + "SELECT 1/0;\n" + TAIL);
    assertThatThrownBy(scripts.migrations(database)::up)
        .isInstanceOf(MigrationFailedException.class)
        .hasMessageContaining(
            "the statement before the failed one has taken effect and stays, and the failed one may have left something behind.")
        .hasMessageEndingWith(
            " How far it got is noted: fix what was wrong, and 'schema-cli repair' goes on from there or takes it back.");
  }

  private Unfinished unfinished() {
    return scripts.migrations(database).records().unfinished().orElseThrow();
  }

  private void assertIsDone(String how) {
    assertThat(query(database, "SELECT max(id) FROM changelog")).containsExactly("3");
    assertThat(scripts.migrations(database).records().unfinished()).isEmpty();
    assertThat(scripts.migrations(database).records().all().get(new BigDecimal(3)))
        .extracting(Recorded::how)
        .isEqualTo(java.util.Optional.of(how));
    assertThat(scripts.migrations(database).up().steps()).isEmpty();
  }
}
