/** Reader of the SQL that Alembic writes in its offline mode, and of its table of heads. */
@NullMarked
package dev.nof1.schema.cli.imports.alembic;

import org.jspecify.annotations.NullMarked;
