/**
 * Migrations as SQL text, for a database that somebody else runs them on: what psql and a JDBC
 * connection make of it is what this library would have done. Connects to nothing.
 */
@NullMarked
package dev.nof1.schema.offline;

import org.jspecify.annotations.NullMarked;
