package dev.nof1.schema.rows;

import static dev.nof1.schema.fixture.TestServer.execute;
import static dev.nof1.schema.fixture.TestServer.query;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.Migrations;
import dev.nof1.schema.fixture.TestServer;
import java.sql.Connection;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Rows made up for schemas of every sort. */
class RowGeneratorTest {
  private final DataSource database = TestServer.emptyDatabase();

  @Test
  void fillsColumnsOfEveryTypeThatTheServerHas() throws Exception {
    execute(
        database,
        "CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy')",
        "CREATE DOMAIN positive AS int CHECK (VALUE > 0)",
        "CREATE DOMAIN small AS positive CHECK (VALUE < 10) NOT NULL",
        "CREATE TYPE pair AS (a int, b varchar(3), c mood)",
        "CREATE TYPE span AS RANGE (subtype = numeric)",
        """
        DO $$ DECLARE t record; n int := 0; BEGIN
          FOR t IN SELECT format_type(oid, NULL) AS name FROM pg_type
              WHERE (typnamespace = 'pg_catalog'::regnamespace AND typtype IN ('b', 'r', 'm') AND typname !~ '^(pg_node_tree|pg_ndistinct|pg_dependencies|pg_mcv_list|pg_brin|pg_ddl|gtsvector|xml|_xml|_pg_|_gtsvector)' AND typrelid = 0
                     AND typelem NOT IN (SELECT oid FROM pg_type WHERE typtype = 'p' OR typrelid <> 0 OR typname ~ '^(pg_node_tree|pg_ndistinct)'))
                OR (typnamespace = 'public'::regnamespace AND typname !~ '^_')
          LOOP
            n := n + 1;
            EXECUTE format('CREATE TABLE t%s (v %s NOT NULL)', n, t.name);
          END LOOP;
        END $$""",
        "CREATE TABLE sized (a varchar(3) NOT NULL, b char(2) NOT NULL, c numeric(4,2) NOT NULL, d bit(3) NOT NULL, e varbit(5) NOT NULL, f timestamp(0) NOT NULL, h varchar(2)[] NOT NULL)");
    if (!TestServer.server().version().startsWith("14")) {
      execute(database, "CREATE TABLE hundreds (a numeric(3,-2) NOT NULL)");
    }

    Filling filling = fill(20);

    assertThat(filling.tables()).hasSizeGreaterThan(120);
    assertThat(filling.empty()).isEmpty();
  }

  @Test
  void meetsForeignKeysInOrderAndInCircles() throws Exception {
    execute(
        database,
        "CREATE TABLE a_line (order_id int NOT NULL, tenant int NOT NULL, place int, PRIMARY KEY (tenant, order_id, place))",
        "CREATE TABLE tenant (id int PRIMARY KEY, owner int)",
        "CREATE TABLE person (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, tenant int NOT NULL REFERENCES tenant, boss int REFERENCES person, UNIQUE (tenant, id))",
        "ALTER TABLE tenant ADD FOREIGN KEY (owner) REFERENCES person",
        "CREATE TABLE orders (id int, tenant int, buyer int, PRIMARY KEY (tenant, id), FOREIGN KEY (tenant) REFERENCES tenant, FOREIGN KEY (tenant, buyer) REFERENCES person (tenant, id))",
        "ALTER TABLE a_line ADD FOREIGN KEY (tenant, order_id) REFERENCES orders (tenant, id)",
        "CREATE TABLE passport (person int PRIMARY KEY REFERENCES person, number text UNIQUE NOT NULL)",
        "CREATE TABLE root (id int PRIMARY KEY, parent int NOT NULL REFERENCES root)",
        "CREATE TABLE chicken (id int PRIMARY KEY, egg int NOT NULL)",
        "CREATE TABLE egg (id int PRIMARY KEY, chicken int NOT NULL REFERENCES chicken)",
        "ALTER TABLE chicken ADD CONSTRAINT from_egg FOREIGN KEY (egg) REFERENCES egg");

    Filling filling = fill(30);

    assertThat(filling.empty())
        .extracting(FilledTable::toString)
        .containsExactly(
            "FilledTable[name=public.chicken, rows=0, reason=Optional[egg, to which its rows must refer (from_egg), has no rows]]",
            "FilledTable[name=public.egg, rows=0, reason=Optional[chicken, to which its rows must refer (egg_chicken_fkey), has no rows]]");
    assertThat(query(database, "SELECT count(*) > 5 FROM tenant WHERE owner IS NOT NULL"))
        .containsExactly("t");
    assertThat(query(database, "SELECT count(*) > 5 FROM person WHERE boss IS NOT NULL"))
        .containsExactly("t");
    assertThat(query(database, "SELECT count(*) FROM passport")).containsExactly("30");
  }

