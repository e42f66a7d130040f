package dev.nof1.schema.junit.lease;

import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.junit.server.FirstColumn;
import dev.nof1.schema.junit.server.TestLog;
import dev.nof1.schema.sql.driver.SqlStates;
import dev.nof1.schema.testdb.Clone;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Database that many classes read. They connect as a role that cannot write; what a class has
 * written all the same, such as by another role, is found at its end.
 *
 * <p>Safe for use by several threads.
 */
final class SharedDatabase implements AutoCloseable {
  private static final long PATIENCE_NANOS = 1_000_000_000;

  /** Patience with sessions of others: a pool may stay connected for as long as it likes. */
  private static final long PATIENCE_WITH_OTHERS_NANOS = 20_000_000;

  /** Tables that were written; the server counts from the database's first moment. */
  private static final String WRITTEN =
      """
      SELECT relid::regclass::text FROM pg_catalog.pg_stat_user_tables
      WHERE n_tup_ins + n_tup_upd + n_tup_del > 0 AND schemaname !~ '^pg_' ORDER BY 1
      """;

  /** State of what is not counted: definitions and TRUNCATE, sequences, large objects. */
  private static final String STATE =
      """
      SELECT pg_catalog.concat_ws(' ',
        (SELECT pg_catalog.md5(pg_catalog.string_agg(oid || '-' || xmin, ' ' ORDER BY oid))
          FROM pg_catalog.pg_class WHERE oid >= 16384 AND relpersistence <> 't'),
        (SELECT pg_catalog.md5(pg_catalog.string_agg(oid || '-' || xmin, ' ' ORDER BY oid))
          FROM pg_catalog.pg_proc WHERE oid >= 16384),
        (SELECT pg_catalog.md5(pg_catalog.string_agg(
            pg_catalog.concat_ws('-', schemaname, sequencename, last_value), ' '
            ORDER BY schemaname, sequencename))
          FROM pg_catalog.pg_sequences WHERE schemaname !~ '^pg_'),
        (SELECT count(*) FROM pg_catalog.pg_largeobject_metadata))
      """;

  /** Sessions. The kind of another role's may not be seen, but the server's own have no user. */
  private static final String STILL_THERE =
      """
      SELECT count(*) FILTER (WHERE pid = ANY (?)), count(*) FROM pg_catalog.pg_stat_activity
      WHERE datname = pg_catalog.current_database() AND pid <> pg_catalog.pg_backend_pid()
        AND usesysid IS NOT NULL AND coalesce(backend_type, 'client backend') = 'client backend'
      """;

  private final Clone clone;
  private final Login login;
  private final Connection connection;
  private final String before;

  // All below is guarded by this object's monitor.
  private final Set<String> readers = new TreeSet<>();
  private String last = "";
  private boolean written;

  private SharedDatabase(Clone clone, Login login, Connection connection) throws SQLException {
    this.clone = clone;
    this.login = login;
    this.connection = connection;
    this.before = FirstColumn.of(connection, STATE).get(0);
  }

  /**
   * Makes a database one that is only read.
   *
   * @param clone nobody uses it yet
   * @param usual whom tests connect as; still so where that is no superuser, who cannot make a role
   *     for it: then every session begins read-only (SQLSTATE 25006)
   * @return to be closed before the clone is given back
   */
  static SharedDatabase of(Clone clone, Login usual) {
    Connection connection = null;
    try {
      Connection first = clone.takeConnection().orElse(null);
      connection = first == null ? clone.server().dataSource(clone.name()).getConnection() : first;
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "ALTER DATABASE " + clone.name() + " SET default_transaction_read_only = on");
      }
      boolean superuser = FirstColumn.of(connection, "SHOW is_superuser").equals(List.of("on"));
      return new SharedDatabase(
          clone,
          superuser ? ReadOnlyRole.make(clone, connection, usual.role()) : usual,
          connection);
    } catch (SQLException e) {
      close(connection);
      throw new DatabaseException(
          "The shared database %s could not be made read-only: %s."
              .formatted(clone.name(), SqlStates.describe(e)),
          e);
    }
  }

  Clone database() {
    return clone;
  }

  Login login() {
    return login;
  }

  /** Lets a class read it, unless it is no longer what it was. */
  synchronized boolean lend(String testClass) {
    if (readers.isEmpty() && !written) {
      String what = written();
      if (!what.isEmpty()) {
        // A connection that outlived its class may write when the class is over.
        TestLog.write(
            System.Logger.Level.WARNING,
            "%s has written to the database that it shares with other classes: %s. The next classes get a fresh one."
                .formatted(last, what));
        written = true;
      }
    }
    if (written) {
      return false;
    }
    readers.add(testClass);
    return true;
  }

  /** Returns whether nobody uses it any more, nor will. */
  synchronized boolean isOver() {
    return written && readers.isEmpty();
  }

  /** Ends our own session, which keeps the database from being dropped. */
  @Override
  public void close() {
    close(connection);
  }

  private static void close(@Nullable Connection connection) {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      // It is of no more use to anybody.
    }
  }

  /**
   * Records that a class is over.
   *
   * @param sessions of the server that it had; closed
   * @throws DatabaseException if it was written to while the class ran
   */
  synchronized void end(String testClass, List<Integer> sessions) {
    Set<String> suspects = new TreeSet<>(readers);
    readers.remove(testClass);
    last = testClass;
    if (written) {
      return;
    }
    String failure = await(sessions);
    String what = failure.isEmpty() ? written() : failure;
    if (what.isEmpty()) {
      return;
    }
    written = true;
    suspects.remove(testClass);
    throw new DatabaseException(
        "%s%s has written to the database that it shares with other classes: %s. The next classes get a fresh one. Let a class that writes have a database of its own: Isolation.CLASS."
            .formatted(
                testClass,
                suspects.isEmpty()
                    ? ""
                    : " (or " + String.join(", ", suspects) + ", which runs at the same time)",
                what));
  }

  /**
   * Waits until sessions are over, moments after they are closed: then counts are complete.
   *
   * @return as {@link #written()} where the server cannot be asked; else empty
   */
  private String await(List<Integer> sessions) {
    try (PreparedStatement query = connection.prepareStatement(STILL_THERE)) {
      query.setArray(1, connection.createArrayOf("int4", sessions.toArray()));
      long begin = System.nanoTime();
      while (true) {
        try (ResultSet row = query.executeQuery()) {
          row.next();
          long waited = System.nanoTime() - begin;
          if (row.getInt(2) == 0
              || waited > PATIENCE_NANOS
              || (row.getInt(1) == 0 && waited > PATIENCE_WITH_OTHERS_NANOS)) {
            return "";
          }
        }
        Thread.sleep(1);
      }
    } catch (SQLException e) {
      return cannotTell(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  /** Describes what was written; empty if nothing was. */
  private String written() {
    try {
      List<String> tables = FirstColumn.of(connection, WRITTEN);
      if (!tables.isEmpty()) {
        return "rows of " + String.join(", ", tables);
      }
      return FirstColumn.of(connection, STATE).get(0).equals(before)
          ? ""
          : "a definition, a sequence or a large object";
    } catch (SQLException e) {
      return cannotTell(e);
    }
  }

  private static String cannotTell(SQLException e) {
    return "nobody can tell, because the look at it failed: " + SqlStates.describe(e);
  }
}
