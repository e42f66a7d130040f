/** Commands that put a changelog right by hand. */
@NullMarked
package dev.nof1.schema.cli.records;

import org.jspecify.annotations.NullMarked;
