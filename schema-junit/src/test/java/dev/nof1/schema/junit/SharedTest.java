package dev.nof1.schema.junit;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.THROWABLE;

import dev.nof1.schema.Migrations;
import dev.nof1.schema.junit.fixture.Kit;
import dev.nof1.schema.junit.fixture.Waiting;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody writes to a shared database, or the class that did is named. */
class SharedTest {
  private static final List<String> SEEN = new CopyOnWriteArrayList<>();

  /** A function that writes with its owner's rights, and what else there may be. */
  static void fixtures(Connection connection) throws SQLException {
    Kit.run(
        connection,
        """
        CREATE TABLE hit (n int);
        INSERT INTO hit VALUES (1);
        GRANT ALL ON hit TO PUBLIC;
        GRANT UPDATE (n) ON hit TO PUBLIC;
        CREATE SEQUENCE tickets;
        GRANT ALL ON SEQUENCE tickets TO PUBLIC;
        GRANT ALL ON SCHEMA public TO PUBLIC;
        CREATE FUNCTION hit() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS
          'INSERT INTO public.hit VALUES (2); SELECT count(*) FROM public.hit';
        CREATE FUNCTION hits() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS
          'SELECT count(*) FROM public.hit';
        CREATE PROCEDURE clear() LANGUAGE sql SECURITY DEFINER AS 'TRUNCATE public.hit';
        CREATE FUNCTION own() RETURNS int LANGUAGE sql AS 'SELECT 3';
        REVOKE EXECUTE ON FUNCTION own FROM PUBLIC;
        CREATE TABLE secret (n int);
        INSERT INTO secret VALUES (1);
        ALTER TABLE secret ENABLE ROW LEVEL SECURITY;
        CREATE TABLE audited (n int);
        GRANT INSERT ON audited TO pg_monitor;
        CREATE FUNCTION audit() RETURNS void LANGUAGE sql SECURITY DEFINER AS
          'INSERT INTO public.audited VALUES (1)';
        CREATE SCHEMA closed;
        CREATE VIEW closed.hits AS SELECT * FROM public.hit;
        """);
  }

  @Retention(RetentionPolicy.RUNTIME)
  @MigratedDatabase(
      isolation = Isolation.SHARED,
      version = "base",
      seeds = "dev.nof1.schema.junit.SharedTest#fixtures")
  @interface SharedFixtures {}

  @BeforeEach
  void forget() {
    SEEN.clear();
  }

  @Test
  void canBeReadAndNotWritten() {
    Kit.passing(23, Reads.class, Writes.class);
  }

  @SharedFixtures
  static class Reads {
    @Test
    void everything(Connection connection, Migrations migrations) throws SQLException {
      assertThat(Kit.one(connection, "SELECT count(*) FROM closed.hits")).isEqualTo("1");
      assertThat(Kit.one(connection, "SELECT hits() + own()")).isEqualTo("4");
      assertThat(Kit.one(connection, "SELECT count(*) FROM secret")).isEqualTo("1");
      assertThat(Kit.one(connection, "SELECT last_value FROM tickets")).isEqualTo("1");
      assertThat(migrations.status().migrations()).isNotEmpty();
    }

    @Test
    void asTheUserThatTheUrlNames(TestDatabase database) throws SQLException {
      try (Connection connection = DriverManager.getConnection(database.jdbcUrl());
          Connection other =
              DriverManager.getConnection(
                  "jdbc:postgresql://%s:%d/%s"
                      .formatted(database.host(), database.port(), database.name()),
                  database.user(),
                  database.password())) {
        assertThat(Kit.one(connection, "SELECT current_user")).isEqualTo(database.user());
        assertThat(Kit.one(other, "SHOW is_superuser")).isEqualTo("off");
      }
    }
  }

