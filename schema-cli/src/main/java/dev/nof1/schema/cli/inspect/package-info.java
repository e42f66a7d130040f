/** Commands that show migrations, a database's records of them, and the program's own versions. */
@NullMarked
package dev.nof1.schema.cli.inspect;

import org.jspecify.annotations.NullMarked;
