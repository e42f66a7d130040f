package dev.nof1.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.event.MigrationListener;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * A repository whose every migration leaves marks in the catalog, so that after a crash it can be
 * seen how much of each is there. Every statement takes a moment, for the crash to fall into.
 */
final class CrashScripts {
  static final int MIGRATIONS = 8;

  private static final String TRANSACTIONAL =
      """
      CREATE TABLE t%1$d (a int);
      SELECT pg_sleep(0.004);
      INSERT INTO t%1$d VALUES (1);
      SELECT pg_sleep(0.004);
      CREATE INDEX t%1$d_a ON t%1$d (a);
      ALTER TABLE t%1$d ADD COLUMN last int;
      SELECT pg_sleep(0.004);
      -- //@UNDO
      ALTER TABLE t%1$d DROP COLUMN last;
      SELECT pg_sleep(0.004);
      DROP INDEX t%1$d_a;
      SELECT pg_sleep(0.004);
      DROP TABLE t%1$d;
      SELECT pg_sleep(0.004);
      """;

  /** Each statement may be run twice, as a script without a transaction has to be written. */
  private static final String STANDALONE =
      """
      -- //@NO_TRANSACTION
      CREATE TABLE IF NOT EXISTS t%1$d (a int);
      SELECT pg_sleep(0.004);
      INSERT INTO t%1$d SELECT 1 WHERE NOT EXISTS (SELECT FROM t%1$d);
      SELECT pg_sleep(0.004);
      DROP INDEX CONCURRENTLY IF EXISTS t%1$d_a;
      CREATE INDEX CONCURRENTLY t%1$d_a ON t%1$d (a);
      ALTER TABLE t%1$d ADD COLUMN IF NOT EXISTS last int;
      SELECT pg_sleep(0.004);
      -- //@UNDO
      -- //@NO_TRANSACTION
      ALTER TABLE IF EXISTS t%1$d DROP COLUMN IF EXISTS last;
      SELECT pg_sleep(0.004);
      DROP INDEX CONCURRENTLY IF EXISTS t%1$d_a;
      SELECT pg_sleep(0.004);
      DROP TABLE IF EXISTS t%1$d;
      SELECT pg_sleep(0.004);
      """;

  /** What the statements of a migration leave, in their order. */
  private static final List<String> ALL = List.of("table", "row", "index", "column");

  private final ScriptFolder folder;
  private final boolean standalone;

  /**
   * Writes them.
   *
   * @param standalone whether every second one runs outside a transaction
   */
  CrashScripts(Path folder, boolean standalone) {
    this.standalone = standalone;
    this.folder = ScriptFolder.withChangelog(folder);
    for (int id = 2; id <= MIGRATIONS; id++) {
      this.folder.script(
          id + "_t.sql", (isStandalone(id) ? STANDALONE : TRANSACTIONAL).formatted(id));
    }
  }

  private boolean isStandalone(int id) {
    return standalone && id % 2 == 0;
  }

  Migrations migrations(DataSource database, MigrationListener listener) {
    return Migrations.builder(database).source(folder.source()).listener(listener).build();
  }

  /**
   * Every migration is there with its row, or absent. The one that runs outside a transaction and
   * was under way is there up to some statement.
   *
   * @param down whether they were being undone
   */
  void assertEachIsThereOrAbsent(DataSource database, boolean down) {
    List<String> applied = applied(database);
    assertThat(applied.isEmpty())
        .as("whether the changelog is as its own row says")
        .isEqualTo(hasNoChangelog(database));
    assertThat(applied)
        .as("what is applied, without gaps")
        .isEqualTo(all().subList(0, applied.size()));
    int underWay = down ? applied.size() : applied.size() + 1;
    for (int id = 2; id <= MIGRATIONS; id++) {
      List<String> marks = marks(database, id);
      boolean partly = isStandalone(id) && id == underWay;
      assertThat(marks)
          .as("what is there of migration " + id)
          .isEqualTo(
              partly ? ALL.subList(0, marks.size()) : id <= applied.size() ? ALL : List.of());
    }
  }

  void assertAllAreThere(DataSource database) {
    assertThat(applied(database)).isEqualTo(all());
    for (int id = 2; id <= MIGRATIONS; id++) {
      assertThat(marks(database, id)).as("what is there of migration " + id).isEqualTo(ALL);
    }
  }

  private static List<String> all() {
    List<String> ids = new ArrayList<>();
    for (int id = 1; id <= MIGRATIONS; id++) {
      ids.add(Integer.toString(id));
    }
    return ids;
  }

  private static List<String> applied(DataSource database) {
    return hasNoChangelog(database)
        ? List.of()
        : TestServer.query(database, "SELECT id FROM changelog ORDER BY id");
  }

  private static boolean hasNoChangelog(DataSource database) {
    return TestServer.query(database, "SELECT to_regclass('changelog')").get(0) == null;
  }

  private static List<String> marks(DataSource database, int id) {
    String table = "t" + id;
    List<String> marks = new ArrayList<>();
    if (TestServer.query(database, "SELECT to_regclass('" + table + "')").get(0) == null) {
      return marks;
    }
    marks.add("table");
    // A row twice would be no mark.
    marks.addAll(TestServer.query(database, "SELECT 'row' FROM " + table + " HAVING count(*) = 1"));
    marks.addAll(
        TestServer.query(
            database,
            "SELECT 'index' FROM pg_index WHERE indisvalid AND indexrelid = to_regclass('%s_a')"
                .formatted(table)));
    marks.addAll(
        TestServer.query(
            database,
            "SELECT 'column' FROM pg_attribute WHERE attname = 'last' AND attrelid = '%s'::regclass"
                .formatted(table)));
    return marks;
  }
}
