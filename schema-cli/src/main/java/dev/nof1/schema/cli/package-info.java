/** {@code main}, the table of the commands, and shell completion. Nobody imports it. */
@NullMarked
package dev.nof1.schema.cli;

import org.jspecify.annotations.NullMarked;
