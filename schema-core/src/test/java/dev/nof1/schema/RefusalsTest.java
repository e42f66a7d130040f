package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.query;
import static dev.nof1.schema.fixture.TestServer.tables;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.error.MigrationFailedException;
import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import dev.nof1.schema.plan.Target;
import dev.nof1.schema.repository.MigrationSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every message word for word: whoever reads one has nothing else to go by. */
class RefusalsTest {
  @TempDir private Path folder;
  private final DataSource database = TestServer.emptyDatabase();
  private ScriptFolder scripts;

  @BeforeEach
  void writeScripts() {
    scripts = ScriptFolder.withChangelog(folder);
  }

  @Nested
  class BeforeAnythingRuns {

    @AfterEach
    void nothingRan() {
      assertThat(tables(database)).doesNotContain("t");
    }

    @Test
    void aFolderThatIsNotThere() {
      Path nowhere = folder.resolve("nowhere");

      assertThatThrownBy(() -> migrations(MigrationSource.folder(nowhere)).up())
          .isInstanceOf(RepositoryException.class)
          .hasMessage(
              "%s is not there, so there are no migrations to read. Check the path; the scripts of a repository are in its folder 'scripts'."
                  .formatted(nowhere));
    }

    @Test
    void aClassPathFolderThatIsNotThere() {
      assertThatThrownBy(
              () ->
                  migrations(MigrationSource.classpath("no/such", getClass().getClassLoader()))
                      .up())
          .hasMessage(
              "There is no folder 'no/such' on the class path, so there are no migrations to read. Check its name, and that its jar has entries for folders.");
    }

    @Test
    void aFileNameWithoutId() {
      scripts.table(2, "t").script("add_index.sql", "SELECT 1;");

      refused(
          "%s/add_index.sql: the name does not start with a number and an underscore, so its place in the order is unknown. Name it as 'new' does: 20260101120000_some_words.sql, or move it out of the folder.");
    }

    @Test
    void aLinkThatLeadsNowhere() throws IOException {
      scripts.table(2, "t");
      Files.createSymbolicLink(folder.resolve("3_gone.sql"), folder.resolve("nowhere"));

      refused(
          "%s/3_gone.sql is named like a script, but is a link that leads to no file. Nothing was run. Mend it or move it out of the folder.");
    }

    @Test
    void aCharacterThatNoServerAccepts() {
      scripts.script("2_t.sql", "CREATE TABLE t ();\nSELECT \0;\n");

      refused(
          "%s/2_t.sql:2:8: a character with the code 0, which no server accepts; remove it. Nothing was run.");
    }

    @Test
    void anIdTwice() {
      scripts.table(2, "t").script("02_other.sql", "SELECT 1;");

      refused(
          "Two scripts have the id 2: %1$s/02_other.sql and %1$s/2_create_t.sql. Nothing was run. Give the newer one a new id (rename its file); the changelog can hold each id once.");
    }

    @Test
    void anUndoMarkerThatIsNearlyOne() {
      for (String marker :
          List.of(
              "-- @UNDO",
              "--//@undo",
              "//@UNDO",
              "-- //@UNOD",
              "-- // @Undo it",
              "/* @UNDO */",
              "-- //UNDO",
              "--// undo ")) {
        scripts.script("2_t.sql", "CREATE TABLE t ();\n" + marker + "\nDROP TABLE t;\n");

        refused(
            "%s/2_t.sql:2: '"
                + marker.strip()
                + "' is nearly an undo marker, but not one: what follows would be run by 'up'. Write '-- //@UNDO', or reword the comment.");
      }
    }

    @Test
    void aDirectiveWithoutReason() {
      scripts.script("2_t.sql", "CREATE TABLE t ();\n-- //@IRREVERSIBLE\n");

      refused(
          "%s/2_t.sql:2: '-- //@IRREVERSIBLE' gives no reason; write it behind the directive, for whoever has to decide one day.");
    }

    @Test
    void aTransactionOfItsOwn() {
      scripts.script("2_t.sql", "CREATE TABLE t ();\nCOMMIT;\n");

      refused(
          "%s/2_t.sql:2:1: COMMIT is not for a script: a migration and its changelog row are one transaction, begun and ended for it. Nothing was run. Remove the statement; for statements that cannot run in a transaction add '-- //@NO_TRANSACTION'.");
    }

    @Test
    void aCommandOfPsql() {
      scripts.script("2_t.sql", "CREATE TABLE t ();\n\\copy t from 'file'\n");

      refused(
          "%s/2_t.sql:2:1: \\copy is a command of psql, not SQL; a migration is sent to the server, so write it in SQL. Nothing was run.");
    }

    @Test
    void allCommandsOfPsqlAtOnce() {
      scripts.script(
          "2_t.sql",
          "\\restrict x'y\nCREATE TABLE t ();\n\\connect d\nSELECT '\\no';\n\\unrestrict x'y\n");

      refused(
          "%s/2_t.sql:1:1: \\restrict is a command of psql that a newer pg_dump writes, not SQL; the line can go. There are others: \\connect in line 3, \\unrestrict in line 5 (it can go, too). Nothing was run.");
    }

