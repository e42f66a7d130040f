/**
 * Snapshots of PostgreSQL schemas as values: read from the catalogs in one transaction, written as
 * text to commit, and compared with each other.
 *
 * <p>There is one catalog query a file, beside this package's classes. A query gives one row an
 * object. Columns whose names begin with {@code @} are for the reader: the object's address in the
 * catalogs (how its comment is found, and whether an extension owns it), its names, its privileges.
 * Every other column is an attribute of that name, absent where it is null; so a query also decides
 * what a snapshot shows, in which order. A line that ends in {@code -- since 15} is sent to
 * PostgreSQL 15 and newer only, one that ends in {@code -- until 14} to 14 and older only.
 */
@NullMarked
package dev.nof1.schema.catalog;

import org.jspecify.annotations.NullMarked;
