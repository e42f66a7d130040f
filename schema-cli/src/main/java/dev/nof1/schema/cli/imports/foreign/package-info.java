/** Values that every reader of another tool gives, and the text that they share. */
@NullMarked
package dev.nof1.schema.cli.imports.foreign;

import org.jspecify.annotations.NullMarked;
