/** Commands that create and rewrite files of a repository. */
@NullMarked
package dev.nof1.schema.cli.author;

import org.jspecify.annotations.NullMarked;
