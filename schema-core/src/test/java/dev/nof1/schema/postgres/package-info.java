/** Tests of the embedded server, on real servers and real processes. */
@NullMarked
package dev.nof1.schema.postgres;

import org.jspecify.annotations.NullMarked;
