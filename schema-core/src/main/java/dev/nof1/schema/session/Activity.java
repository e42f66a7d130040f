package dev.nof1.schema.session;

import dev.nof1.schema.event.Blocker;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Activity of a session, asked on another one (PostgreSQL: <a
 * href="https://www.postgresql.org/docs/current/progress-reporting.html">Progress Reporting</a>, <a
 * href="https://www.postgresql.org/docs/current/functions-info.html">pg_blocking_pids</a>).
 */
final class Activity {
  private static final int LONGEST_QUERY = 100;

  /** The view of COPY is the youngest: PostgreSQL 14. */
  private static final int HAS_COPY = 14;

  /**
   * A password is quoted in more ways than a pattern can match, so nothing from its key on is
   * shown.
   */
  private static final Pattern PASSWORD =
      Pattern.compile("passw(?:or)?d.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** User and password of a URL, as it stands in a connection string. */
  private static final Pattern USER_INFO = Pattern.compile("://[^\\s'/]*@");

  private static final String BLOCKERS =
      """
      SELECT b.pid, coalesce(a.application_name, ''), coalesce(a.state, ''),
             coalesce(extract(epoch FROM clock_timestamp() - coalesce(a.xact_start, a.backend_start)), 0)::bigint,
             coalesce(left(a.query, 1000), '')
      FROM (%s) b LEFT JOIN pg_stat_activity a ON a.pid = b.pid
      ORDER BY 4 DESC, 1
      """;

  private static final String BLOCKING = "SELECT DISTINCT unnest(pg_blocking_pids(?)) AS pid";

  /**
   * Query for sessions that hold a lock on a table, or wait for the strongest one: everybody after
   * such a session waits too.
   */
  private static final String LOCKING =
      """
      SELECT DISTINCT coalesce(pid, 0) AS pid FROM pg_locks
      WHERE locktype = 'relation' AND relation = to_regclass(?) AND pid IS DISTINCT FROM pg_backend_pid()
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND CASE WHEN granted THEN mode NOT IN ('AccessShareLock', 'RowShareLock') ELSE mode = 'AccessExclusiveLock' END
      """;

  private static final String STAGE =
      """
      SELECT command, phase, CASE WHEN blocks_total > 0 THEN blocks_done ELSE tuples_done END,
             CASE WHEN blocks_total > 0 THEN blocks_total ELSE tuples_total END
      FROM pg_stat_progress_create_index WHERE pid = ?
      UNION ALL
      SELECT 'VACUUM', phase, heap_blks_scanned, heap_blks_total FROM pg_stat_progress_vacuum WHERE pid = ?
      UNION ALL
      SELECT command, phase, heap_blks_scanned, heap_blks_total FROM pg_stat_progress_cluster WHERE pid = ?
      UNION ALL
      SELECT 'ANALYZE', phase, sample_blks_scanned, sample_blks_total FROM pg_stat_progress_analyze WHERE pid = ?
      """;

  private static final String STAGE_OF_COPY =
      "UNION ALL SELECT command, 'copying', bytes_processed, bytes_total FROM pg_stat_progress_copy WHERE pid = ?";

  private final Connection connection;
  private final int pid;
  private final boolean copies;
  private final UnaryOperator<String> masked;

  private Activity(Connection connection, int pid, boolean copies, UnaryOperator<String> masked) {
    this.masked = masked;
    this.connection = connection;
    this.pid = pid;
    this.copies = copies;
  }

  /** Stage of a statement, as the server reports it; all empty where it reports nothing. */
  record Stage(String command, String phase, long done, long total) {
    static final Stage NONE = new Stage("", "", 0, 0);
  }

  static Activity of(Connection connection, int pid, UnaryOperator<String> masked)
      throws SQLException {
    return new Activity(
        connection, pid, connection.getMetaData().getDatabaseMajorVersion() >= HAS_COPY, masked);
  }

  /** Lists the sessions that hold what the session waits for. */
  List<Blocker> blockers() throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(BLOCKERS.formatted(BLOCKING))) {
      query.setInt(1, pid);
      return read(query, masked);
    }
  }

  /**
   * Lists the sessions that have locked a table, or wait for it alone; asked on any session that
   * does not wait.
   */
  static List<Blocker> lockers(Connection connection, String table, UnaryOperator<String> masked)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(BLOCKERS.formatted(LOCKING))) {
      query.setString(1, table);
      return read(query, masked);
    }
  }

  private static List<Blocker> read(PreparedStatement query, UnaryOperator<String> masked)
      throws SQLException {
    List<Blocker> blockers = new ArrayList<>();
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        blockers.add(
            new Blocker(
                row.getInt(1),
                row.getString(2),
                row.getString(3),
                Duration.ofSeconds(row.getLong(4)),
                oneLine(row.getString(5), masked)));
      }
    }
    return blockers;
  }

  Stage stage() throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(copies ? STAGE + STAGE_OF_COPY : STAGE)) {
      for (int i = 1; i <= (copies ? 5 : 4); i++) {
        query.setInt(i, pid);
      }
      try (ResultSet row = query.executeQuery()) {
        return row.next()
            ? new Stage(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4))
            : Stage.NONE;
      }
    }
  }

  private static String oneLine(String query, UnaryOperator<String> masked) {
    String shown = PASSWORD.matcher(masked.apply(query)).replaceFirst("password …");
    shown = USER_INFO.matcher(shown).replaceAll("://***@");
    String line = shown.strip().replaceAll("\\s+", " ");
    return line.length() > LONGEST_QUERY ? line.substring(0, LONGEST_QUERY - 1) + "…" : line;
  }
}
