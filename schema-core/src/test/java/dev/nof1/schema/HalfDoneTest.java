package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.execute;
import static dev.nof1.schema.fixture.TestServer.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.OptionalInt;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A first statement outside a transaction that may have committed a part, and then fails. */
class HalfDoneTest {
  private static final String UNDO = "\n-- //@UNDO\n-- //@NO_TRANSACTION\nDELETE FROM t;\n";

  @TempDir private Path folder;
  private final DataSource database = TestServer.emptyDatabase();
  private ScriptFolder scripts;

  @BeforeEach
  void writeScripts() {
    scripts = ScriptFolder.withChangelog(folder).table(2, "t");
    scripts.migrations(database).up();
    execute(
        database,
        "CREATE PROCEDURE fill() LANGUAGE plpgsql AS 'BEGIN INSERT INTO t VALUES (1); COMMIT; PERFORM 1/0; END'",
        "CREATE PROCEDURE outer_fill() LANGUAGE plpgsql AS 'BEGIN CALL fill(); END'",
        "CREATE FUNCTION unlock() RETURNS void LANGUAGE plpgsql AS 'BEGIN INSERT INTO t VALUES (1); PERFORM pg_advisory_unlock_all(); SET search_path TO public; END'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DO 'BEGIN INSERT INTO t VALUES (1); COMMIT; PERFORM 1/0; END';",
        "CALL fill();",
        "CALL outer_fill();",
        "/* a */ DO LANGUAGE plpgsql 'BEGIN CALL fill(); END';",
        "do 'BEGIN INSERT INTO t VALUES (1); COMMIT; PERFORM 1/0; END'",
      })
  void isNotRepeated(String statement) {
    scripts.script("3_fill.sql", "-- //@NO_TRANSACTION\n" + statement + UNDO);

    assertThatThrownBy(scripts.migrations(database)::up)
        .hasMessageContaining("division by zero")
        .hasMessageContaining(
            "no statement before the failed one has run, and the failed one may have left something behind.")
        .hasMessageEndingWith("'schema-cli repair' goes on from there or takes it back.");
    assertThatThrownBy(scripts.migrations(database)::up)
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining(
            "Migration 3 (fill) is unfinished: its statement 1 at %s/3_fill.sql:2 failed: division by zero [22012]; what it may have committed before that stays. No statement before it is done. Nothing was changed. 'schema-cli repair'"
                .formatted(folder));
    assertThat(query(database, "SELECT id FROM t")).containsExactly("1");
  }

  @Test
  void isTakenBackOrContinued() {
    scripts.script("3_fill.sql", "-- //@NO_TRANSACTION\nCALL fill();" + UNDO);
    assertThatThrownBy(scripts.migrations(database)::up).hasMessageContaining("repair");

    scripts.migrations(database).records().repair().rollBack();

    assertThat(query(database, "SELECT id FROM t")).isEmpty();
    assertThatThrownBy(scripts.migrations(database)::up).hasMessageContaining("repair");
    scripts.script("3_fill.sql", "-- //@NO_TRANSACTION\nDELETE FROM t;" + UNDO);
    scripts.migrations(database).records().repair().resume(OptionalInt.empty());
    assertThat(scripts.migrations(database).up().steps()).isEmpty();
  }

  @Test
  void isNotRepeatedWhenItsUndoingFails() {
    scripts.script(
        "3_fill.sql",
        "INSERT INTO t VALUES (3);\n-- //@UNDO\n-- //@NO_TRANSACTION\nCALL fill();\n");
    scripts.migrations(database).up();

    assertThatThrownBy(() -> scripts.migrations(database).down(1)).hasMessageContaining("repair");
    assertThatThrownBy(() -> scripts.migrations(database).down(1))
        .hasMessageStartingWith("Undoing migration 3 (fill) is unfinished: its statement 1 at ");
    assertThat(query(database, "SELECT id FROM t ORDER BY 1")).containsExactly("1", "3");
  }

  @Test
  void isNotRepeatedWhenItGaveUpTheLock() {
    scripts.script("3_fill.sql", "-- //@NO_TRANSACTION\nSELECT unlock();" + UNDO);

    assertThatThrownBy(scripts.migrations(database)::up)
        .hasMessageContaining("is not held any more");
    assertThatThrownBy(scripts.migrations(database)::up)
        .hasMessageContaining("; the statement has taken effect and stays. No statement");
    assertThat(query(database, "SELECT id FROM t")).containsExactly("1");
  }

  @Test
  void isNotRepeatedWhenAPartitionIsHalfDetached() throws Exception {
    execute(
        database,
        "CREATE TABLE p (id int) PARTITION BY LIST (id)",
        "CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)");
    scripts.script(
        "3_detach.sql", "-- //@NO_TRANSACTION\nALTER TABLE p DETACH PARTITION p1 CONCURRENTLY;\n");
    try (Connection reader = database.getConnection();
        Statement open = reader.createStatement()) {
      reader.setAutoCommit(false);
      open.execute("SELECT * FROM p");
      assertThatThrownBy(
              Migrations.builder(database)
                      .source(scripts.source())
                      .lockTimeout(Duration.ofMillis(100))
                      .lockTries(2)
                      .build()
                  ::up)
          .hasMessageContaining("repair");
    }

    assertThatThrownBy(scripts.migrations(database)::up)
        .hasMessageContaining("what it may have committed before that stays");
    execute(database, "ALTER TABLE p DETACH PARTITION p1 FINALIZE");
    scripts.migrations(database).records().repair().markDone();
    assertThat(scripts.migrations(database).up().steps()).isEmpty();
  }

  @Test
  void isRepeatedWhereItLeavesNothing() {
    scripts.script("3_fill.sql", "-- //@NO_TRANSACTION\nINSERT INTO t SELECT 1/0;" + UNDO);
    assertThatThrownBy(scripts.migrations(database)::up)
        .hasMessageEndingWith("Fix the script and run this again.");

    scripts.script("3_fill.sql", "-- //@NO_TRANSACTION\nINSERT INTO t VALUES (1);" + UNDO);
    scripts.migrations(database).up();

    assertThat(query(database, "SELECT id FROM t")).containsExactly("1");
  }
}
