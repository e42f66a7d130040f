package dev.nof1.schema.hook;

import dev.nof1.schema.error.FailurePlace;
import dev.nof1.schema.sql.driver.StatementException;
import java.sql.SQLException;
import java.util.function.UnaryOperator;
import org.apache.ibatis.migration.MigrationException;
import org.jspecify.annotations.Nullable;

/**
 * Failure inside a hook, on its way through MyBatis's interfaces, which let nothing but unchecked
 * exceptions pass. Hooks that catch MyBatis's own exception catch this one.
 */
final class HookProblem extends MigrationException {
  private static final int DEEPEST = 20;

  private final transient FailurePlace place;
  private final transient String reason;
  private final transient String sqlState;

  HookProblem(FailurePlace place, String reason, String sqlState, @Nullable Throwable cause) {
    super(reason.strip(), cause);
    this.place = place;
    this.reason = reason.endsWith("\n") ? reason : reason + "\n";
    this.sqlState = sqlState;
  }

  FailurePlace place() {
    return place;
  }

  String reason() {
    return reason;
  }

  String sqlState() {
    return sqlState;
  }

  /** Copies the problem, with what may be a secret replaced. */
  HookProblem masked(UnaryOperator<String> mask) {
    return new HookProblem(place, mask.apply(reason), sqlState, getCause());
  }

  /** Describes an exception of a hook by the innermost of its causes that has a message. */
  static HookProblem of(String location, Throwable thrown) {
    return of(new FailurePlace(location, 0, 0), thrown);
  }

  static HookProblem of(FailurePlace place, Throwable thrown) {
    Throwable innermost = thrown;
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++, cause = cause.getCause()) {
      if (cause instanceof HookProblem known) {
        return known.place.location().isEmpty()
            ? new HookProblem(place, known.reason, known.sqlState, thrown)
            : known;
      }
      if (cause instanceof StatementException || cause instanceof SQLException) {
        innermost = cause;
        break;
      }
      innermost = cause;
    }
    if (innermost instanceof StatementException e) {
      return new HookProblem(
          place, e.reason() + "\n" + e.excerpt() + e.explanation(), e.sqlState(), thrown);
    }
    String state = innermost instanceof SQLException e ? e.getSQLState() : null;
    return new HookProblem(place, text(innermost, state), state == null ? "" : state, thrown);
  }

  /** The name of the class only where there is no message: a message is meant for people. */
  private static String text(Throwable thrown, @Nullable String sqlState) {
    String message = thrown.getMessage();
    String text =
        message == null || message.isBlank() ? thrown.getClass().getSimpleName() : message.strip();
    return sqlState == null ? text : text + " [" + sqlState + "]";
  }
}
