/**
 * Side-by-side timings of {@code @MigratedDatabase} against other ways to a database for tests.
 *
 * <p>And of {@code schema-cli} against MyBatis's {@code migrate} and psql: {@link CommandLines}.
 *
 * <p>{@link Benchmarks} forks a JVM for each sample, one side after the other, and each JVM runs
 * generated test classes with JUnit's launcher. The sides differ in one annotation only; what they
 * measure is written by {@link Marks}.
 */
@NullMarked
package dev.nof1.schema.benchmarks;

import org.jspecify.annotations.NullMarked;
