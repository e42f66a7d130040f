package dev.nof1.schema.testdb;

import dev.nof1.schema.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Transactions that were prepared for a second phase that never comes. They outlive their session
 * and the server, keep their database from being dropped, and hold back vacuum everywhere.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-prepare-transaction.html">PREPARE
 *     TRANSACTION</a>
 */
final class PreparedTransactions {
  private PreparedTransactions() {}

  /** Lists the prepared transactions of a database. */
  static List<String> in(Connection admin, String database) throws SQLException {
    return Sql.query(
        admin, "SELECT gid FROM pg_prepared_xacts WHERE database = ? ORDER BY prepared", database);
  }

  /**
   * Rolls back those of a database that is over, from a session in it, and names them in the log.
   *
   * @param user who used the database, for the log
   * @return whether there are none any more
   */
  static boolean rollBack(PostgresServer server, Connection admin, String database, String user)
      throws SQLException {
    List<String> left = in(admin, database);
    List<String> problems = new ArrayList<>();
    try (Connection inside = server.dataSource(database).getConnection()) {
      for (String gid : left) {
        try {
          Sql.run(inside, "ROLLBACK PREPARED '" + gid.replace("'", "''") + "'");
        } catch (SQLException e) {
          problems.add(e.getMessage());
        }
      }
    }
    Log.warn(
        "%s left %d prepared transaction(s) in %s: %s. %s"
            .formatted(
                user,
                left.size(),
                database,
                String.join(", ", left),
                problems.isEmpty()
                    ? "They are rolled back now."
                    : "The database stays, because they cannot be rolled back: "
                        + String.join("; ", problems)));
    return problems.isEmpty();
  }
}
