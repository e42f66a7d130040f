/**
 * Data directories and the cache they are copied from: built once, checked when something fails,
 * collected when nobody uses them.
 *
 * <p>Internal: {@code dev.nof1.schema.postgres} is what others use.
 */
@NullMarked
package dev.nof1.schema.postgres.cluster;

import org.jspecify.annotations.NullMarked;
