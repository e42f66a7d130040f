/** Reader of dbmate's migrations and of its table of versions. */
@NullMarked
package dev.nof1.schema.cli.imports.dbmate;

import org.jspecify.annotations.NullMarked;
