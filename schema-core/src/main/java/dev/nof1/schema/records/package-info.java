/** Puts right what a database remembers of its migrations: stamp, verify, repair. */
@NullMarked
package dev.nof1.schema.records;

import org.jspecify.annotations.NullMarked;
