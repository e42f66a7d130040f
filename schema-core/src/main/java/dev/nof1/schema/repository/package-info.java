/**
 * A MyBatis Migrations repository: which scripts there are, what each says, and whether they can be
 * run.
 *
 * <p>The only package that knows MyBatis's readers; its file names, undo marker and {@code
 * ${variables}} are used as they are.
 */
@NullMarked
package dev.nof1.schema.repository;

import org.jspecify.annotations.NullMarked;
