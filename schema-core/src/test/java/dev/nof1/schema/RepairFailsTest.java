package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.execute;
import static dev.nof1.schema.fixture.TestServer.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.changelog.Unfinished;
import dev.nof1.schema.error.MigrationFailedException;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import dev.nof1.schema.records.Repair;
import java.nio.file.Path;
import java.util.OptionalInt;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of an unfinished script stays known when a repair of it fails, too. */
class RepairFailsTest {
  private static final String UP =
      "-- //@NO_TRANSACTION\nCREATE INDEX CONCURRENTLY a ON t (id);\nCREATE UNIQUE INDEX CONCURRENTLY b ON t (id);\n-- //@UNDO\n";

  @TempDir private Path folder;
  private final DataSource database = TestServer.emptyDatabase();
  private ScriptFolder scripts;

  @BeforeEach
  void failAtTheSecondIndex() {
    scripts = ScriptFolder.withChangelog(folder).table(2, "t");
    scripts.migrations(database).up();
    execute(database, "INSERT INTO t VALUES (1), (1)");
    undo("DROP INDEX CONCURRENTLY b;\nDROP INDEX CONCURRENTLY a;\n");
    assertThatThrownBy(scripts.migrations(database)::up)
        .isInstanceOf(MigrationFailedException.class);
  }

  @Test
  void atTheFirstStatementOfTheUndoSection() {
    assertThatThrownBy(() -> repair().rollBack())
        .hasMessageContaining("index \"b\" does not exist")
        .hasMessageEndingWith(
            "How far it got is noted: fix what was wrong, and 'schema-cli repair' goes on from there or takes it back.");

    assertThat(unfinished().undo()).isFalse();
    assertThat(unfinished().statement()).isEqualTo(2);
    undo("DROP INDEX CONCURRENTLY IF EXISTS b;\nDROP INDEX CONCURRENTLY a;\n");
    repair().rollBack();
    assertThat(query(database, "SELECT to_regclass('a')")).containsExactly((String) null);
    assertThat(scripts.migrations(database).records().unfinished()).isEmpty();
  }

  @Test
  void atALaterStatementOfTheUndoSection() {
    undo("DROP INDEX CONCURRENTLY a;\nSELECT 1/0;\n");

    assertThatThrownBy(() -> repair().rollBack()).hasMessageContaining("division by zero");

    assertThat(unfinished().undo()).isTrue();
    assertThat(unfinished().statement()).isEqualTo(2);
  }

  @Test
  void whenItBeginsBeforeWhatIsDone() {
    assertThatThrownBy(() -> repair().resume(OptionalInt.of(1)))
        .hasMessageContaining("relation \"a\" already exists");

    assertThat(unfinished().statement()).isEqualTo(2);
    assertThat(unfinished().reason()).contains("could not create unique index");
    execute(database, "DELETE FROM t");
    repair().resume(OptionalInt.empty());
    assertThat(query(database, "SELECT max(id) FROM changelog")).containsExactly("3");
  }

  private void undo(String statements) {
    scripts.script("3_index.sql", UP + "-- //@NO_TRANSACTION\n" + statements);
  }

  private Unfinished unfinished() {
    return scripts.migrations(database).records().unfinished().orElseThrow();
  }

  private Repair repair() {
    return scripts.migrations(database).records().repair();
  }
}
