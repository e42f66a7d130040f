/**
 * Records of migrations in the database, and the lock that guards them: the changelog table and its
 * columns.
 *
 * <p>Beside the three columns of MyBatis the changelog has one of ours, {@code nof1_schema jsonb}:
 * checksum, duration and who of each migration. A column of that table is the one place that the
 * stock tool does not see (its statements name their columns), that goes away with the table
 * whichever tool drops it, and that costs the same for the first migration as for the ten
 * thousandth. A table beside it would be left behind by the stock tool's last {@code down}, or,
 * with a foreign key, would keep it from dropping the changelog; the comment of the table is one
 * value, and would be written anew, longer and longer, with each migration. The column is added by
 * the first migration that is recorded; who may not add it goes on without it.
 */
@NullMarked
package dev.nof1.schema.changelog;

import org.jspecify.annotations.NullMarked;
