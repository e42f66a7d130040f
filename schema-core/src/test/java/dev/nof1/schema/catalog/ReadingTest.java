package dev.nof1.schema.catalog;

import static dev.nof1.schema.fixture.TestServer.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.fixture.TestServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What is read, and how the connection is left. */
class ReadingTest {
  private final DataSource database = TestServer.emptyDatabase();

  @Test
  void leavesTheConnectionAsItWas() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SET search_path = pg_catalog, public");
      statement.execute("SET lock_timeout = '7s'");
      connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      connection.setAutoCommit(false);

      SchemaSnapshot.read(connection);

      assertThat(connection.getAutoCommit()).isFalse();
      assertThat(connection.isReadOnly()).isFalse();
      assertThat(shown(statement, "search_path")).isEqualTo("pg_catalog, public");
      assertThat(shown(statement, "lock_timeout")).isEqualTo("7s");
      assertThat(shown(statement, "transaction_isolation")).isEqualTo("serializable");
      assertThat(shown(statement, "transaction_read_only")).isEqualTo("off");
    }
  }

  @Test
  void refusesAConnectionThatIsInATransactionAndLeavesThat() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("CREATE TABLE t ()");

      assertThatThrownBy(() -> SchemaSnapshot.read(connection))
          .isInstanceOf(DatabaseException.class)
          .hasMessage(
              "The schema cannot be read on a connection that is in a transaction. The transaction was left as it is. Commit it or roll it back first, or use a connection of its own.");

      connection.commit();
    }
    assertThat(names(SnapshotOptions.defaults())).contains("public.t");
  }

  @Test
  void tellsWhenALockKeepsItFromReading() throws SQLException {
    execute(database, "CREATE TABLE t (a int)", "CREATE VIEW v AS SELECT a FROM t");
    try (Connection other = database.getConnection();
        Statement locking = other.createStatement()) {
      other.setAutoCommit(false);
      locking.execute("LOCK TABLE t IN ACCESS EXCLUSIVE MODE");

      assertThatThrownBy(() -> read(SnapshotOptions.defaults()))
          .isInstanceOf(DatabaseException.class)
          .hasMessageStartingWith(
              "The schema could not be read: ERROR: canceling statement due to lock timeout")
          .hasMessageEndingWith(
              "[55P03]. Nothing was changed. Somebody else changes the schema. Try again when that is done.");
    }
  }

  @Test
  void leavesTheChangelogOutWithAllThatIsItsOwn() throws SQLException {
    execute(
        database,
        "CREATE SCHEMA s",
        "CREATE TABLE s.history (id serial PRIMARY KEY, b text)",
        "CREATE INDEX i ON s.history (b)",
        "COMMENT ON TABLE s.history IS 'x'",
        "CREATE TABLE changelog (id int)");

    assertThat(names(SnapshotOptions.defaults().withChangelogs("s.history", "nowhere")))
        .containsExactly("plpgsql", "public", "public.changelog", "public.changelog.id", "s");
  }

  @Test
  void looksForTheChangelogAlongTheSearchPath() throws SQLException {
    execute(database, "CREATE SCHEMA s", "CREATE TABLE s.changelog (id int)");
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SET search_path = s");

      assertThat(SchemaSnapshot.read(connection).objects())
          .extracting(SchemaObject::name)
          .containsExactly("plpgsql", "public", "s");
    }
  }

  @Test
  void readsTheChosenSchemasOnly() throws SQLException {
    execute(
        database,
        "CREATE SCHEMA s",
        "CREATE TABLE s.t (a int)",
        "CREATE TABLE u ()",
        "CREATE FOREIGN DATA WRAPPER w");

    assertThat(names(SnapshotOptions.defaults().withSchemas("s", "nowhere")))
        .containsExactly("s", "s.t", "s.t.a");
  }

  @Test
  void leavesOutWhatBelongsToAnExtension() throws SQLException {
    execute(database, "CREATE EXTENSION hstore", "CREATE EXTENSION pg_stat_statements");

    assertThat(names(SnapshotOptions.defaults()))
        .containsExactly("hstore", "pg_stat_statements", "plpgsql", "public");
  }

  @Test
  void readsOwnersOnRequest() throws SQLException {
    Roles.create();
    execute(database, "CREATE TABLE t ()", "CREATE TYPE e AS ENUM ()");
    SnapshotOptions owners = SnapshotOptions.defaults().withOwners(true);
    SchemaSnapshot before = read(owners);
    SchemaSnapshot beforeWithout = read(SnapshotOptions.defaults());
    execute(database, "GRANT SELECT ON t TO other", "ALTER TABLE t OWNER TO app");

    assertThat(Difference.text(before.compare(read(owners))))
        .isEqualTo(
            """
            changed table public.t: owner: postgres -> app
            changed table public.t: granted to other: absent -> SELECT
            """);
    assertThat(Difference.text(beforeWithout.compare(read(SnapshotOptions.defaults()))))
        .isEqualTo("changed table public.t: granted to other: absent -> SELECT\n");
  }

  @Test
  void tellsPrivilegesOfTheOwnerFromThosePassedOn() throws SQLException {
    Roles.create();
    execute(
        database,
        "CREATE TABLE t ()",
        "GRANT SELECT ON t TO app WITH GRANT OPTION",
        "GRANT INSERT ON t TO other",
        "SET ROLE app",
        "GRANT SELECT ON t TO other");

    for (boolean owners : new boolean[] {true, false}) {
      assertThat(read(SnapshotOptions.defaults().withOwners(owners)).text())
          .contains(
              """
                granted to app: SELECT WITH GRANT OPTION
                granted to other: INSERT
                granted to other by app: SELECT
              """);
    }
  }

  @Test
  void readsNoPrivilegesOnRequest() throws SQLException {
    Roles.create();
    execute(
        database,
        "CREATE TABLE t ()",
        "GRANT SELECT ON t TO other",
        "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO app");

    assertThat(read(SnapshotOptions.defaults().withPrivileges(false)).text())
        .doesNotContain("granted", "default privileges");
  }

  @Test
  void comparesColumnOrderOnRequest() throws SQLException {
    execute(database, "CREATE TABLE t (a int, b int)");
    SchemaSnapshot before = read(SnapshotOptions.defaults());
    execute(database, "DROP TABLE t", "CREATE TABLE t (b int, a int)");
    SchemaSnapshot after = read(SnapshotOptions.defaults());
    ComparisonOptions order = ComparisonOptions.defaults().withColumnOrder(true);

    assertThat(before.compare(after)).isEmpty();
    assertThat(before.text()).isEqualTo(after.text());
    assertThat(Difference.text(before.compare(after, order)))
        .isEqualTo(
            """
            changed column public.t.a: position: 1 -> 2
            changed column public.t.b: position: 2 -> 1
            """);
    assertThat(before.text(order)).contains("  position: 1\n");
  }

  @Test
  void comparesNamesOfNotNullConstraintsOnRequest() {
    ComparisonOptions names = ComparisonOptions.defaults().withNotNullNames(true);
    SchemaSnapshot before = columnWith("generated not null name", "t_a_not_null", 18);
    SchemaSnapshot after = columnWith("generated not null name", "u_a_not_null", 18);

    assertThat(before.compare(after)).isEmpty();
    assertThat(Difference.text(before.compare(after, names)))
        .isEqualTo(
            "changed column public.t.a: generated not null name: t_a_not_null -> u_a_not_null\n");
  }

  @Test
  void comparesNoNamesOfNotNullConstraintsWithAServerThatHasNone() {
    SchemaSnapshot named = columnWith("not null name", "must_be", 18);

    assertThat(columnWith("not null", "yes", 18).compare(named))
        .extracting(difference -> difference.attribute().orElseThrow())
        .containsExactly("not null", "not null name");
    assertThat(columnWith("not null", "yes", 17).compare(named))
        .extracting(difference -> difference.attribute().orElseThrow())
        .containsExactly("not null");
  }

  @Test
  void passesOverDefinitionsOfViewsFromAnotherMajorAndSaysSo() {
    SchemaSnapshot before = view("SELECT t.a FROM t", 15);
    SchemaSnapshot after = view("SELECT a FROM t", 16);

    assertThat(before.compare(after)).isEmpty();
    assertThat(Difference.text(before.inconclusive(after)))
        .isEqualTo("changed view public.v: definition: SELECT t.a FROM t -> SELECT a FROM t\n");
    assertThat(before.inconclusive(view("SELECT b FROM t", 15))).isEmpty();
    assertThat(before.compare(view("SELECT b FROM t", 15))).hasSize(1);
  }

  @Test
  void hidesTheSecretsOfASubscriptionsConnection() throws SQLException {
    execute(
        database,
        "CREATE SUBSCRIPTION s CONNECTION 'host=nowhere dbname=''a b'' password=''x host=y'' user=z sslkey=y' PUBLICATION p WITH (connect = false, slot_name = NONE)");
    try {
      assertThat(read(SnapshotOptions.defaults()).text())
          .contains(
              "  connection: host=nowhere dbname='a b' password=(hidden) user=z sslkey=(hidden)\n")
          .doesNotContain("host=y");
    } finally {
      execute(database, "DROP SUBSCRIPTION s");
    }
  }

  @Test
  void saysThatAConnectionWhichItCannotReadIsNotCompared() throws SQLException {
    Roles.create();
    execute(
        database,
        "CREATE SUBSCRIPTION s CONNECTION 'postgresql://a:secret@nowhere/b' PUBLICATION p WITH (connect = false, slot_name = NONE)");
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      SchemaSnapshot superusers = SchemaSnapshot.read(connection);
      statement.execute("SET ROLE app");
      SchemaSnapshot others = SchemaSnapshot.read(connection);

      assertThat(superusers.text()).doesNotContain("secret");
      for (SchemaSnapshot one : List.of(superusers, others)) {
        for (SchemaSnapshot other : List.of(superusers, others)) {
          assertThat(one.compare(other)).isEmpty();
          assertThat(Difference.text(one.inconclusive(other)))
              .isEqualTo(
                  "changed subscription s: connection: %s -> %s\n",
                  one == others ? "(not readable by this user)" : "(hidden)",
                  other == others ? "(not readable by this user)" : "(hidden)");
        }
      }
    } finally {
      execute(database, "DROP SUBSCRIPTION s");
    }
  }

  @Test
  void readsMembershipsOfRolesOnRequest() throws SQLException {
    Roles.create();
    SnapshotOptions all = SnapshotOptions.defaults().withMemberships(true);
    SchemaSnapshot before = read(all);
    execute(database, "GRANT other TO app WITH ADMIN OPTION");
    try {
      SchemaSnapshot after = read(all);

      assertThat(Difference.text(before.compare(after)))
          .isEqualTo("added role membership of app in other\n");
      assertThat(after.text()).contains("role membership of app in other\n  admin option: yes\n");
      assertThat(read(SnapshotOptions.defaults()).text()).doesNotContain("role membership");
    } finally {
      execute(database, "REVOKE other FROM app");
    }
  }

  @Test
  void sortsByCodePointsAndEscapesWhatEditorsDoNotKeep() throws SQLException {
    execute(
        database,
        "CREATE TABLE \"\uff5e\" ()",
        "CREATE TABLE \"\ud83d\ude00\" ()",
        "CREATE TABLE \"Z\" ()",
        "CREATE TABLE \"a\"\"b.c\" ()",
        "CREATE TABLE b ()",
        "COMMENT ON TABLE b IS E'\\r\\n\\x01\\n\\nx'");

    assertThat(read(SnapshotOptions.defaults().withSchemas("public")).text())
        .isEqualTo(
            """
            schema public
              comment: standard public schema

            table public."Z"

            table public."a""b.c"

            table public."\uff5e"

            table public."\ud83d\ude00"

            table public.b
              comment:
              | \\r
              | \\u0001
              |
              | x
            """);
  }

  @Test
  void isTheSameWhateverTheSessionIsSetTo() throws SQLException {
    execute(
        database,
        "CREATE TABLE t (a date DEFAULT '2026-01-02', b interval DEFAULT '1 day 2:00', c timestamptz DEFAULT '2026-01-02 03:04+00', d bytea DEFAULT '\\x00ff', e float8 DEFAULT 0.1)",
        "CREATE VIEW v AS SELECT a, b FROM t WHERE c > '2026-01-02 03:04+00'");
    String text = read(SnapshotOptions.defaults()).text();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "SET DateStyle = 'ISO, DMY'; SET IntervalStyle = 'iso_8601'; SET TimeZone = 'Asia/Tokyo'; SET bytea_output = 'escape'; SET extra_float_digits = -5; SET quote_all_identifiers = on; SET search_path = public");

      assertThat(SchemaSnapshot.read(connection).text()).isEqualTo(text);
    }
  }

  @Test
  void readsAsAUserWithoutRights() throws SQLException {
    Roles.create();
    execute(database, "CREATE TABLE t (a int)", "CREATE VIEW v AS SELECT a FROM t");
    String text = read(SnapshotOptions.defaults()).text();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SET ROLE app");

      assertThat(SchemaSnapshot.read(connection).text()).isEqualTo(text);
    }
  }

  private static SchemaSnapshot columnWith(String attribute, String value, int major) {
    return new SchemaSnapshot(
        major,
        List.of(new SchemaObject(ObjectKind.COLUMN, "public.t.a", Map.of(attribute, value))),
        List.of());
  }

  private static SchemaSnapshot view(String definition, int major) {
    return new SchemaSnapshot(
        major,
        List.of(new SchemaObject(ObjectKind.VIEW, "public.v", Map.of("definition", definition))),
        List.of());
  }

  private static String shown(Statement statement, String setting) throws SQLException {
    try (ResultSet row = statement.executeQuery("SHOW " + setting)) {
      return row.next() ? row.getString(1) : "";
    }
  }

  private List<String> names(SnapshotOptions options) throws SQLException {
    return read(options).objects().stream().map(SchemaObject::name).toList();
  }

  private SchemaSnapshot read(SnapshotOptions options) throws SQLException {
    try (Connection connection = database.getConnection()) {
      return SchemaSnapshot.read(connection, options);
    }
  }
}
