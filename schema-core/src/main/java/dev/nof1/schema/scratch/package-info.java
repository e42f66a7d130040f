/**
 * Scratch databases, and checks that need one: whether a database has drifted from what its
 * migrations give ({@link dev.nof1.schema.scratch.SchemaCheck}), and whether one script gives the
 * same as many ({@link dev.nof1.schema.scratch.Squash}). {@link
 * dev.nof1.schema.scratch.MigratedServer} lends one to others.
 *
 * <p>A scratch database is on a server of its own, is brought to a version by the migrations
 * themselves, and is only read then. This package stands on the root package, which does not know
 * it.
 */
@NullMarked
package dev.nof1.schema.scratch;

import org.jspecify.annotations.NullMarked;
