package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.execute;
import static dev.nof1.schema.fixture.TestServer.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.event.MigrationListener;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import dev.nof1.schema.plan.Target;
import dev.nof1.schema.records.Records;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the server refuses the column that records are kept in, its words are passed on. */
class ForbiddenAlterTest {
  private static final String UNRECORDED =
      "NOTICE: checksum, duration and who are not recorded: the column nof1_schema cannot be added to the changelog CHANGELOG: ";
  private static final String NOT_ALLOWED = UNRECORDED + "not allowed: ALTER TABLE.";

  @TempDir private Path folder;
  private final DataSource database = TestServer.emptyDatabase();
  private final List<String> notices = new ArrayList<>();
  private ScriptFolder scripts;

  @BeforeEach
  void writeScripts() {
    scripts = ScriptFolder.withChangelog(folder).table(2, "t").table(3, "u");
  }

  private void forbid(String tag) {
    execute(
        database,
        "CREATE FUNCTION forbid() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not allowed: %', tg_tag; END $$",
        "CREATE EVENT TRIGGER f ON ddl_command_start WHEN TAG IN ('"
            + tag
            + "') EXECUTE FUNCTION forbid()");
  }

  @Test
  void isSaidOnce() {
    forbid("ALTER TABLE");

    assertThat(migrations().up().steps()).hasSize(3);

    assertThat(notices).containsExactly(NOT_ALLOWED);
  }

  @Test
  void isSaidOnceInASingleTransaction() {
    forbid("ALTER TABLE");

    builder().singleTransaction(true).build().up();

    assertThat(notices).containsExactly(NOT_ALLOWED);
    assertThat(query(database, "SELECT count(*) FROM changelog")).containsExactly("3");
  }

  @Test
  void isSaidWhereNoticesAreSwitchedOff() {
    forbid("ALTER TABLE");
    execute(
        database,
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET client_min_messages = error', current_database()); END $$");

    migrations().up();

    assertThat(notices).containsExactly(NOT_ALLOWED);
  }

  @Test
  void isTheReasonOutsideATransaction() {
    forbid("ALTER TABLE");
    migrations().up();
    notices.clear();
    scripts.script("4_q.sql", "-- //@NO_TRANSACTION\nCREATE TABLE q (i int);\n");

    migrations().up();

    assertThat(notices)
        .containsExactly(
            "NOTICE: how far migration 4 (q) gets is not noted in the database: the column nof1_schema cannot be added to the changelog CHANGELOG: not allowed: ALTER TABLE.",
            NOT_ALLOWED);
  }

  @Test
  void saysThatABlockMayHaveCommittedWhatNoNoteTellsOf() {
    forbid("ALTER TABLE");
    migrations().up();
    scripts.script(
        "4_q.sql",
        "-- //@NO_TRANSACTION\nDO $$ BEGIN INSERT INTO t VALUES (1); COMMIT; PERFORM 1/0; END $$;\n");

    assertThatThrownBy(migrations()::up)
        .hasMessageEndingWith(
            " Look at what the failed statement has committed: running this again runs it once more. Fix the script and run this again.");
  }

  @Test
  void isSaidWhereTheCommentIsForbidden() {
    forbid("COMMENT");

    migrations().up();

    assertThat(notices).containsExactly(UNRECORDED + "not allowed: COMMENT.");
  }

  @Test
  void isSaidOfALockOnTheChangelog() throws SQLException {
    forbid("ALTER TABLE");
    migrations().up();
    execute(database, "DROP EVENT TRIGGER f");
    notices.clear();
    scripts.table(4, "v").table(5, "w");
    try (Connection reader = database.getConnection();
        Statement read = reader.createStatement()) {
      reader.setAutoCommit(false);
      read.execute("SELECT * FROM changelog");

      migrations().up();
    }

    assertThat(notices).containsExactly(UNRECORDED + "canceling statement due to lock timeout.");
  }

  @Test
  void isSaidByStampAndChecksums() {
    forbid("ALTER TABLE");
    migrations().up(2);
    notices.clear();

    Records records = migrations().records();
    records.apply(records.stamp(Target.head()));

    assertThat(notices).containsExactly(NOT_ALLOWED);
    assertThatThrownBy(records::acceptScripts)
        .hasMessage(
            "The checksum of migration 1 (create changelog) cannot be recorded: the column nof1_schema cannot be added to the changelog CHANGELOG: not allowed: ALTER TABLE. Nothing was recorded.");
  }

  private Migrations.Builder builder() {
    return Migrations.builder(database)
        .source(scripts.source())
        .listener(
            new MigrationListener() {
              @Override
              public void notice(String text) {
                notices.add(text);
              }
            });
  }

  private Migrations migrations() {
    return builder().build();
  }
}
