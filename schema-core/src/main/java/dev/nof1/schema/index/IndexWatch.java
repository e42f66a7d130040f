package dev.nof1.schema.index;

import dev.nof1.schema.sql.SqlStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the indexes that a script builds: a build outside a transaction that fails leaves an
 * index that is there but not valid (PostgreSQL: <a
 * href="https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY">Building
 * Indexes Concurrently</a>). One that was not there before the statement is ours and is dropped.
 */
public final class IndexWatch {
  /** By table, so that it is found whatever name the server gives. */
  private static final String OF_TABLE =
      """
      SELECT i.indexrelid::bigint, i.indexrelid::regclass::text
      FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
      WHERE NOT i.indisvalid AND c.relkind = 'i' AND i.indrelid = to_regclass(?)
        AND (?::text IS NULL OR c.relname = (parse_ident(?))[1]::name)
        AND (? OR NOT EXISTS (SELECT FROM pg_stat_progress_create_index p
                        WHERE p.index_relid = i.indexrelid AND p.pid <> pg_backend_pid()))
      """;

  /** Query for the indexes that REINDEX CONCURRENTLY builds beside the old ones. */
  private static final String OF_REINDEX =
      """
      SELECT i.indexrelid::bigint, i.indexrelid::regclass::text
      FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
      WHERE NOT i.indisvalid AND c.relkind = 'i' AND c.relname ~ '_cc(new|old)[0-9]*$'
        AND (? OR NOT EXISTS (SELECT FROM pg_stat_progress_create_index p
                        WHERE p.index_relid = i.indexrelid AND p.pid <> pg_backend_pid()))
      """;

  private static final String WORKED_ON =
      """
      SELECT 1 FROM pg_locks l JOIN pg_index i ON i.indrelid = l.relation
      WHERE i.indexrelid::bigint = ? AND l.granted AND l.mode = 'ShareUpdateExclusiveLock'
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND l.pid <> pg_backend_pid()
      """;

  private final Connection connection;
  private final boolean outsideTransaction;
  private @Nullable IndexBuild build;
  private boolean reindex;
  private Map<Long, String> before = Map.of();
  private Cleaned done = Cleaned.NOTHING;

  /**
   * Watches one script on one connection.
   *
   * @param connection that runs it
   * @param outsideTransaction whether each of its statements stands for itself
   */
  public IndexWatch(Connection connection, boolean outsideTransaction) {
    this.connection = connection;
    this.outsideTransaction = outsideTransaction;
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
    reindex = outsideTransaction && s.startsWith("REINDEX");
    if (build == null ? !reindex : !outsideTransaction && !build.ifNotExists()) {
      before = Map.of();
      return Optional.empty();
    }
    before = invalid(null, true);
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
    if (!outsideTransaction || build == null) {
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
    if (!outsideTransaction || (build == null && !reindex)) {
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

  /**
   * Indexes that are not valid.
   *
   * @param building also those that another session is building, which are no remnants
   */
  private Map<Long, String> invalid(@Nullable String name, boolean building) throws SQLException {
    Map<Long, String> invalid = new TreeMap<>();
    IndexBuild of = build;
    try (PreparedStatement query =
        connection.prepareStatement(of == null ? OF_REINDEX : OF_TABLE)) {
      if (of != null) {
        query.setString(1, of.table());
        query.setString(2, name);
        query.setString(3, name);
      }
      query.setBoolean(of == null ? 1 : 4, building);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          invalid.put(row.getLong(1), row.getString(2));
        }
      }
    }
    return invalid;
  }
}
