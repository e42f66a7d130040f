package dev.nof1.schema.index;

import dev.nof1.schema.sql.SqlStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Indexes that are there but not valid, because building them did not come to its end. */
public final class InvalidIndexes {
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

  private InvalidIndexes() {}

  /**
   * Finds all of them, those included that somebody is building just now.
   *
   * @param connection to ask by
   * @return their names as SQL, sorted
   * @throws SQLException if the server cannot be asked
   */
  public static List<String> all(Connection connection) throws SQLException {
    List<String> names = new ArrayList<>();
    try (Statement query = connection.createStatement();
        ResultSet row =
            query.executeQuery(
                "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid ORDER BY 1")) {
      while (row.next()) {
        names.add(row.getString(1));
      }
    }
    return names;
  }

  /**
   * Finds the index that {@code CREATE INDEX IF NOT EXISTS} would be content with.
   *
   * @param connection to ask by
   * @param s the statement, which is about to run
   * @return its name as SQL; empty where there is none, or the statement is another
   * @throws SQLException if the server cannot be asked
   */
  public static Optional<String> takenFor(Connection connection, SqlStatement s)
      throws SQLException {
    IndexBuild build = IndexBuild.of(s);
    return build == null || !build.ifNotExists()
        ? Optional.empty()
        : of(connection, build.table(), build.name(), true).values().stream().findFirst();
  }

  /**
   * Finds those of a table.
   *
   * @param name as it is written; null for any
   * @param building also those that another session is building, which are no remnants
   */
  static Map<Long, String> of(
      Connection connection, String table, @Nullable String name, boolean building)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(OF_TABLE)) {
      query.setString(1, table);
      query.setString(2, name);
      query.setString(3, name);
      query.setBoolean(4, building);
      return found(query);
    }
  }

  /** Finds those that REINDEX CONCURRENTLY has built. */
  static Map<Long, String> reindexed(Connection connection, boolean building) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(OF_REINDEX)) {
      query.setBoolean(1, building);
      return found(query);
    }
  }

  private static Map<Long, String> found(PreparedStatement query) throws SQLException {
    Map<Long, String> invalid = new TreeMap<>();
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        invalid.put(row.getLong(1), row.getString(2));
      }
    }
    return invalid;
  }
}
