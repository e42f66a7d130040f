package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.execute;
import static dev.nof1.schema.fixture.TestServer.query;
import static dev.nof1.schema.fixture.Waiting.untilNone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.event.MigrationListener;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import java.nio.file.Path;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a script outside a transaction that stopped between two of its statements. */
class PartlyDoneTest {
  private static final String NOTED =
      " How far it got is noted: fix what was wrong, and 'schema-cli repair' goes on from there or takes it back.";
  private static final String FIRST =
      "-- //@NO_TRANSACTION\nCREATE TABLE u (id int);\nDO $$ BEGIN RAISE NOTICE 'now'; END $$;\n";

  @TempDir private Path folder;
  private final DataSource database = TestServer.emptyDatabase();
  private ScriptFolder scripts;
  private Consumer<String> atNotice = text -> {};

  @BeforeEach
  void writeScripts() {
    scripts = ScriptFolder.withChangelog(folder).table(2, "t");
    migrations().up();
  }

  @Test
  void isToldWhereItIsNotNotedThatAStatementBegins() {
    atNotice = text -> execute(database, "ALTER TABLE changelog DROP COLUMN nof1_schema");
    scripts.script("3_s.sql", FIRST + "CREATE TABLE v (id int);\nCREATE TABLE w (id int);\n");

    assertThatThrownBy(migrations()::up)
        .hasMessageContaining("3_s.sql:4:1: ")
        .hasMessageContaining(
            "It runs outside a transaction: the 2 statements before the failed one have taken effect and stay")
        .hasMessageContaining("It is not recorded; the changelog is as it was, at 2 (create t).")
        .hasMessageNotContaining("all 2 statements");
    assertThat(query(database, "SELECT to_regclass('v')")).containsExactly((String) null);
  }

  @Test
  void isToldWhereTheConnectionIsLostBetweenTwoStatements() {
    atNotice = text -> terminate();
    scripts.script("3_s.sql", FIRST + "CREATE TABLE v (id int);\nCREATE TABLE w (id int);\n");

    assertThatThrownBy(migrations()::up)
        .hasMessageContaining("3_s.sql:4:1: ")
        .hasMessageContaining("the 2 statements before the failed one have taken effect and stay")
        .hasMessageNotContaining("all 2 statements")
        .hasMessageEndingWith(
            "How far it got is noted: when the server can be reached, 'schema-cli repair' goes on from there or takes it back.");
    assertThat(migrations().records().unfinished().orElseThrow().statement()).isEqualTo(2);
  }

  @Test
  void leavesTheChangelogAsItWasNotTheDatabase() {
    scripts.script("3_s.sql", "-- //@NO_TRANSACTION\nCREATE TABLE u (id int);\nSELECT 1/0;\n");

    assertThatThrownBy(migrations()::up)
        .hasMessageEndingWith(
            "It runs outside a transaction: the statement before the failed one has taken effect and stays, and the failed one may have left something behind. It is not recorded; the changelog is as it was, at 2 (create t)."
                + NOTED);
  }

  @Test
  void isNotSaidToBeNotedWhereTheChangelogIsGone() {
    scripts.script(
        "3_s.sql", "-- //@NO_TRANSACTION\nSELECT 1;\nDROP TABLE changelog;\nSELECT 1/0;\n");
    assertThatThrownBy(migrations()::up)
        .hasMessageContaining("division by zero")
        .hasMessageNotContaining("is noted");

    DataSource again = TestServer.emptyDatabase();
    scripts.script("3_s.sql", "-- //@NO_TRANSACTION\nSELECT 1;\nDROP TABLE changelog;\n");
    assertThatThrownBy(() -> migrations(again).up())
        .hasMessageContaining("there is no changelog table CHANGELOG to record it in")
        .hasMessageContaining("all 2 statements have taken effect and stay, but it is not recorded")
        .hasMessageNotContaining("is noted")
        .hasMessageEndingWith(
            " Make the script pass over what is done, or take that back by hand. Fix the script and run this again.");
  }

  @Test
  void countsNoStatementAsNone() {
    execute(database, "ALTER TABLE changelog ADD CHECK (id < 3)");
    scripts.script("3_s.sql", "-- //@NO_TRANSACTION\n-- nothing\n");

    assertThatThrownBy(migrations()::up)
        .hasMessageContaining(
            "It runs outside a transaction: it has no statement, and it is not recorded; the changelog is as it was, at 2 (create t).")
        .hasMessageNotContaining("all 0");
  }

  private void terminate() {
    execute(
        database,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
    untilNone(
        database,
        "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");
  }

  private Migrations migrations() {
    return migrations(database);
  }

  private Migrations migrations(DataSource at) {
    return Migrations.builder(at)
        .source(scripts.source())
        .listener(
            new MigrationListener() {
              @Override
              public void notice(String text) {
                if (text.contains("now")) {
                  atNotice.accept(text);
                }
              }
            })
        .build();
  }
}
