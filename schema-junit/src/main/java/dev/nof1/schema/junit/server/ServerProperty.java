package dev.nof1.schema.junit.server;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Property of a server as a whole, not of one of its databases.
 *
 * @param owner the role it belongs to, with which it comes and goes; empty where there is none
 * @param value what it is like; may be a secret
 * @param restore SQL that makes it so
 * @param remove SQL after which it is gone; empty where only its owner can go
 */
record ServerProperty(String owner, String value, String restore, String remove) {

  /**
   * Roles, passwords, memberships, settings and {@code ALTER SYSTEM}, with the parameter for what
   * the names of the tests' databases begin with: these and their roles are somebody's own.
   *
   * <p>The server's file has one setting a line, with doubled quotes and backslashes. Lists of
   * names are stored as they are written in SQL.
   *
   * @see <a
   *     href="https://github.com/postgres/postgres/blob/REL_18_STABLE/src/bin/pg_dump/dumputils.c">dumputils.c,
   *     variable_is_guc_list_quote</a>
   */
  private static final String ALL =
      """
      WITH own (prefix) AS (SELECT ?::text),
      roles AS (
        SELECT a.* FROM pg_catalog.pg_authid a, own
        WHERE rolname !~ '^pg_'
          AND NOT (pg_catalog.starts_with(rolname, prefix) AND rolname ~ '_(reader|definer)$')),
      settings (owner, place, target, setting) AS (
        SELECT coalesce(rolname, ''),
          pg_catalog.concat_ws(' in ',
            'role ' || rolname, 'database ' || datname),
          pg_catalog.concat_ws(' IN ',
            pg_catalog.format('ROLE %s', CASE WHEN setrole = 0 THEN 'ALL' ELSE quote_ident(rolname) END),
            'DATABASE ' || quote_ident(datname)),
          unnest(setconfig)
        FROM pg_catalog.pg_db_role_setting
        LEFT JOIN roles r ON r.oid = setrole
        LEFT JOIN pg_catalog.pg_database d ON d.oid = setdatabase
        CROSS JOIN own
        WHERE (setrole = 0 OR r.oid IS NOT NULL)
          AND (setdatabase = 0 OR NOT pg_catalog.starts_with(datname, prefix))
        UNION ALL
        SELECT '', 'the server (ALTER SYSTEM)', 'SYSTEM',
          m[1] || '=' || replace(replace(m[2], '''''', ''''), '\\\\', '\\')
        FROM pg_catalog.regexp_split_to_table(
            pg_catalog.pg_read_file('postgresql.auto.conf'), '\\n') line,
          pg_catalog.regexp_matches(line, '^([^#= ]+) = ''(.*)''$') m),
      named AS (
        SELECT owner, place, target, split_part(setting, '=', 1) AS name,
          substr(setting, strpos(setting, '=') + 1) AS value
        FROM settings)
      SELECT 'role ' || rolname, rolname, options,
        pg_catalog.format('ALTER ROLE %I %s', rolname, options), ''
      FROM roles CROSS JOIN LATERAL (SELECT pg_catalog.concat_ws(' ',
          CASE WHEN rolsuper THEN 'SUPERUSER' ELSE 'NOSUPERUSER' END,
          CASE WHEN rolinherit THEN 'INHERIT' ELSE 'NOINHERIT' END,
          CASE WHEN rolcreaterole THEN 'CREATEROLE' ELSE 'NOCREATEROLE' END,
          CASE WHEN rolcreatedb THEN 'CREATEDB' ELSE 'NOCREATEDB' END,
          CASE WHEN rolcanlogin THEN 'LOGIN' ELSE 'NOLOGIN' END,
          CASE WHEN rolreplication THEN 'REPLICATION' ELSE 'NOREPLICATION' END,
          CASE WHEN rolbypassrls THEN 'BYPASSRLS' ELSE 'NOBYPASSRLS' END,
          'CONNECTION LIMIT ' || rolconnlimit,
          'VALID UNTIL ' || quote_literal(coalesce(rolvaliduntil::text, 'infinity')))) o (options)
      UNION ALL
      SELECT 'the password of role ' || rolname, rolname, coalesce(rolpassword, ''),
        pg_catalog.format('ALTER ROLE %I PASSWORD %L', rolname, rolpassword), ''
      FROM roles
      UNION ALL
      SELECT 'the membership of ' || m.rolname || ' in ' || g.rolname, m.rolname, options,
        pg_catalog.format('GRANT %I TO %I%s', g.rolname, m.rolname, options),
        pg_catalog.format('REVOKE %I FROM %I%s', g.rolname, m.rolname,
          CASE WHEN 'set_option' = ANY (keys) THEN pg_catalog.format(' GRANTED BY %I', by.rolname) END)
      FROM pg_catalog.pg_auth_members a
      JOIN roles m ON m.oid = a.member
      JOIN pg_catalog.pg_roles g ON g.oid = a.roleid
      LEFT JOIN pg_catalog.pg_roles by ON by.oid = a.grantor
      CROSS JOIN LATERAL (SELECT to_jsonb(a)) j (j)
      CROSS JOIN LATERAL (SELECT ARRAY(SELECT jsonb_object_keys(j))) k (keys)
      CROSS JOIN LATERAL (SELECT CASE WHEN 'set_option' = ANY (keys)
        THEN pg_catalog.format(' WITH ADMIN %s, INHERIT %s, SET %s GRANTED BY %I',
          j ->> 'admin_option', j ->> 'inherit_option', j ->> 'set_option', by.rolname)
        WHEN admin_option THEN ' WITH ADMIN OPTION' ELSE '' END) o (options)
      UNION ALL
      SELECT name || ' of ' || coalesce(nullif(place, ''), 'all roles'), owner, value,
        pg_catalog.format('ALTER %s SET %I TO %s', target, name,
          CASE WHEN name IN ('search_path', 'temp_tablespaces', 'local_preload_libraries',
              'session_preload_libraries', 'shared_preload_libraries', 'unix_socket_directories')
            THEN replace(value, '""', '''''') ELSE quote_literal(value) END),
        pg_catalog.format('ALTER %s RESET %I', target, name)
      FROM named
      """;

  /** Reads all of a server, by what they are called in messages. */
  static SortedMap<String, ServerProperty> all(Connection superuser, String prefix)
      throws SQLException {
    try (PreparedStatement query = superuser.prepareStatement(ALL)) {
      query.setString(1, prefix);
      SortedMap<String, ServerProperty> facts = new TreeMap<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          facts.put(
              row.getString(1),
              new ServerProperty(
                  row.getString(2), row.getString(3), row.getString(4), row.getString(5)));
        }
      }
      return facts;
    }
  }

  /** Returns whether the server must read its file again for it. */
  boolean isSystem() {
    return restore.startsWith("ALTER SYSTEM");
  }

  /** Leaves out the value. */
  @Override
  public String toString() {
    return "ServerProperty[of " + owner + "]";
  }
}
