package dev.nof1.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import dev.nof1.schema.sql.Delimiter;
import dev.nof1.schema.sql.OutsideOnly;
import dev.nof1.schema.sql.SqlReader;
import dev.nof1.schema.sql.SqlStatement;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Objects;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot run in a transaction is told before anything runs. */
class OutsideOnlyTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "create unique index /* c */ concurrently i on t (a)|CREATE INDEX CONCURRENTLY",
        "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a)|CREATE INDEX CONCURRENTLY",
        "DROP INDEX CONCURRENTLY i|DROP INDEX CONCURRENTLY",
        "REINDEX TABLE CONCURRENTLY t|REINDEX CONCURRENTLY",
        "REINDEX (VERBOSE, CONCURRENTLY) INDEX i|REINDEX CONCURRENTLY",
        "REINDEX SCHEMA s|REINDEX SCHEMA",
        "VACUUM|VACUUM",
        "commit /* c */ prepared 'x'|COMMIT PREPARED",
        "ROLLBACK PREPARED 'x'|ROLLBACK PREPARED",
        "VACUUM (FULL) t|VACUUM",
        "CREATE DATABASE d|CREATE DATABASE",
        "DROP DATABASE IF EXISTS d|DROP DATABASE",
        "CREATE TABLESPACE s LOCATION '/x'|CREATE TABLESPACE",
        "DROP TABLESPACE s|DROP TABLESPACE",
        "ALTER SYSTEM SET work_mem = 1|ALTER SYSTEM",
        "ALTER DATABASE d SET TABLESPACE s|ALTER DATABASE … SET TABLESPACE",
        "CLUSTER|CLUSTER of all tables",
        "CLUSTER (VERBOSE)|CLUSTER of all tables",
        "ALTER TABLE IF EXISTS s.t DETACH PARTITION s.p CONCURRENTLY|DETACH PARTITION CONCURRENTLY",
        "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p|CREATE SUBSCRIPTION with a new slot",
        "ALTER SUBSCRIPTION s REFRESH PUBLICATION|ALTER SUBSCRIPTION … PUBLICATION with a refresh",
      })
  void isNamed(String sql, String name) {
    assertThat(OutsideOnly.name(statement(sql))).contains(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE INDEX i ON t (a)",
        "CREATE TABLE t (vacuum int)",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'VACUUM'",
        "DROP INDEX i",
        "COMMIT",
        "ROLLBACK TO SAVEPOINT prepared",
        "REINDEX TABLE t",
        "REINDEX (CONCURRENTLY false) TABLE t",
        "REFRESH MATERIALIZED VIEW CONCURRENTLY v",
        "CLUSTER t",
        "CLUSTER \"t\" USING i",
        "ALTER DATABASE d SET work_mem = 1",
        "ALTER TABLE t DETACH PARTITION p",
        "ALTER TYPE e ADD VALUE 'x'",
        "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (connect = false)",
        "ALTER SUBSCRIPTION s SET PUBLICATION p WITH (refresh = false)",
        "ALTER SUBSCRIPTION s DISABLE"
      })
  void isNoneOfThese(String sql) {
    assertThat(OutsideOnly.name(statement(sql))).isEmpty();
  }

  @Test
  void isRefusedWithTheLineToAdd() {
    DataSource database = TestServer.emptyDatabase();
    ScriptFolder scripts =
        ScriptFolder.withChangelog(folder)
            .script("2_t.sql", "CREATE TABLE t (a int);\nCREATE INDEX CONCURRENTLY i ON t (a);\n");
    Migrations migrations = scripts.migrations(database);

    assertThatThrownBy(migrations::up)
        .hasMessage(
            "%s/2_t.sql:2:1: CREATE INDEX CONCURRENTLY cannot run in a transaction. Nothing was run. Put it in a script of its own with the line '-- //@NO_TRANSACTION' in its up section."
                .formatted(folder));
    assertThat(
            TestServer.query(
                database, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
        .isEmpty();
  }

  private static SqlStatement statement(String sql) {
    try (SqlReader reader = new SqlReader(new StringReader(sql), Delimiter.SEMICOLON, 1)) {
      return Objects.requireNonNull(reader.next());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
