package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.execute;
import static dev.nof1.schema.fixture.TestServer.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.error.MigrationFailedException;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import dev.nof1.schema.plan.Target;
import dev.nof1.schema.records.Repair;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Repairs that could not be brought to their end are not begun. */
class RepairRefusedTest {
  private static final String SCRIPT =
      "-- //@NO_TRANSACTION\nINSERT INTO t VALUES (1);\nSELECT 1/0;\nINSERT INTO t VALUES (3);\n-- //@UNDO\nDELETE FROM t;\n";

  @TempDir private Path folder;
  private final DataSource database = TestServer.emptyDatabase();
  private ScriptFolder scripts;

  @BeforeEach
  void failAtTheSecondStatement() {
    scripts = ScriptFolder.withChangelog(folder).table(2, "t").script("3_fill.sql", SCRIPT);
    assertThatThrownBy(migrations(database)::up).isInstanceOf(MigrationFailedException.class);
  }

  @Test
  void forAUserWhoMayNotClearWhatIsNoted() {
    String user = "writer_" + System.nanoTime();
    execute(
        database,
        "CREATE ROLE %s LOGIN PASSWORD 'writer'".formatted(user),
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO " + user);
    Repair repair = migrations(as(user)).records().repair();

    for (Runnable way :
        List.<Runnable>of(
            repair::rollBack, () -> repair.resume(OptionalInt.of(3)), repair::markDone)) {
      assertThatThrownBy(way::run)
          .isInstanceOf(DatabaseException.class)
          .hasMessage(
              "That migration is unfinished can only be noted and cleared by the owner of the changelog CHANGELOG. Nothing was changed. Run this as that user.");
    }

    assertThat(query(database, "SELECT id FROM t")).containsExactly("1");
    assertThat(query(database, "SELECT max(id) FROM changelog")).containsExactly("2");
    assertThat(migrations(database).records().unfinished()).isPresent();
  }

  @Test
  void whereTheMigrationIsRecordedAlready() {
    // As a file made by 'script' does.
    execute(database, "INSERT INTO changelog VALUES (3, '', 'fill')");
    Repair repair = migrations(database).records().repair();

    assertThat(repair.known().orElseThrow().words())
        .endsWith(" But it is recorded as applied: something else has run it since.");
    assertThatThrownBy(() -> repair.resume(OptionalInt.of(3)))
        .isInstanceOf(DatabaseException.class)
        .hasMessage(
            "Migration 3 (fill) is recorded as applied already: something else has run it since it was interrupted. Nothing was run. If the database is right, 'repair --mark-done' leaves it recorded; 'repair --roll-back' runs its undo section.");
    assertThat(query(database, "SELECT id FROM t")).containsExactly("1");

    repair.markDone();
    assertThat(migrations(database).records().unfinished()).isEmpty();
    assertThat(migrations(database).up().steps()).isEmpty();
  }

  @Test
  void planRefusesWhatRunRefuses() {
    Migrations migrations = migrations(database);
    Throwable refused = catchOf(migrations::up);

    assertThat(catchOf(() -> migrations.plan(Target.head()))).hasMessage(refused.getMessage());
    assertThat(refused).hasMessageContaining("Migration 3 (fill) is unfinished");
  }

  private static Throwable catchOf(Runnable call) {
    return org.assertj.core.api.Assertions.catchThrowable(call::run);
  }

  private DataSource as(String user) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(TestServer.server().jdbcUrl(query(database, "SELECT current_database()").get(0)));
    source.setUser(user);
    source.setPassword("writer");
    return source;
  }

  private Migrations migrations(DataSource at) {
    return scripts.migrations(at);
  }
}
