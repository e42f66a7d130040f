/** Applies, undoes and plans the migrations of a PostgreSQL database: the public API. */
@NullMarked
package dev.nof1.schema;

import org.jspecify.annotations.NullMarked;
