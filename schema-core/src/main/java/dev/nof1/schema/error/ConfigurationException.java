package dev.nof1.schema.error;

import org.jspecify.annotations.Nullable;

/**
 * An environment file, a variable or an option says something that cannot be used; nothing was
 * connected to.
 */
public final class ConfigurationException extends SchemaException {

  /**
   * Describes the failure.
   *
   * @param message what failed, where, and what to do next
   */
  public ConfigurationException(String message) {
    super(message, null);
  }

  /**
   * Describes the failure and keeps what it came from.
   *
   * @param message what failed, where, and what to do next
   * @param cause what was caught
   */
  public ConfigurationException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
