/**
 * Rows that are made up, so that what depends on rows can be tried where there are none: found out
 * from the catalogs of a scratch database, the same for the same seed. Knows nothing of migrations.
 */
@NullMarked
package dev.nof1.schema.rows;

import org.jspecify.annotations.NullMarked;
