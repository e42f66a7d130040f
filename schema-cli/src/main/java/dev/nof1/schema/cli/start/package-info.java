/**
 * Shortens starts: answers that are ready in the jar, work for a second core, and the archive of
 * classes that later starts map into memory. Nothing else depends on what is done here.
 */
@NullMarked
package dev.nof1.schema.cli.start;

import org.jspecify.annotations.NullMarked;
