/** Tests that prove the migrations of a repository, and the extension that hands it to them. */
@NullMarked
package dev.nof1.schema.junit.contract;

import org.jspecify.annotations.NullMarked;
