package dev.nof1.schema.offline;

import dev.nof1.schema.changelog.Bookkeeping;
import dev.nof1.schema.changelog.LockKey;
import dev.nof1.schema.changelog.UnfinishedNote;
import dev.nof1.schema.repository.Migration;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Statements of the library on the changelog and the lock, as SQL text.
 *
 * @param table the changelog's name, as it stands in SQL
 * @param zone of APPLIED_AT
 */
record ChangelogSql(String table, ZoneId zone) {

  /** APPLIED_AT is when the file was run, not when it was made. */
  String insert(Migration migration, String checksum) {
    return "INSERT INTO %s (ID, APPLIED_AT, DESCRIPTION) VALUES (%s, %s, %s);\n"
            .formatted(table, migration.version(), now(), Block.literal(migration.description()))
        + Bookkeeping.sql(table, migration.id(), checksum);
  }

  /** Fails where the column ID would keep the id as another one: it would be taken for that. */
  String refuseRounded(Migration migration) {
    if (migration.id().stripTrailingZeros().scale() <= 0) {
      return "";
    }
    return Block.run(
        """
        DECLARE
          type text;
          kept numeric;
        BEGIN
          SELECT format_type(atttypid, atttypmod) INTO type FROM pg_attribute
          WHERE attrelid = to_regclass(%1$s) AND attname = 'id' AND NOT attisdropped;
          IF type IS NOT NULL THEN
            EXECUTE format('SELECT CAST(CAST(%2$s AS %%s) AS numeric)', type) INTO kept;
            IF kept <> %2$s THEN
              RAISE EXCEPTION 'The changelog keeps the id %2$s as %%, because of the type of its column ID. Use a whole number as id, or give the column decimals.', kept;
            END IF;
          END IF;
        END
        """
            .formatted(Block.literal(table), migration.version()));
  }

  /** The undo section of the first migration has dropped the table. */
  String delete(Migration migration) {
    return Block.run(
        """
        BEGIN
          IF to_regclass(%s) IS NOT NULL THEN
            DELETE FROM %s WHERE ID = %s;
          END IF;
        END
        """
            .formatted(Block.literal(table), table, migration.version()));
  }

  /** Fails when another migrator is at work. The lock is the session's, as the library's is. */
  String lock() {
    return Block.run(
        """
        BEGIN
          IF NOT pg_try_advisory_lock(%s) THEN
            RAISE EXCEPTION 'Another migrator is at work on this database. Nothing was run. Wait for it, and run this again.';
          END IF;
        END
        """
            .formatted(key()));
  }

  /** Fails where a script outside a transaction did not end: part of it is done already. */
  String refuseUnfinished() {
    return Block.run(
        """
        DECLARE
          unfinished text := %s;
        BEGIN
          IF unfinished IS NOT NULL THEN
            PERFORM pg_advisory_unlock(%s);
            RAISE EXCEPTION 'Migration %% is unfinished: its script outside a transaction began and did not end. Nothing was run. ''schema-cli repair'' shows what is known, and continues, marks it done or rolls it back as you say.', unfinished;
          END IF;
        END
        """
            .formatted(UnfinishedNote.sql(table), key()));
  }

  String unlock() {
    return Block.run("BEGIN\n  PERFORM pg_advisory_unlock(%s);\nEND\n".formatted(key()));
  }

  /** Fails when one of these is applied, or is not: the file is for another state. */
  String expect(List<Migration> migrations, boolean applied) {
    String ids =
        migrations.stream().map(Migration::version).sorted().collect(Collectors.joining(","));
    String message =
        applied
            ? "Not applied: migrations %. Nothing was run. This file undoes them, so it is not for this database as it stands."
            : "Already applied: migrations %. Nothing was run. Make a file for those that are not, with ''script pending'' or ''script FROM TO''.";
    return Block.run(
        """
        DECLARE
          wrong text;
        BEGIN
          IF to_regclass(%s) IS NOT NULL THEN
            SELECT string_agg(id::text, ', ' ORDER BY id) INTO wrong
            FROM unnest('{%s}'::numeric[]) AS given(id)
            WHERE %sEXISTS (SELECT FROM %s AS c WHERE c.ID = given.id);
          %sEND IF;
          IF wrong IS NOT NULL THEN
            PERFORM pg_advisory_unlock(%s);
            RAISE EXCEPTION '%s', wrong;
          END IF;
        END
        """
            .formatted(
                Block.literal(table),
                ids,
                applied ? "NOT " : "",
                table,
                applied ? "ELSE\n    wrong := '" + ids.replace(",", ", ") + "';\n  " : "",
                key(),
                message));
  }

  /** Sets psql's variable {@code nof1_pending}; there may be no table to ask yet. */
  String askWhetherPending(BigDecimal id) {
    return """
    \\set nof1_pending t
    SELECT to_regclass(%s) IS NOT NULL AS nof1_changelog \\gset
    \\if :nof1_changelog
    SELECT NOT EXISTS (SELECT FROM %s WHERE ID = %s) AS nof1_pending \\gset
    \\endif
    """
        .formatted(Block.literal(table), table, id.toPlainString());
  }

  /** The key as text: a format would write the number in the digits of the JVM's locale. */
  private String key() {
    return Long.toString(LockKey.of(table));
  }

  private String now() {
    return "to_char(clock_timestamp() AT TIME ZONE %s, 'YYYY-MM-DD HH24:MI:SS')"
        .formatted(zoneSql());
  }

  /** A name such as GMT+02:00 means the opposite to PostgreSQL (POSIX counts westward). */
  private String zoneSql() {
    if (!zone.getRules().isFixedOffset()) {
      return Block.literal(zone.getId());
    }
    ZoneOffset offset = zone.getRules().getOffset(Instant.EPOCH);
    return offset.equals(ZoneOffset.UTC) ? "'UTC'" : "INTERVAL " + Block.literal(offset.getId());
  }
}
