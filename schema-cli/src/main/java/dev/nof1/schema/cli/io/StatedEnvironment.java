package dev.nof1.schema.cli.io;

import java.util.Map;

/**
 * Environment that whoever starts a command states in place of an environment file.
 *
 * @param place where it is stated, as messages name it
 * @param settings the keys of an environment file, and their values
 */
public record StatedEnvironment(String place, Map<String, String> settings) {

  /** Copies the settings. */
  public StatedEnvironment {
    settings = Map.copyOf(settings);
  }

  /** Names the place; any of the values may be a secret. */
  @Override
  public String toString() {
    return "StatedEnvironment[%s]".formatted(place);
  }
}
