/** Command that takes over the migrations of another tool, and records what it has applied. */
@NullMarked
package dev.nof1.schema.cli.imports;

import org.jspecify.annotations.NullMarked;
