/** Words and JSON for states of a database and for the progress of a run. */
@NullMarked
package dev.nof1.schema.cli.report;

import org.jspecify.annotations.NullMarked;
