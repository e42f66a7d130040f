/** Standard streams, formats, files and exit codes: all that a command needs of a shell. */
@NullMarked
package dev.nof1.schema.cli.io;

import org.jspecify.annotations.NullMarked;
