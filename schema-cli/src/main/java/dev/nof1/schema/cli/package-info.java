/** The {@code schema-cli} command: one class a command, and what they share. */
@NullMarked
package dev.nof1.schema.cli;

import org.jspecify.annotations.NullMarked;
