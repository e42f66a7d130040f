package dev.nof1.schema.changelog;

import static dev.nof1.schema.changelog.SqlText.literal;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The column of the changelog that holds what the stock tool does not know. It is added when the
 * first migration is recorded, in that migration's transaction; where it may not be, all goes on
 * without it.
 */
final class BookkeepingColumn {
  static final String NAME = "nof1_schema";

  /**
   * Comment of the column for people who look at the table; the note of a run under way stands in
   * it too.
   */
  static final String EXPLANATION =
      "nof1-schema: checksum, duration and who of each migration. Other tools pass over it.";

  /** Adding it must not hold up a migration: the next one tries again. */
  private static final String LOCK_PATIENCE = "200ms";

  enum Access {
    /** There is no changelog. */
    NO_TABLE,
    /** The column is there, and rows may be written with it. */
    WRITABLE,
    /** The column is not there, and this user may add it. */
    MISSING,
    /** The column is not there, and this user may not add it. */
    FORBIDDEN
  }

  private static final String VALUE =
      "jsonb_strip_nulls(jsonb_build_object('how', %s, 'checksum', %s, 'millis', %s, 'at', clock_timestamp(), 'user', session_user, 'application', current_setting('application_name'), 'host', coalesce(host(inet_client_addr()), 'local')))";

  /** The value with how, checksum and milliseconds as parameters. */
  static final String PARAMETERS = VALUE.formatted("?::text", "?::text", "?::bigint");

  /** Every record of a changelog, whose name is to be filled in. */
  static final String SELECT =
      """
      SELECT id, nof1_schema->>'how', nof1_schema->>'checksum', (nof1_schema->>'millis')::bigint,
             (nof1_schema->>'at')::timestamptz, nof1_schema->>'user', nof1_schema->>'application', nof1_schema->>'host'
      FROM %s WHERE nof1_schema IS NOT NULL
      """;

  static final String SET_CHECKSUM =
      "UPDATE %s SET nof1_schema = coalesce(nof1_schema, '{}') || jsonb_build_object('checksum', ?::text) WHERE id = ?";

  private BookkeepingColumn() {}

  /** Checks whether the changelog has the column, with our type, and this user may read it. */
  static boolean readable(Connection connection, String changelog) throws SQLException {
    String sql =
        "SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass(?) AND attname = ? AND NOT attisdropped AND atttypid = 'jsonb'::regtype AND has_column_privilege(attrelid, attnum, 'SELECT')";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, changelog);
      query.setString(2, NAME);
      try (ResultSet row = query.executeQuery()) {
        return row.next();
      }
    }
  }

  static Recorded recorded(ResultSet row) throws SQLException {
    String millis = row.getString(4);
    Timestamp at = row.getTimestamp(5);
    return new Recorded(
        Optional.ofNullable(row.getString(2)),
        Optional.ofNullable(row.getString(3)),
        Optional.ofNullable(millis).map(Long::valueOf).map(Duration::ofMillis),
        Optional.ofNullable(at).map(Timestamp::toInstant),
        Optional.ofNullable(row.getString(6)),
        Optional.ofNullable(row.getString(7)),
        Optional.ofNullable(row.getString(8)));
  }

  /** Blocks are plpgsql's, which some servers keep from their users. */
  static final String MAY_RUN_BLOCKS =
      "EXISTS (SELECT FROM pg_language l WHERE lanname = 'plpgsql' AND has_language_privilege(l.oid, 'USAGE'))";

  /** Gives an {@link Access} as text, null where there is no table; its parameter is the name. */
  static final String ACCESS =
      """
      (SELECT CASE
         WHEN a.attnum IS NULL AND relkind IN ('r', 'p') AND pg_has_role(relowner, 'USAGE') AND %s THEN 'MISSING'
         WHEN atttypid = 'jsonb'::regtype AND has_column_privilege(c.oid, a.attnum, 'INSERT') THEN 'WRITABLE'
         ELSE 'FORBIDDEN' END
       FROM pg_class c LEFT JOIN pg_attribute a ON attrelid = c.oid AND attname = '%s' AND NOT attisdropped
       WHERE c.oid = to_regclass(?))"""
          .formatted(MAY_RUN_BLOCKS, NAME);

  static Access access(Connection connection, String changelog) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement("SELECT " + ACCESS)) {
      query.setString(1, changelog);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return access(row.getString(1));
      }
    }
  }

  static Access access(@Nullable String answer) {
    return answer == null ? Access.NO_TABLE : Access.valueOf(answer);
  }

  /**
   * Checks whether rows can be written with the column; adds the column where it is missing and the
   * user may alter the table.
   *
   * @param refused receives the server's words where the user may add the column but the server
   *     refused: an event trigger, or somebody's lock
   */
  static boolean ready(Connection connection, String changelog, Consumer<String> refused)
      throws SQLException {
    Access access = access(connection, changelog);
    if (access == Access.MISSING) {
      try (Statement add = connection.createStatement()) {
        // A setting, because a notice may be switched off.
        add.execute(
            "DO $nof1$\nDECLARE patience text := current_setting('lock_timeout');\nBEGIN\n"
                + addition(changelog, "  ")
                + "EXCEPTION WHEN OTHERS THEN\n  PERFORM set_config('nof1_schema.refused', SQLERRM, false);\nEND $nof1$");
        access = access(connection, changelog);
        if (access == Access.MISSING) {
          try (ResultSet words =
              add.executeQuery("SELECT current_setting('nof1_schema.refused', true)")) {
            words.next();
            refused.accept(String.valueOf(words.getString(1)));
          }
        }
      }
    }
    return access == Access.WRITABLE;
  }

  static void bind(PreparedStatement insert, int first, Bookkeeping record) throws SQLException {
    insert.setString(first, record.how().name().toLowerCase(Locale.ROOT));
    insert.setString(first + 1, record.checksum().orElse(null));
    insert.setObject(
        first + 2, record.duration().map(Duration::toMillis).orElse(null), Types.BIGINT);
  }

  static String script(String changelog, BigDecimal id, String checksum) {
    String value =
        VALUE.formatted(
            "'script'",
            literal(checksum),
            "(extract(epoch FROM clock_timestamp() - transaction_timestamp()) * 1000)::bigint");
    return """
    DO $nof1$
    DECLARE patience text := current_setting('lock_timeout');
    BEGIN
      IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attname = '%s' AND NOT attisdropped) THEN
    %s  END IF;
      EXECUTE %s USING %s;
    EXCEPTION WHEN OTHERS THEN
      RAISE NOTICE 'checksum, duration and who of migration %s are not recorded: %%', SQLERRM;
    END $nof1$;
    """
        .formatted(
            literal(changelog),
            NAME,
            addition(changelog, "    "),
            literal(
                "UPDATE %s SET %s = $1 WHERE id = %s"
                    .formatted(changelog, NAME, id.toPlainString())),
            value,
            id.toPlainString());
  }

  /** Local settings outlive a block, so the time to wait for a lock is set back. */
  private static String addition(String changelog, String indent) {
    return """
    PERFORM set_config('lock_timeout', '%s', true);
    EXECUTE %s;
    EXECUTE %s;
    PERFORM set_config('lock_timeout', patience, true);
    """
        .formatted(
            LOCK_PATIENCE,
            literal("ALTER TABLE " + changelog + " ADD COLUMN " + NAME + " jsonb"),
            literal(
                "COMMENT ON COLUMN "
                    + changelog
                    + "."
                    + NAME
                    + " IS '"
                    + EXPLANATION.replace("'", "''")
                    + "'"))
        .indent(indent.length());
  }
}