    @Test
    void aQuoteThatDoesNotEnd() {
      scripts.script("2_t.sql", "CREATE TABLE t ();\nSELECT 'a;\n");

      refused("%s/2_t.sql:2:8: this string is not closed; add '. Nothing was run.");
    }

    @Test
    void bytesOfAnotherEncoding() throws IOException {
      Files.write(
          folder.resolve("2_t.sql"),
          "CREATE TABLE t (); -- é".getBytes(StandardCharsets.ISO_8859_1));

      refused(
          "%s/2_t.sql is not UTF-8 text. Save it as UTF-8, or name its encoding in the environment file: script_char_set=…");
    }

    private void refused(String message) {
      thrownByUp().isInstanceOf(RepositoryException.class).hasMessage(message.formatted(folder));
      assertThat(tables(database)).isEmpty();
    }
  }

  @Nested
  class BeforeAnythingIsUndone {

    @AfterEach
    void nothingWasUndone() {
      assertThat(query(database, "SELECT max(id) FROM changelog")).containsExactly("2");
    }

    @Test
    void withoutAnUndoSection() {
      applied("CREATE TABLE t ();\n");

      refused(
          "%s/2_t.sql: migration 2 (t) has no undo section, so it cannot be undone. Nothing was run. Add a line '-- //@UNDO' and the statements that undo it below, or '-- //@IRREVERSIBLE reason'.");
    }

    @Test
    void withAnEmptyUndoSection() {
      applied("CREATE TABLE t ();\n-- //@UNDO\n-- nothing;\n");

      refused(
          "%s/2_t.sql: the undo section of migration 2 (t) is empty, so undoing it would only forget it. Nothing was run. Write the statements after '-- //@UNDO' (SELECT 1 if there really is nothing to undo), or '-- //@IRREVERSIBLE reason'.");
    }

    @Test
    void whatSaysThatItIsIrreversible() {
      applied("CREATE TABLE t ();\n-- //@IRREVERSIBLE the old rows are gone\n");

      refused(
          "Migration 2 (t) cannot be undone: the old rows are gone (it says so in %s/2_t.sql). Nothing was run. To go back further, restore a backup.");
    }

    @Test
    void evenWhenNewerOnesCouldBe() {
      applied("CREATE TABLE t ();\n");
      scripts.table(3, "u");
      migrations(scripts.source()).up();

      assertThatThrownBy(() -> migrations(scripts.source()).run(Target.down(2)))
          .hasMessageContaining("migration 2 (t) has no undo section");
      assertThat(tables(database)).contains("u");
      migrations(scripts.source()).down(1);
    }

    private void applied(String script) {
      scripts.script("2_t.sql", script);
      migrations(scripts.source()).up();
    }

    private void refused(String message) {
      for (Target target : List.of(Target.down(1), Target.base(), Target.redo(1))) {
        assertThatThrownBy(() -> migrations(scripts.source()).run(target))
            .isInstanceOf(RepositoryException.class)
            .hasMessage(message.formatted(folder));
      }
    }
  }

  @Nested
  class WhileRunning {

    @Test
    void aFailingStatementWithItsPlace() {
      scripts
          .table(2, "t")
          .script(
              "3_add_index.sql",
              "-- // add index\n\nCREATE TABLE u ();\nCREATE INDEX i\n  ON users (name);\n");

      thrownByUp()
          .isInstanceOf(MigrationFailedException.class)
          .hasMessage(
              """
              Migration 3 (add index) failed at %s/3_add_index.sql:4:1: relation "users" does not exist [42P01]
                  CREATE INDEX i
                  ^
              It was rolled back; the 2 migrations before it stay done, and the database is at 2 (create t). Fix the script and run this again.\
              """
                  .formatted(folder));
      assertThat(tables(database)).containsExactly("changelog", "t");
    }

    @Test
    void theExactColumnDetailHintAndContext() {
      scripts.script(
          "2_t.sql",
          """
          CREATE TABLE t (a int);
            SELECT 'é😀', 1 +
              nme FROM (SELECT 1 AS name) AS x;
          """);

      thrownByUp()
          .hasMessage(
              """
              Migration 2 (t) failed at %s/2_t.sql:3:5: column "nme" does not exist [42703]
                      nme FROM (SELECT 1 AS name) AS x;
                      ^
                Hint: Perhaps you meant to reference the column "x.name".
              It was rolled back; the migration before it stays done, and the database is at 1 (create changelog). Fix the script and run this again.\
              """
                  .formatted(folder));
    }

    @Test
    void whatAFunctionRaises() {
      scripts.script(
          "2_t.sql",
          "SELECT 1; DO $$\nBEGIN\n  RAISE EXCEPTION 'no' USING DETAIL = 'because', HINT = 'do this';\nEND $$;");

      thrownByUp()
          .hasMessageStartingWith(
              """
              Migration 2 (t) failed at %s/2_t.sql:1:11: no [P0001]
                  SELECT 1; DO $$
                            ^
                Detail: because
                Hint: do this
                Where: PL/pgSQL function inline_code_block line 3 at RAISE
              """
                  .formatted(folder));
    }

