/** Reads the bytes of scripts, wherever they lie, and holds them for as long as a run lasts. */
@NullMarked
package dev.nof1.schema.repository.file;

import org.jspecify.annotations.NullMarked;
