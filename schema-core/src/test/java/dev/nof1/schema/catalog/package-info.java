/** Tests of snapshots: whether each thing there can be is seen. */
@NullMarked
package dev.nof1.schema.catalog;

import org.jspecify.annotations.NullMarked;
