package dev.nof1.schema.testdb;

import dev.nof1.schema.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Making and dropping copies of a template. */
final class Clones {
  /** The server has it from PostgreSQL 15 on, and did nothing else before. */
  private static final int STRATEGY_SINCE = 15;

  private static final String IN_USE = "55006";
  private static final String KEPT = "nof1-schema kept for a look since ";

  /**
   * Condition for sessions of clients, not the server's own; a session that this user may not see
   * into is somebody else's client.
   */
  static final String CLIENT =
      "usesysid IS NOT NULL AND coalesce(backend_type, 'client backend') = 'client backend'";

  private Clones() {}

  /** Copies files rather than writing every page to the log: half the time for small databases. */
  static String fileCopy(PostgresServer server) {
    String version = server.version();
    int dot = version.indexOf('.');
    int major = Integer.parseInt(dot < 0 ? version : version.substring(0, dot));
    return major >= STRATEGY_SINCE ? " STRATEGY FILE_COPY" : "";
  }

  static void create(Connection admin, PostgresServer server, String template, String name)
      throws SQLException {
    Sql.run(admin, "CREATE DATABASE " + name + " TEMPLATE " + template + fileCopy(server));
  }

  /**
   * Drops a clone unless somebody is connected to it: a pool that outlives its test may be. The
   * server itself would wait five seconds for them to go. Transactions that were left prepared in
   * it are rolled back.
   *
   * @param user who used it, for the log
   */
  static boolean tryDrop(PostgresServer server, Connection admin, String name, String user)
      throws SQLException {
    List<String> users =
        Sql.query(
            admin,
            "SELECT 'session' FROM pg_stat_activity WHERE datname = ? AND "
                + CLIENT
                + " UNION SELECT 'prepared' FROM pg_prepared_xacts WHERE database = ?",
            name,
            name);
    if (users.contains("session")
        || (!users.isEmpty() && !PreparedTransactions.rollBack(server, admin, name, user))) {
      return false;
    }
    try {
      Sql.run(admin, "DROP DATABASE IF EXISTS " + name);
      dropRoles(admin, name);
      return true;
    } catch (SQLException e) {
      if (IN_USE.equals(e.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  /** Drops the roles that a shared database is read as, which are its own. */
  static void dropRoles(Connection admin, String name) throws SQLException {
    for (String role :
        Sql.query(
            admin,
            "SELECT rolname FROM pg_roles WHERE rolname IN (? || '_reader', ? || '_definer')",
            name,
            name)) {
      Sql.run(admin, "DROP ROLE IF EXISTS " + role);
    }
  }

  /** Marks a clone as one to stay, and drops the oldest of those beyond the number. */
  static void keep(PostgresServer server, Connection admin, Names names, String name, int newest)
      throws SQLException {
    Sql.run(admin, "COMMENT ON DATABASE " + name + " IS '" + KEPT + Instant.now() + "'");
    for (String old :
        Sql.query(
            admin,
            "SELECT datname FROM pg_database WHERE datname ~ ? AND"
                + " starts_with(shobj_description(oid, 'pg_database'), ?) ORDER BY"
                + " shobj_description(oid, 'pg_database') DESC OFFSET "
                + newest,
            names.clones(),
            KEPT)) {
      tryDrop(server, admin, old, "A test that failed");
    }
  }

  /**
   * Drops what runs have left that are over: their lock is free. What belongs to another role, or
   * what somebody is connected to, stays.
   */
  static void sweep(PostgresServer server, Connection admin, Names names) throws SQLException {
    String sql =
        """
        SELECT datname FROM pg_database
        WHERE (datname ~ ? OR datname ~ ?) AND pg_has_role(datdba, 'USAGE')
          AND NOT coalesce(starts_with(shobj_description(oid, 'pg_database'), ?), false)
        """;
    for (String left : Sql.query(admin, sql, names.clones(), names.buildings(), KEPT)) {
      String run = names.runOf(left);
      if (!run.equals(names.run()) && Sql.tryLock(admin, names.lock(run))) {
        try {
          Sql.run(admin, "ALTER DATABASE " + left + " IS_TEMPLATE false");
          tryDrop(server, admin, left, "A run that is over");
        } catch (SQLException e) {
          // Tidiness must not end a run: another may have dropped it meanwhile. The next is tried.
        } finally {
          Sql.unlock(admin, names.lock(run));
        }
      }
    }
  }
}
