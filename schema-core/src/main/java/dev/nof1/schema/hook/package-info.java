/**
 * Hooks that a repository runs around its migrations: MyBatis's own, as SQL, as scripts of a
 * JSR-223 language, or as a Java object.
 *
 * <p>Beside {@code repository} the only package that knows MyBatis: what hooks are given ({@code
 * HookContext}, {@code Change}, {@code ScriptRunner}, {@code SelectedPaths}) are its types, and a
 * repository's hooks rely on them.
 */
@NullMarked
package dev.nof1.schema.hook;

import org.jspecify.annotations.NullMarked;