    @Test
    void linesOfTheFileInAnUndoSection() {
      scripts.script("2_t.sql", "CREATE TABLE t ();\n\n-- //@UNDO\n\nDROP TABLE nowhere;\n");
      migrations(scripts.source()).up();

      assertThatThrownBy(() -> migrations(scripts.source()).down(1))
          .hasMessage(
              """
              Undoing migration 2 (t) failed at %s/2_t.sql:5:1: table "nowhere" does not exist [42P01]
                  DROP TABLE nowhere;
                  ^
              It was rolled back; the database is as it was, at 2 (t). Fix the script and run this again.\
              """
                  .formatted(folder));
      assertThat(tables(database)).contains("t");
    }

    @Test
    void aFirstScriptThatCreatesNoChangelog() {
      scripts.script("1_create_changelog.sql", "CREATE TABLE t ();\n-- //@UNDO\nDROP TABLE t;");

      thrownByUp()
          .hasMessage(
              """
              Migration 1 (create changelog) failed at %s/1_create_changelog.sql: there is no changelog table CHANGELOG to record it in
                The first migration creates it. Add to its up section:
                  CREATE TABLE ${changelog} (
                    ID NUMERIC(20,0) NOT NULL,
                    APPLIED_AT VARCHAR(25) NOT NULL,
                    DESCRIPTION VARCHAR(255) NOT NULL,
                    PRIMARY KEY (ID)
                  );
                and to its undo section: DROP TABLE ${changelog};
              It was rolled back; the database is as it was, at base. Fix the script and run this again.\
              """
                  .formatted(folder));
      assertThat(tables(database)).isEmpty();
    }

    @Test
    void anIdThatTheChangelogRounds() {
      scripts.script("1.5_t.sql", "CREATE TABLE t ();");

      thrownByUp()
          .hasMessageContaining(
              "the changelog CHANGELOG keeps the id 1.5 as 2, because of the type of its column ID");
      assertThat(tables(database)).containsExactly("changelog");
    }

    @Test
    void anUndoThatDropsTheChangelogUnderOthers() {
      scripts.script(
          "2_t.sql", "CREATE TABLE t ();\n-- //@UNDO\nDROP TABLE t; DROP TABLE ${changelog};");
      migrations(scripts.source()).up();

      assertThatThrownBy(() -> migrations(scripts.source()).down(1))
          .hasMessageContaining(
              "it drops the changelog CHANGELOG while 1 other migrations are applied, and they would be forgotten; undo those first");
      assertThat(tables(database)).containsExactly("changelog", "t");
    }

    @Test
    void aDeferredConstraintAtCommit() {
      scripts.script(
          "2_t.sql",
          "CREATE TABLE t (a int UNIQUE DEFERRABLE INITIALLY DEFERRED); INSERT INTO t VALUES (1), (1);");

      thrownByUp()
          .hasMessageStartingWith(
              "Migration 2 (t) failed at the commit of %s/2_t.sql: ".formatted(folder))
          .hasMessageContaining("duplicate key value violates unique constraint \"t_a_key\"")
          .hasMessageContaining("[23505]")
          .hasMessageContaining("It was rolled back; the migration before it stays done");
      assertThat(tables(database)).containsExactly("changelog");
    }

    @Test
    void aStatementThatNeedsNoTransaction() {
      scripts.script(
          "2_t.sql", "CREATE TABLE t (a int);\nDO $$ BEGIN EXECUTE 'VACUUM t'; END $$;\n");

      thrownByUp()
          .hasMessageContaining("VACUUM cannot run inside a transaction block [25001]")
          .hasMessageContaining(
              "make it a statement of its own, in a script with the line '-- //@NO_TRANSACTION'");
    }

    @Test
    void howFarAScriptOutsideATransactionGot() {
      scripts.script(
          "2_t.sql",
          "-- //@NO_TRANSACTION\nCREATE TABLE t (a int);\nCREATE INDEX CONCURRENTLY i ON t (a);\nSELECT 1/0;\n");

      thrownByUp()
          .hasMessageContaining(
              "failed at %s/2_t.sql:4:1: division by zero [22012]".formatted(folder))
          .hasMessageContaining(
              "It runs outside a transaction: the 2 statements before the failed one have taken effect and stay, and the failed one may have left something behind. It is not recorded; the migration before it stays done, and the database is at 1 (create changelog).");
      assertThat(tables(database)).contains("t");
      assertThat(query(database, "SELECT max(id) FROM changelog")).containsExactly("1");
    }
  }

  private AbstractThrowableAssert<?, ? extends Throwable> thrownByUp() {
    return assertThatThrownBy(() -> migrations(scripts.source()).up());
  }

  private Migrations migrations(MigrationSource source) {
    return Migrations.builder(database).source(source).build();
  }
}