  @Test
  void meetsChecksUniqueConstraintsAndBoundsOfPartitions() throws Exception {
    execute(
        database,
        "CREATE TABLE trade (id bigint GENERATED ALWAYS AS IDENTITY, side text NOT NULL CHECK (side IN ('buy', 'sell')), price numeric(10,2) NOT NULL CHECK (price > 0), low int, high int, CHECK (low < high), code char(3) NOT NULL CHECK (code ~ '^[A-Z]{3}$'), cents int GENERATED ALWAYS AS ((price * 100)::int) STORED CHECK (cents > 0))",
        "CREATE TABLE flag (is_on boolean PRIMARY KEY)",
        "CREATE TABLE room (id int PRIMARY KEY, during tstzrange NOT NULL, EXCLUDE USING gist (during WITH &&))",
        "CREATE TABLE event (at date NOT NULL, kind text NOT NULL, n int) PARTITION BY RANGE (at)",
        "CREATE TABLE event_1999 PARTITION OF event FOR VALUES FROM ('1999-01-01') TO ('2000-01-01') PARTITION BY LIST (kind)",
        "CREATE TABLE event_1999_a PARTITION OF event_1999 FOR VALUES IN ('a', 'it''s')",
        "CREATE TABLE event_rest PARTITION OF event DEFAULT",
        "CREATE TABLE hashed (id int) PARTITION BY HASH (id)",
        "CREATE TABLE hashed_0 PARTITION OF hashed FOR VALUES WITH (MODULUS 3, REMAINDER 0)",
        "CREATE TABLE merge_request (data jsonb NOT NULL, iid integer GENERATED ALWAYS AS ((data ->> 'iid')::integer) STORED PRIMARY KEY, title text GENERATED ALWAYS AS (lower(data ->> 'title')) STORED NOT NULL)",
        "CREATE TABLE seat (id int PRIMARY KEY DEFERRABLE, tag varchar(8) CHECK (tag LIKE 'S-%') NOT NULL, amount numeric(5,2) CHECK (amount < 2000))",
        "CREATE TABLE never (a int CHECK (a > 1 AND a < 0) NOT NULL)");

    Filling filling = fill(10);

    assertThat(filling.empty())
        .extracting(FilledTable::toString)
        .containsExactly(
            "FilledTable[name=public.never, rows=0, reason=Optional[no row that was made up meets all of its conditions: ((a > 1) AND (a < 0))]]");
    assertThat(query(database, "SELECT count(*) FROM flag")).containsExactly("2");
    assertThat(query(database, "SELECT count(*) > 0 FROM event_1999_a WHERE kind = 'it''s'"))
        .containsExactly("t");
  }

  @Test
  void namesWhatRefusesItsRows() throws Exception {
    execute(
        database,
        "CREATE FUNCTION refuses() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not on a sunday'; END $$",
        "CREATE TABLE guarded (id int)",
        "CREATE TRIGGER refuses BEFORE INSERT ON guarded FOR EACH ROW EXECUTE FUNCTION refuses()",
        "CREATE TABLE free (id int)");

    assertThat(fill(5).tables())
        .extracting(FilledTable::toString)
        .containsExactly(
            "FilledTable[name=public.free, rows=5, reason=Optional.empty]",
            "FilledTable[name=public.guarded, rows=0, reason=Optional[not on a sunday]]");
  }

  @Test
  void givesTheSameRowsForTheSameSeed() throws Exception {
    String everything =
        "SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM (SELECT s.*, l.* FROM seasons s, leaderboard_snapshots l) t";
    Migrations.builder(database).build().up();
    DataSource second = TestServer.emptyDatabase();
    Migrations.builder(second).build().up();

    Filling filling = fill(50);
    try (Connection connection = second.getConnection()) {
      new RowGenerator(connection, 1).fill(50, Set.of("public.changelog"));
    }

    assertThat(filling.empty()).isEmpty();
    assertThat(query(database, everything)).isEqualTo(query(second, everything));
  }

  private Filling fill(int rows) throws Exception {
    try (Connection connection = database.getConnection()) {
      return new RowGenerator(connection, 1).fill(rows, Set.of("public.changelog"));
    }
  }
}
