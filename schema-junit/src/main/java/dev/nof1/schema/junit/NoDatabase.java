package dev.nof1.schema.junit;

import dev.nof1.schema.error.SchemaException;
import dev.nof1.schema.sql.SqlProblemException;
import dev.nof1.schema.sql.driver.StatementException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Absence of a database for a test. The message says it all, so no stack of this library's follows;
 * the cause is kept where it leads into the user's code, such as a seed's, or where it is a defect.
 * Immutable. For tools that report on a run of tests in words of their own.
 */
public final class NoDatabase extends RuntimeException {
  private static final List<String> NOT_THE_USERS =
      List.of("dev.nof1.schema.", "org.postgresql.", "java.", "javax.", "jdk.", "sun.");

  /** Reason that is not a cause: reports print causes with all their frames. */
  private final SchemaException reason;

  private NoDatabase(String message, @Nullable Throwable cause, SchemaException reason) {
    super(message, cause, true, false);
    this.reason = reason;
  }

  /**
   * Returns why there is none.
   *
   * @return what was thrown when a database was asked for
   */
  public SchemaException reason() {
    return reason;
  }

  static NoDatabase because(SchemaException reason, Optional<String> schemaNote) {
    List<Throwable> causes = causes(reason);
    boolean ofTheServer = causes.stream().anyMatch(SQLException.class::isInstance);
    return new NoDatabase(
        reason.getMessage() + (ofTheServer ? schemaNote.map("\n"::concat).orElse("") : ""),
        causes.stream().anyMatch(NoDatabase::adds) ? reason.getCause() : null,
        reason);
  }

  private static List<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure.getCause(), Objects::nonNull, Throwable::getCause).toList();
  }

  private static boolean adds(Throwable cause) {
    boolean expected =
        cause instanceof SchemaException
            || cause instanceof SQLException
            || cause instanceof StatementException
            || cause instanceof SqlProblemException
            || cause instanceof IOException;
    return !expected || Arrays.stream(cause.getStackTrace()).anyMatch(NoDatabase::isTheUsers);
  }

  private static boolean isTheUsers(StackTraceElement frame) {
    return NOT_THE_USERS.stream().noneMatch(frame.getClassName()::startsWith);
  }
}
