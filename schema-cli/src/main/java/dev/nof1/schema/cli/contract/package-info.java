/** The contract of {@code schema-junit}, run by JUnit's launcher; nothing else here knows JUnit. */
@NullMarked
package dev.nof1.schema.cli.contract;

import org.jspecify.annotations.NullMarked;
