package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.execute;
import static dev.nof1.schema.fixture.TestServer.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.error.MigrationFailedException;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ids that the changelog's column cannot hold as they are. */
class KeptIdTest {
  @TempDir private Path folder;
  private final DataSource database = TestServer.emptyDatabase();
  private ScriptFolder scripts;

  @BeforeEach
  void writeScripts() {
    scripts = ScriptFolder.withChangelog(folder).table(2, "t");
  }

  @Test
  void areRefusedBeforeTheirScriptRunsOutsideATransaction() {
    scripts.script("2.5_x.sql", "-- //@NO_TRANSACTION\nCREATE TABLE x (id int);\n").table(3, "y");

    assertThatThrownBy(scripts.migrations(database)::up)
        .isInstanceOf(MigrationFailedException.class)
        .hasMessage(
            "Migration 2.5 (x) failed at %s/2.5_x.sql: the changelog CHANGELOG keeps the id 2.5 as 3, because of the type of its column ID; use a whole number as id, or give the column decimals\nNothing of it was run; the 2 migrations before it stay done, and the database is at 2 (create t). Then run this again."
                .formatted(folder));
    assertThat(query(database, "SELECT to_regclass('x')")).containsExactly((String) null);
    assertThat(scripts.migrations(database).records().unfinished()).isEmpty();
  }

  @Test
  void areRefusedAlsoWhereTheyAreTooLong() {
    scripts.script(
        "123456789012345678901_x.sql", "-- //@NO_TRANSACTION\nCREATE TABLE x (id int);\n");

    assertThatThrownBy(scripts.migrations(database)::up)
        .hasMessageContaining(
            "the changelog CHANGELOG cannot hold the id 123456789012345678901, because of the type of its column ID; use a shorter id, or give the column more digits\nNothing of it was run;");
    assertThat(query(database, "SELECT to_regclass('x')")).containsExactly((String) null);
  }

  @Test
  void areFineWhereTheColumnHasDecimals() {
    scripts.script(
        "1_create_changelog.sql", ScriptFolder.CHANGELOG.replace("NUMERIC(20,0)", "NUMERIC(20,2)"));
    scripts.script("2.5_x.sql", "-- //@NO_TRANSACTION\nCREATE TABLE x (id int);\n");

    scripts.migrations(database).up();

    assertThat(query(database, "SELECT max(id) FROM changelog")).containsExactly("2.50");
  }

  @Test
  void areNotMarkedAsDone() {
    scripts.migrations(database).up();
    scripts.script("2.5_x.sql", "-- //@NO_TRANSACTION\nSELECT 1;\nSELECT 1/0;\n");
    execute(database, "ALTER TABLE changelog ALTER COLUMN id TYPE NUMERIC(20,2)");
    assertThatThrownBy(scripts.migrations(database)::up)
        .isInstanceOf(MigrationFailedException.class);
    execute(database, "ALTER TABLE changelog ALTER COLUMN id TYPE NUMERIC(20,0)");

    assertThatThrownBy(() -> scripts.migrations(database).records().repair().markDone())
        .isInstanceOf(DatabaseException.class)
        .hasMessage(
            "Migration 2.5 (x) cannot be recorded: the changelog CHANGELOG keeps the id 2.5 as 3, because of the type of its column ID; use a whole number as id, or give the column decimals. Nothing was recorded.");
    assertThat(query(database, "SELECT max(id) FROM changelog")).containsExactly("2");
    assertThat(scripts.migrations(database).records().unfinished()).isPresent();
  }
}
