package dev.nof1.schema.junit.lease;

import dev.nof1.schema.junit.server.FirstColumn;
import dev.nof1.schema.testdb.Clone;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Role that may read everything in a database and write nothing, whatever it switches on. */
final class ReadOnlyRole {
  private static final int PASSWORD_BYTES = 16;

  /** Statements that revoke what PUBLIC may beyond reading, which the role has a part in. */
  private static final String TAKE_WRITING_AWAY =
      """
      SELECT pg_catalog.format('REVOKE INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON %s FROM PUBLIC', c.oid::regclass)
      FROM pg_catalog.pg_class c WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND c.oid >= 16384
        AND (relacl IS NOT NULL OR EXISTS (
          SELECT FROM pg_catalog.pg_attribute WHERE attrelid = c.oid AND attacl IS NOT NULL))
      UNION ALL
      SELECT pg_catalog.format('REVOKE USAGE, UPDATE ON SEQUENCE %s FROM PUBLIC', oid::regclass)
      FROM pg_catalog.pg_class WHERE relkind = 'S' AND oid >= 16384 AND relacl IS NOT NULL
      UNION ALL
      SELECT pg_catalog.format('REVOKE CREATE ON SCHEMA %I FROM PUBLIC', nspname)
      FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
      UNION ALL
      SELECT pg_catalog.format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', oid::regprocedure)
      FROM pg_catalog.pg_proc
      WHERE pronamespace = 'pg_catalog'::regnamespace
        AND proname IN ('lo_creat', 'lo_create', 'lo_from_bytea')
      """;

  /** Statements that give functions with their owner's rights an owner that cannot write. */
  private static final String GIVE_FUNCTIONS =
      """
      SELECT pg_catalog.format('ALTER ROUTINE %s OWNER TO ', oid::regprocedure)
      FROM pg_catalog.pg_proc WHERE prosecdef AND oid >= 16384
      """;

  /** Statements that grant what PUBLIC may not, as tests of a superuser could so far. */
  private static final String GIVE_READING =
      """
      SELECT pg_catalog.format('GRANT EXECUTE ON ALL ROUTINES IN SCHEMA %I TO ', nspname)
      FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
      """;

  private ReadOnlyRole() {}

  /**
   * Makes the role of a database.
   *
   * @param clone nobody else may use it yet
   * @param superuser a connection to it
   * @param role whose privileges and row security it gets, to read; empty for everybody's
   */
  static Login make(Clone clone, Connection superuser, String role) throws SQLException {
    String name = clone.name() + "_reader";
    // Not the same: whoever owns a function may change it.
    String definer = clone.name() + "_definer";
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    String password = HexFormat.of().formatHex(random);
    List<String> all = new ArrayList<>();
    // A superuser saw the rows that row security hides; whoever wants it in force names a role.
    all.add("CREATE ROLE " + name + " LOGIN BYPASSRLS PASSWORD '" + password + "'");
    all.add("CREATE ROLE " + definer + " BYPASSRLS");
    all.add("GRANT pg_read_all_data, pg_monitor TO " + name + ", " + definer);
    all.addAll(FirstColumn.of(superuser, TAKE_WRITING_AWAY));
    for (String grant : FirstColumn.of(superuser, GIVE_READING)) {
      all.add(grant + name + ", " + definer);
    }
    for (String give : FirstColumn.of(superuser, GIVE_FUNCTIONS)) {
      all.add(give + definer);
    }
    if (!role.isEmpty()) {
      all.add("GRANT " + role + " TO " + name);
    }
    try (Statement statement = superuser.createStatement()) {
      statement.execute(String.join("; ", all));
    }
    return new Login(clone.server(), name, password, role);
  }
}
