package dev.nof1.schema.error;

import org.jspecify.annotations.Nullable;

/** The scripts are not in a state to be run; refused before anything was. */
public final class RepositoryException extends SchemaException {
  private final transient String finding;

  /**
   * Describes the failure.
   *
   * @param message what failed, where, and what to do next
   */
  public RepositoryException(String message) {
    this(message, null);
  }

  /**
   * Describes the failure and keeps what it came from.
   *
   * @param message what failed, where, and what to do next
   * @param cause what was caught
   */
  public RepositoryException(String message, @Nullable Throwable cause) {
    super(message, cause);
    this.finding = message;
  }

  private RepositoryException(String what, String next, @Nullable Throwable cause) {
    super(what + " Nothing was run." + next, cause);
    this.finding = what + next;
  }

  /**
   * Refuses to run anything; the message says that nothing was.
   *
   * @param what what failed, and where: a sentence
   * @param next what to do next: sentences, or an empty text
   * @param cause what was caught, or null
   * @return the refusal
   */
  public static RepositoryException unrun(String what, String next, @Nullable Throwable cause) {
    return new RepositoryException(what, next.isEmpty() ? "" : " " + next, cause);
  }

  /**
   * The message for a check that was not to run anything.
   *
   * @return what is wrong, and what to do
   */
  public String finding() {
    return finding;
  }
}
