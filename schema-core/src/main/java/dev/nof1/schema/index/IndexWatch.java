package dev.nof1.schema.index;

import dev.nof1.schema.sql.SqlStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the indexes that a script builds: a build outside a transaction that fails leaves an
 * index that is there but not valid (PostgreSQL: <a
 * href="https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY">Building
 * Indexes Concurrently</a>). One that was not there before the statement is ours and is dropped.
 */
public final class IndexWatch {
  private static final String WORKED_ON =
      """
      SELECT 1 FROM pg_locks l JOIN pg_index i ON i.indrelid = l.relation
      WHERE i.indexrelid::bigint = ? AND l.granted AND l.mode = 'ShareUpdateExclusiveLock'
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND l.pid <> pg_backend_pid()
      """;

  private final Connection connection;
  private @Nullable IndexBuild build;
  private boolean reindex;
  private Map<Long, String> before = Map.of();
  private Cleaned done = Cleaned.NOTHING;

  /**
   * Watches one script on one connection.
   *
   * @param connection that runs it, each statement by itself
   */
  public IndexWatch(Connection connection) {
    this.connection = connection;
  }

  /**
   * Notes that a statement is about to run.
   *
   * @param s the statement
   * @return the index by the name that it would build, if that is there and not valid: {@code IF
   *     NOT EXISTS} would be content with it
   * @throws SQLException if the server cannot be asked
   */
  public Optional<String> inTheWay(SqlStatement s) throws SQLException {
    build = IndexBuild.of(s);
    done = Cleaned.NOTHING;
    reindex = s.startsWith("REINDEX");
    before = build == null && !reindex ? Map.of() : invalid(null, true);
    return build == null || build.name() == null
        ? Optional.empty()
        : invalid(build.name(), true).values().stream().findFirst();
  }

  /**
   * Drops what an earlier run of a statement has left: the index by its name, of its table, if that
   * is not valid and nobody is building it.
   *
   * @param s the statement, which is about to run again
   * @return the index that was dropped
   * @throws SQLException if it cannot be dropped, such as for a lock that was not to be had
   */
  public Optional<String> dropRemnant(SqlStatement s) throws SQLException {
    build = IndexBuild.of(s);
    if (build == null || build.name() == null) {
      return Optional.empty();
    }
    for (Map.Entry<Long, String> left : invalid(build.name(), false).entrySet()) {
      if (!isWorkedOn(left.getKey())) {
        try (Statement drop = connection.createStatement()) {
          drop.execute("DROP INDEX CONCURRENTLY IF EXISTS " + left.getValue());
        }
        return Optional.of(left.getValue());
      }
    }
    return Optional.empty();
  }

  /**
   * Checks for a session that builds the index. The server does not show the progress of another
   * user's build, but it shows the lock on the table.
   */
  private boolean isWorkedOn(long index) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(WORKED_ON)) {
      query.setLong(1, index);
      try (ResultSet row = query.executeQuery()) {
        return row.next();
      }
    }
  }

  /**
   * Looks at what the last statement has built.
   *
   * @return its index, if that is not valid after all
   * @throws SQLException if the server cannot be asked
   */
  public Optional<String> notValid() throws SQLException {
    if (build == null) {
      return Optional.empty();
    }
    Map<Long, String> now = invalid(build.name(), build.name() != null);
    now.keySet().removeAll(before.keySet());
    return now.values().stream().findFirst();
  }

  /**
   * The outcome of dropping what a failed statement has left.
   *
   * @param isClean whether nothing is left, as far as that can be asked
   * @param words a sentence on what was done, with a space before it; empty for nothing
   */
  public record Cleaned(boolean isClean, String words) {
    static final Cleaned NOTHING = new Cleaned(true, "");
  }

  /**
   * Drops what the failed last statement has left, if it is ours.
   *
   * @return what was done since the statement was begun
   */
  public Cleaned clean() {
    if (build == null && !reindex) {
      return Cleaned.NOTHING;
    }
    try {
      if (connection.isClosed()) {
        return done;
      }
      Map<Long, String> left = invalid(build == null ? null : build.name(), false);
      left.keySet().removeAll(before.keySet());
      for (String index : left.values()) {
        Cleaned one = drop(index);
        done = new Cleaned(done.isClean() && one.isClean(), one.words());
      }
    } catch (SQLException e) {
      return done;
    }
    return done;
  }

  private Cleaned drop(String index) {
    try (Statement statement = connection.createStatement()) {
      statement.execute("DROP INDEX CONCURRENTLY IF EXISTS " + index);
      return new Cleaned(
          true, " The invalid index %s that it had left behind was dropped.".formatted(index));
    } catch (SQLException e) {
      return new Cleaned(
          false,
          " It left the invalid index %1$s behind, which could not be dropped (%2$s): DROP INDEX CONCURRENTLY %1$s first."
              .formatted(index, e.getMessage()));
    }
  }

  private Map<Long, String> invalid(@Nullable String name, boolean building) throws SQLException {
    return build == null
        ? InvalidIndexes.reindexed(connection, building)
        : InvalidIndexes.of(connection, build.table(), name, building);
  }
}
