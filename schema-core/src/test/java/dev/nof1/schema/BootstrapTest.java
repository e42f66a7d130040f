package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.execute;
import static dev.nof1.schema.fixture.TestServer.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.error.MigrationFailedException;
import dev.nof1.schema.event.LockWait;
import dev.nof1.schema.event.MigrationListener;
import dev.nof1.schema.fixture.Blocker;
import dev.nof1.schema.fixture.OneConnection;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code bootstrap.sql} is run with the care that a migration is. */
@Timeout(60)
class BootstrapTest {
  @TempDir private Path folder;
  private final DataSource database = TestServer.emptyDatabase();
  private final List<LockWait> waits = new ArrayList<>();
  private Runnable atWait = () -> {};
  private ScriptFolder scripts;

  @BeforeEach
  void createTable() {
    execute(database, "CREATE TABLE t (id int)");
    scripts = ScriptFolder.withChangelog(folder);
  }

  @Test
  void triesAgainWhatDidNotGetItsLocks() throws SQLException {
    bootstrap("CREATE TABLE u ();\nALTER TABLE t ADD COLUMN a int;\n");
    try (Blocker blocker = Blocker.holding(database, "LOCK TABLE t")) {
      atWait = () -> blocker.release();

      assertThat(migrations(5).bootstrap(false)).isTrue();
    }
    assertThat(waits).hasSize(1);
    assertThat(query(database, "SELECT count(a) FROM t, u")).containsExactly("0");
  }

  @Test
  void saysWhoBlocksIt() throws SQLException {
    bootstrap("ALTER TABLE t ADD COLUMN a int;\n");
    try (Blocker blocker = Blocker.holding(database, "LOCK TABLE t")) {
      assertThat(blocker.pid()).isNotBlank();
      assertThatThrownBy(() -> migrations(2).bootstrap(false))
          .isInstanceOf(MigrationFailedException.class)
          .hasMessageMatching(
              """
              (?s)The bootstrap script failed at .*bootstrap.sql:1:1: canceling statement due to lock timeout \\[55P03\\]
                  ALTER TABLE t ADD COLUMN a int;
                  \\^
              It was rolled back; the database is as it was, at base\\. It was tried 2 times in \\d+ s\\. \
              It was last blocked by server process \\d+ .*: LOCK TABLE t\\. \
              Run this again when nothing blocks it any more .*\
              """);
    }
  }

  @Test
  void leavesNoInvalidIndexAndNoRow() {
    execute(database, "INSERT INTO t VALUES (1), (1)");
    bootstrap("-- //@NO_TRANSACTION\nCREATE UNIQUE INDEX CONCURRENTLY i ON t (id);\n");

    assertThatThrownBy(() -> migrations(2).bootstrap(false))
        .hasMessageStartingWith("The bootstrap script failed at ")
        .hasMessageContaining("could not create unique index")
        .hasMessageContaining("It runs outside a transaction: ");

    assertThat(query(database, "SELECT to_regclass('i')")).containsExactly((String) null);
    execute(database, "DELETE FROM t");
    assertThat(migrations(2).bootstrap(false)).isTrue();
    assertThat(query(database, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass"))
        .containsExactly("t");
    assertThat(query(database, "SELECT to_regclass('changelog')")).containsExactly((String) null);
  }

  @Test
  void isRefusedWhileSomethingIsUnfinished() {
    bootstrap("CREATE TABLE u ();\n");
    migrations(2).up();
    scripts.script("2_half.sql", "-- //@NO_TRANSACTION\nCREATE TABLE half ();\nSELECT 1/0;\n");
    assertThatThrownBy(migrations(2)::up).hasMessageContaining("division by zero");

    assertThatThrownBy(() -> migrations(2).bootstrap(true))
        .hasMessageStartingWith("Migration 2 (half) is unfinished: ");
    assertThat(query(database, "SELECT to_regclass('u')")).containsExactly((String) null);
  }

  @Test
  void keepsItsSettingsToItself() throws SQLException {
    bootstrap(
        "SET search_path = pg_catalog;\nDO $$ BEGIN SET work_mem = '5MB'; END $$;\nSET a.b = 'x';\n");
    try (Connection connection = database.getConnection()) {
      DataSource one = OneConnection.of(connection);

      scripts.migrations(one).bootstrap(false);

      assertThat(
              query(
                  one,
                  "SELECT concat_ws(' ', current_setting('search_path'), current_setting('work_mem'), current_setting('a.b'), current_setting('lock_timeout'))"))
          .containsExactly("\"$user\", public 4MB  0");
    }
  }

  private void bootstrap(String text) {
    scripts.script("bootstrap.sql", text);
  }

  private Migrations migrations(int tries) {
    return Migrations.builder(database)
        .source(scripts.source())
        .lockTimeout(Duration.ofMillis(200))
        .lockTries(tries)
        .listener(
            new MigrationListener() {
              @Override
              public void blocked(LockWait wait) {
                waits.add(wait);
                atWait.run();
              }
            })
        .build();
  }
}
