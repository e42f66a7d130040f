package dev.nof1.schema.changelog;

import static dev.nof1.schema.changelog.SqlText.literal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Note of the statement under way in a script outside a transaction, kept in the comment of the
 * bookkeeping column, which is one value (one migrator runs at a time), needs no table of its own
 * and goes away with the changelog. Each write is a transaction of its own, unless the connection
 * is in one. Not safe for use by several threads.
 */
public final class UnfinishedNote {
  private static final String MARK = "\nunfinished ";

  private final String table;
  private final String user;
  private final String role;

  private UnfinishedNote(String table, String user, String role) {
    this.table = table;
    this.user = user;
    this.role = role;
  }

  /**
   * Reads it.
   *
   * @param connection where to read
   * @param changelog the table
   * @return empty if nothing is unfinished, or nothing could be noted
   * @throws SQLException if the server cannot be asked
   */
  public static Optional<Unfinished> read(Connection connection, Changelog changelog)
      throws SQLException {
    String sql =
        """
        SELECT (u->>'id')::numeric, (u->>'undo')::boolean, (u->>'statement')::int, (u->>'line')::int, u->>'before', u->>'reason'
        FROM (SELECT substring(col_description(attrelid, attnum) FROM ?)::jsonb AS u
              FROM pg_attribute WHERE attrelid = to_regclass(?) AND attname = ? AND NOT attisdropped) note
        WHERE u IS NOT NULL
        """;
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, MARK + "(.*)$");
      query.setString(2, changelog.name());
      query.setString(3, BookkeepingColumn.NAME);
      try (ResultSet row = query.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Unfinished(
                    row.getBigDecimal(1),
                    row.getBoolean(2),
                    row.getInt(3),
                    row.getInt(4),
                    row.getString(5),
                    row.getString(6)))
            : Optional.empty();
      }
    }
  }

  /**
   * Writes the query for the unfinished migration as SQL for a script that psql runs later.
   *
   * @param changelog the table, as it stands in SQL
   * @return an expression: the id of the unfinished migration as text, null if nothing is
   *     unfinished
   */
  public static String sql(String changelog) {
    return "(SELECT substring(col_description(attrelid, attnum) FROM E'%s(.*)$')::jsonb->>'id' FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attname = '%s' AND NOT attisdropped)"
        .formatted(MARK.replace("\n", "\\n"), literal(changelog), BookkeepingColumn.NAME);
  }

  /**
   * Finds the place to write, and makes it where it is missing.
   *
   * @param connection where to write; its search path finds the table now, and never again
   * @param changelog the table
   * @param user the session's user, whatever the script changes
   * @param role its role, {@code none} where it set none
   * @param refused given a message where the server refuses to make the place, with its words
   * @return empty if there is no changelog yet, or this user may not note anything there
   * @throws SQLException if the server cannot be asked
   */
  public static Optional<UnfinishedNote> open(
      Connection connection,
      Changelog changelog,
      String user,
      String role,
      Consumer<String> refused)
      throws SQLException {
    if (!changelog.canRecord(connection, refused)) {
      return Optional.empty();
    }
    String sql =
        """
        SELECT format('%%I.%%I', nspname, relname) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
        WHERE c.oid = to_regclass(?) AND pg_has_role(relowner, 'USAGE') AND %s
        """
            .formatted(BookkeepingColumn.MAY_RUN_BLOCKS);
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, changelog.name());
      try (ResultSet row = query.executeQuery()) {
        return row.next()
            ? Optional.of(new UnfinishedNote(row.getString(1), user, role))
            : Optional.empty();
      }
    }
  }

  /**
   * Notes it, in the place of what was noted before.
   *
   * @param connection where to write
   * @param run what is under way
   * @throws SQLException if it cannot be written
   */
  public void write(Connection connection, Unfinished run) throws SQLException {
    comment(
        connection,
        literal(BookkeepingColumn.EXPLANATION + MARK)
            + " || jsonb_build_object('id', %s, 'undo', %s, 'statement', %d, 'line', %d, 'before', %s, 'reason', %s)::text"
                .formatted(
                    run.id().toPlainString(),
                    run.undo(),
                    run.statement(),
                    run.line(),
                    literal(run.before()),
                    literal(run.reason().replace("\u0000", ""))));
  }

  /**
   * Notes that nothing is unfinished. Does nothing where the table is gone.
   *
   * @param connection where to write
   * @throws SQLException if it cannot be written
   */
  public void clear(Connection connection) throws SQLException {
    comment(connection, literal(BookkeepingColumn.EXPLANATION));
  }

  /**
   * Checks whether the changelog still has the column that holds the note: a script may drop the
   * changelog.
   *
   * @param connection where to look
   * @return false if the table is gone, or its column
   * @throws SQLException if the server cannot be asked
   */
  public boolean isPossible(Connection connection) throws SQLException {
    String sql =
        "SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass(?) AND attname = ? AND NOT attisdropped";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, table);
      query.setString(2, BookkeepingColumn.NAME);
      try (ResultSet row = query.executeQuery()) {
        return row.next();
      }
    }
  }

  /**
   * Writes the comment as the user and the role from before the script, which may have taken
   * others.
   */
  private void comment(Connection connection, String value) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(
          """
          DO $nof1$
          DECLARE
            who text := session_user;
            acts text := current_setting('role');
          BEGIN
            IF to_regclass(%1$s) IS NOT NULL THEN
              PERFORM set_config('session_authorization', %2$s, true), set_config('role', %3$s, true);
              EXECUTE format('COMMENT ON COLUMN %%s.%4$s IS %%L', %1$s, %5$s);
              PERFORM set_config('session_authorization', who, true), set_config('role', acts, true);
            END IF;
          END $nof1$
          """
              .formatted(
                  literal(table), literal(user), literal(role), BookkeepingColumn.NAME, value));
    }
  }
}
