/** Tests of what this room does by itself. */
@NullMarked
package dev.nof1.schema.postgres.files;

import org.jspecify.annotations.NullMarked;
