package dev.nof1.schema.catalog;

import static dev.nof1.schema.fixture.TestServer.execute;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.Migrations;
import dev.nof1.schema.fixture.TestServer;
import dev.nof1.schema.postgres.EmbeddedServer;
import dev.nof1.schema.postgres.OlderServers;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The same statements on a 15 and on the newest server give the same. */
class AcrossMajorsTest {
  private static final String[] SCHEMA = {
    "CREATE EXTENSION hstore",
    "CREATE SCHEMA s",
    "GRANT USAGE ON SCHEMA s TO app",
    "CREATE DOMAIN s.d AS text COLLATE \"C\" NOT NULL CHECK (value <> '')",
    "CREATE TYPE s.r AS RANGE (subtype = float8)",
    "CREATE TYPE s.c AS (a int, b s.d)",
    "CREATE TABLE s.p (a int, b timestamptz DEFAULT '2026-01-01 00:00+00', c s.d, PRIMARY KEY (a, b)) PARTITION BY RANGE (b)",
    "CREATE TABLE s.p1 PARTITION OF s.p FOR VALUES FROM ('2026-01-01 00:00+00') TO ('2027-01-01 00:00+00')",
    "CREATE TABLE s.t (a int, b timestamptz, n numeric GENERATED ALWAYS AS (a * 2) STORED, FOREIGN KEY (a, b) REFERENCES s.p)",
    "ALTER TABLE s.t ADD CHECK (a > 0 AND n IN (1, 2)) NOT VALID, ALTER a SET STATISTICS 7",
    "CREATE INDEX ON s.t (lower(n::text)) WHERE b > '2026-01-01 00:00+00'",
    "CREATE STATISTICS s.st ON a, b FROM s.t",
    "GRANT ALL ON s.t TO app",
    "GRANT SELECT (a) ON s.t TO other",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT ALL ON TABLES TO app",
    "CREATE FUNCTION s.f(a int DEFAULT 1) RETURNS SETOF s.t STABLE LANGUAGE sql AS 'SELECT * FROM s.t'",
    "CREATE TRIGGER tr BEFORE UPDATE ON s.p FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "ALTER TABLE s.p1 DISABLE TRIGGER tr",
    "CREATE POLICY po ON s.t TO app USING (a > (SELECT min(a) FROM s.p))",
    "CREATE PUBLICATION pub FOR TABLE s.t",
    "CREATE VIEW s.v AS SELECT a FROM s.t WHERE n > 0",
    "COMMENT ON VIEW s.v IS 'one'"
  };

  @Test
  void comparesAllButWhatMajorsWriteDifferently() throws SQLException {
    try (EmbeddedServer older = OlderServers.temporary("15")) {
      execute(older.dataSource("postgres"), "CREATE ROLE app", "CREATE ROLE other");
      Roles.create();

      SchemaSnapshot before = make(older.dataSource("postgres"));
      SchemaSnapshot after = make(TestServer.emptyDatabase());

      assertThat(before.major()).isEqualTo(15);
      assertThat(before.objects()).hasSizeGreaterThan(120);
      assertThat(Difference.text(before.compare(after))).isEmpty();
      if (after.major() > 15) {
        assertThat(before.inconclusive(after))
            .extracting(difference -> difference.kind().label() + " " + difference.name())
            .containsExactly("view s.v");
      }
    }
  }

  private static SchemaSnapshot make(DataSource database) throws SQLException {
    Migrations.of(database).up();
    execute(database, SCHEMA);
    try (Connection connection = database.getConnection()) {
      return SchemaSnapshot.read(connection);
    }
  }
}