  @SharedFixtures
  static class Writes {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "BEGIN READ WRITE",
          "BEGIN; SET TRANSACTION READ WRITE",
          "SET default_transaction_read_only = off",
          "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE",
          "SELECT set_config('default_transaction_read_only', 'off', false)",
          "SET ROLE NONE; SET default_transaction_read_only = off",
          "RESET SESSION AUTHORIZATION; BEGIN READ WRITE"
        })
    void isRefusedAll(String readWrite, DataSource database) throws SQLException {
      for (String write :
          List.of(
              "INSERT INTO hit VALUES (9)",
              "UPDATE hit SET n = 9",
              "DELETE FROM hit",
              "TRUNCATE hit",
              "SELECT hit()",
              "CALL clear()",
              "SELECT nextval('tickets')",
              "CREATE TABLE public.own (n int)",
              "CREATE SCHEMA own",
              "SELECT lo_create(0)",
              "DROP TABLE hit",
              "ALTER FUNCTION hit() STABLE",
              "CREATE ROLE nobody_else",
              "ALTER DATABASE " + Kit.one(database, "SELECT current_database()") + " RESET ALL",
              "SET ROLE postgres")) {
        try (Connection connection = database.getConnection()) {
          Kit.run(connection, readWrite);
          assertThatThrownBy(() -> Kit.run(connection, write))
              .as(write)
              .isInstanceOfSatisfying(
                  SQLException.class, e -> assertThat(e.getSQLState()).isIn("42501", "25006"));
        }
      }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14})
    void isNotSeen(int n, Connection connection) throws SQLException {
      assertThat(Kit.one(connection, "SELECT sum(n) FROM hit")).isEqualTo("1");
    }
  }

  /** Whoever has found the superuser's password can do anything, here as if by a detour. */
  private static void asSuperuser(TestDatabase database, String sql) throws SQLException {
    try (Connection connection = database.superuser().dataSource(database.name()).getConnection()) {
      Kit.run(connection, "SET default_transaction_read_only = off");
      Kit.run(connection, sql);
    }
  }

  @Test
  void namesTheClassThatWroteAndGivesTheNextAFreshOne() {
    assertThat(Kit.failures(Kit.of(Before.class, Truncates.class, After.class).execute()))
        .singleElement(as(THROWABLE))
        .cause()
        .hasMessage(
            Truncates.class.getName()
                + " has written to the database that it shares with other classes: a definition, a"
                + " sequence or a large object. The next classes get a fresh one. Let a class that"
                + " writes have a database of its own: Isolation.CLASS.");
    assertThat(SEEN).hasSize(3);
    assertThat(SEEN.get(0)).isEqualTo(SEEN.get(1)).isNotEqualTo(SEEN.get(2));
  }

  @Test
  void namesTheTableThatWasWritten() {
    assertThat(Kit.failures(Kit.of(Before.class, Updates.class, After.class).execute()))
        .singleElement(as(THROWABLE))
        .cause()
        .hasMessageContaining(
            Updates.class.getName()
                + " has written to the database that it shares with other classes: rows of hit.");
    assertThat(SEEN.get(1)).isNotEqualTo(SEEN.get(2));
  }

  @Test
  void waitsForASessionThatWasClosedJustBeforeItsClassEnded() {
    assertThat(Kit.failures(Kit.of(Before.class, ClosesLast.class, After.class).execute()))
        .singleElement(as(THROWABLE))
        .cause()
        .hasMessageContaining(
            ClosesLast.class.getName()
                + " has written to the database that it shares with other classes: rows of"
                + " audited.");
    assertThat(SEEN.get(0)).isEqualTo(SEEN.get(1)).isNotEqualTo(SEEN.get(2));
  }

  @SharedFixtures
  static class ClosesLast {
    @Test
    void closesLast(DataSource database) throws SQLException {
      try (Connection connection = database.getConnection()) {
        SEEN.add(connection.getCatalog());
        Kit.run(connection, "SET default_transaction_read_only = off");
        // The server drops them when the session is over, and counts what was written after that.
        Kit.run(
            connection,
            """
            DO 'BEGIN
              FOR i IN 1..300 LOOP
                EXECUTE ''CREATE TEMPORARY TABLE pg_temp.t'' || i || '' (n int)'';
              END LOOP;
            END'
            """);
        Kit.run(connection, "SELECT audit()");
      }
    }
  }

  @Test
  void saysSoWhenItCannotWait() {
    assertThat(Kit.failures(Kit.of(Before.class, Disconnects.class, After.class).execute()))
        .singleElement(as(THROWABLE))
        .cause()
        .hasMessageContaining("nobody can tell, because the look at it failed: ");
    assertThat(SEEN.get(0)).isNotEqualTo(SEEN.get(1));
  }

  @SharedFixtures
  static class Disconnects {
    @Test
    void everybody(TestDatabase database) throws SQLException {
      asSuperuser(
          database,
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname ="
              + " current_database() AND pid <> pg_backend_pid()");
    }
  }

  @Test
  void leavesNothingWhereItCannotBeMade() throws Exception {
    Kit.passing(1, Superuser.class);
    String message = Kit.failure(Kit.of(Guarded.class).execute());
    assertThat(message).contains("could not be made read-only").contains("no grants here");
    String name = message.replaceFirst("(?s).*shared database (\\w+) .*", "$1");
    Waiting.untilGone(Superuser.MAINTENANCE.get(0), name);
  }

  @MigratedDatabase(version = "base")
  static class Superuser {
    private static final List<DataSource> MAINTENANCE = new CopyOnWriteArrayList<>();

    @Test
    void isKnown(TestDatabase database) {
      MAINTENANCE.add(database.superuser().dataSource("postgres"));
    }
  }

  static void guard(Connection connection) throws SQLException {
    Kit.run(
        connection,
        """
        CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS
          'BEGIN RAISE EXCEPTION ''no grants here''; END';
        CREATE EVENT TRIGGER refuse ON ddl_command_start WHEN TAG IN ('GRANT')
          EXECUTE FUNCTION refuse();
        """);
  }

  @MigratedDatabase(
      isolation = Isolation.SHARED,
      version = "base",
      seeds = "dev.nof1.schema.junit.SharedTest#guard")
  static class Guarded {
    @Test
    void neverRuns() {}
  }

  abstract static class Look {
    @Test
    void looks(Connection connection) throws SQLException {
      SEEN.add(connection.getCatalog());
      assertThat(Kit.one(connection, "SELECT sum(n) FROM hit")).isEqualTo("1");
    }
  }

  @SharedFixtures
  static class Before extends Look {}

  @SharedFixtures
  static class After extends Look {}

  @SharedFixtures
  static class Truncates {
    @Test
    void truncates(TestDatabase database) throws SQLException {
      SEEN.add(database.name());
      asSuperuser(database, "TRUNCATE hit");
    }
  }

  @SharedFixtures
  static class Updates {
    @Test
    void updates(TestDatabase database) throws SQLException {
      SEEN.add(database.name());
      asSuperuser(database, "UPDATE hit SET n = 7");
    }
  }
}
