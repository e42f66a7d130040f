package dev.nof1.schema.error;

import org.jspecify.annotations.Nullable;

/**
 * Failure of this project, described for the person who asked for the work.
 *
 * <p>The message is complete: what failed, where, what stays true, and what to do next. It never
 * contains a secret, so it may be logged or printed as it is.
 */
public abstract sealed class SchemaException extends RuntimeException
    permits ConfigurationException,
        DatabaseException,
        HookFailedException,
        MigrationFailedException,
        RepositoryException,
        ServerException {

  SchemaException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
