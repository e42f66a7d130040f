/** Commands that compare: scripts with records, a schema with its migrations, undo with up. */
@NullMarked
package dev.nof1.schema.cli.compare;

import org.jspecify.annotations.NullMarked;
