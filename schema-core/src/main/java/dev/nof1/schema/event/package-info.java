/** Names what a listener hears while migrations run. */
@NullMarked
package dev.nof1.schema.event;

import org.jspecify.annotations.NullMarked;
