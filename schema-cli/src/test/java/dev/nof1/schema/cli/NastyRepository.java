package dev.nof1.schema.cli;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A repository whose scripts are hard to hand to somebody else, and what it leaves behind. */
final class NastyRepository {
  private NastyRepository() {}

  /** Its newest id is 8. */
  static ForeignRepository create(Path folder) {
    ForeignRepository repository = ForeignRepository.create(folder);
    repository.write(
        "environments/development.properties",
        """
        url=%s
        username=postgres
        password=%s
        word=it''s
        script_char_set=UTF-8
        """
            .formatted(
                ForeignRepository.server().jdbcUrl(repository.database()),
                ForeignRepository.server().password()));
    return repository
        .write(
            "scripts/4_text.sql",
            """
            -- // not for the server
            // nor this
            CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $nof1$
            BEGIN
              -- a comment; with a semicolon
              RAISE NOTICE 'é; ${word}';
              RETURN 1;
            END $nof1$;
            CREATE RULE r AS ON INSERT TO first DO ALSO (SELECT 1; SELECT 2);
            CREATE VIEW slice AS SELECT (ARRAY[1,2,3])[1:DBNAME] AS s, 1::int AS i FROM (SELECT 2 AS DBNAME) AS x;
            INSERT INTO first VALUES (1); INSERT INTO first VALUES (2) -- and no semicolon
            -- //@UNDO
            DELETE FROM first; DROP VIEW slice; DROP RULE r ON first;
            DROP FUNCTION f() /* no semicolon */
            -- the end""")
        .write(
            "scripts/5_dump.sql",
            """
            SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;
            RESET ALL;
            COMMENT ON TABLE public.first IS 'größer';
            SELECT pg_catalog.set_config('search_path', '', false);
            SET check_function_bodies = false;
            SET lock_timeout = 1234;
            SET ROLE pg_monitor;
            RESET ROLE;
            CREATE FUNCTION public.broken() RETURNS int LANGUAGE sql AS 'SELECT nothing';
            -- //@UNDO
            SET search_path = pg_catalog;
            DROP FUNCTION public.broken();
            """)
        .write(
            "scripts/6_it's_concurrent.sql",
            """
            -- //@NO_TRANSACTION
            CREATE INDEX CONCURRENTLY by_id ON first (id);
            SET search_path = nowhere;
            -- //@UNDO
            -- //@NO_TRANSACTION
            DROP INDEX CONCURRENTLY by_id;
            """)
        .write(
            "scripts/7_delimiter.sql",
            """
            -- //@DELIMITER !
            CREATE TABLE third (id int)!
            CREATE TABLE fourth (id int)
            !
            -- //@UNDO
            DROP TABLE third; DROP TABLE fourth;
            """)
        .write("scripts/8_nothing.sql", "-- nothing\n-- //@UNDO\nSELECT 1\n");
  }

  /** All that migrations left, and the changelog without its times. */
  static List<String> leftIn(String database) {
    List<String> rows = new ArrayList<>();
    boolean changelog =
        !query(database, "SELECT 1 WHERE to_regclass('changelog') IS NOT NULL").isEmpty();
    if (changelog) {
      rows.addAll(query(database, "SELECT id || ' ' || description FROM changelog ORDER BY id"));
      rows.addAll(query(database, "SELECT id::text FROM first ORDER BY id"));
    }
    rows.addAll(
        query(
            database,
            """
            SELECT 'column ' || relname || ' ' || relkind::text || ' ' || attname || ' ' || format_type(atttypid, atttypmod) || attnotnull::text
            FROM pg_attribute JOIN pg_class c ON c.oid = attrelid WHERE relnamespace = 'public'::regnamespace AND attnum > 0
            UNION ALL SELECT 'constraint ' || conname || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
            UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
            UNION ALL SELECT 'view ' || definition FROM pg_views WHERE schemaname = 'public'
            UNION ALL SELECT 'rule ' || definition FROM pg_rules WHERE schemaname = 'public'
            UNION ALL SELECT 'function ' || pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
            UNION ALL SELECT 'comment ' || description FROM pg_description JOIN pg_class c ON c.oid = objoid WHERE classoid = 'pg_class'::regclass AND relnamespace = 'public'::regnamespace
            UNION ALL SELECT 'invalid ' || indexrelid FROM pg_index WHERE NOT indisvalid
            ORDER BY 1
            """));
    return rows;
  }

  static List<String> query(String database, String sql) {
    try (Connection connection = ForeignRepository.server().dataSource(database).getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (row.next()) {
        values.add(row.getString(1));
      }
      return values;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
