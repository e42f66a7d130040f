/** Tests of templates and clones, on a server of their own that stands for somebody else's. */
@NullMarked
package dev.nof1.schema.testdb;

import org.jspecify.annotations.NullMarked;
